import { codeBlocks } from './families/codeBlocks.ts';
import { jsonDiff } from './families/difference.ts';
import { json } from './families/json.ts';
import { markdownShape } from './families/markdown.ts';
import { parts } from './families/parts.ts';
import { placeholders, quotation, sections, title } from './families/structure.ts';
import { html, sql, xml, yaml } from './families/syntax.ts';
import type { MetricDefinition } from './metric.ts';

/** Metrics of data, code, markup and the parts of a text. */
export const structureMetrics: readonly MetricDefinition[] = [
  json,
  jsonDiff,
  xml,
  html,
  yaml,
  sql,
  codeBlocks,
  markdownShape,
  sections,
  parts,
  placeholders,
  title,
  quotation,
];
