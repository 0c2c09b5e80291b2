import { codeBlocks } from './families/codeBlocks.ts';
import { combinators } from './families/combinators.ts';
import { consistency } from './families/consistency.ts';
import { contains, excludes } from './families/contains.ts';
import { count } from './families/count.ts';
import { command, javascript } from './families/custom.ts';
import { jsonDiff, listOverlap, numericDifference } from './families/difference.ts';
import { equals, oneOf } from './families/equals.ts';
import { emoji, punctuation, readingLevel } from './families/form.ts';
import { grounded } from './families/grounded.ts';
import { json } from './families/json.ts';
import { embeddingSimilarity, moderation } from './families/judged/endpoints.ts';
import { factuality } from './families/judged/factuality.ts';
import { gEval } from './families/judged/gEval.ts';
import {
  answerRelevance,
  contextRecall,
  contextRelevance,
  faithfulness,
} from './families/judged/grounding.ts';
import { judge } from './families/judged/judge.ts';
import { preference } from './families/judged/preference.ts';
import { language } from './families/language.ts';
import { languageShare, languageSwitch } from './families/languageMix.ts';
import { length } from './families/length.ts';
import { capitalWords, letterCase } from './families/letterCase.ts';
import { markdownShape } from './families/markdown.ts';
import { matches } from './families/matches.ts';
import { cost, finishReason, latency, tokens } from './families/operation.ts';
import { parts } from './families/parts.ts';
import { retrieval } from './families/retrieval.ts';
import { noPersonalData, noPromptLeak, noSecrets, refusal } from './families/safety.ts';
import { levenshtein, rouge, tokenF1 } from './families/similarity.ts';
import { endsWith, startsWith } from './families/startsEnds.ts';
import { placeholders, quotation, sections, title } from './families/structure.ts';
import { html, sql, xml, yaml } from './families/syntax.ts';
import { toolCalls } from './families/toolCalls.ts';
import { bleu, chrf, gleu, meteor } from './families/translation.ts';
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
  grounded,
  length,
  readingLevel,
  letterCase,
  capitalWords,
  emoji,
  punctuation,
  language,
  languageShare,
  languageSwitch,
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
  levenshtein,
  tokenF1,
  rouge,
  bleu,
  chrf,
  gleu,
  meteor,
  numericDifference,
  listOverlap,
  refusal,
  noPersonalData,
  noSecrets,
  noPromptLeak,
  retrieval,
  toolCalls,
  latency,
  tokens,
  cost,
  finishReason,
  consistency,
];

/** Metrics that ask a model or run code. */
const judged: readonly MetricDefinition[] = [
  judge,
  gEval,
  factuality,
  preference,
  faithfulness,
  answerRelevance,
  contextRelevance,
  contextRecall,
  moderation,
  embeddingSimilarity,
  javascript,
  command,
];

/** The metrics that come with Micro Metrics. Heavy libraries (JSON Schema, languages) load with their first use. */
export const builtInMetrics: MetricRegistry = createRegistry([
  ...simple,
  ...judged,
  // Combinators may hold each other, so they look the registry up when they are used.
  ...combinators(() => builtInMetrics),
]);
