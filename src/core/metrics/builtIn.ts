import { combinators } from './families/combinators.ts';
import { contains, excludes } from './families/contains.ts';
import { count } from './families/count.ts';
import { equals, oneOf } from './families/equals.ts';
import { json } from './families/json.ts';
import { language } from './families/language.ts';
import { length } from './families/length.ts';
import { capitalWords, letterCase } from './families/letterCase.ts';
import { markdownShape } from './families/markdown.ts';
import { matches } from './families/matches.ts';
import { finishReason, latency } from './families/operation.ts';
import { parts } from './families/parts.ts';
import { levenshtein, rouge, tokenF1 } from './families/similarity.ts';
import { endsWith, startsWith } from './families/startsEnds.ts';
import { placeholders, quotation, sections, title } from './families/structure.ts';
import type { MetricDefinition } from './metric.ts';
import { createRegistry, type MetricRegistry } from './registry.ts';

const simple: readonly MetricDefinition[] = [
  equals,
  oneOf,
  contains,
  excludes,
  startsWith,
  endsWith,
  matches,
  count,
  length,
  letterCase,
  capitalWords,
  language,
  json,
  levenshtein,
  tokenF1,
  rouge,
  markdownShape,
  sections,
  parts,
  placeholders,
  title,
  quotation,
  latency,
  finishReason,
];

/** The metrics that come with Micro Metrics. Heavy libraries (JSON Schema, languages) load with their first use. */
export const builtInMetrics: MetricRegistry = createRegistry([
  ...simple,
  // Combinators may hold each other, so they look the registry up when they are used.
  ...combinators(() => builtInMetrics),
]);
