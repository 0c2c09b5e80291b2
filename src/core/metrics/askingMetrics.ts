import { command, javascript } from './families/custom.ts';
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
import type { MetricDefinition } from './metric.ts';

/** Metrics that ask a model or run code. */
export const askingMetrics: readonly MetricDefinition[] = [
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
