import { type ToldVerdict, toldVerdicts } from '../../core/compare/toldVerdict.ts';
import type { Severity } from '../../core/problem.ts';
import {
  array,
  boolean,
  type Checked,
  count,
  literal,
  nullable,
  number,
  object,
  pair,
  string,
} from '../shape.ts';
import { verdictShape } from './verdicts.ts';

const metricRowShape = object({
  id: string,
  name: string,
  severity: literal<Severity>('error', 'warning', 'information', 'hint'),
  stage: string,
  /** Whether a model judges it, so that a person may say what they think of its scores. */
  isJudged: boolean,
  /** Text of the goal; null when it has none. */
  goal: nullable(string),
  guards: nullable(string),
  /** Share of cases that should pass, 0 to 1. */
  target: nullable(number),
  verdict: nullable(verdictShape),
  /** The verdict as it is told. */
  told: nullable(literal<ToldVerdict>(...toldVerdicts)),
  isMixed: boolean,
  isSmall: boolean,
  /** Pass rates, 0 to 1; null where nothing was scored. */
  old: nullable(number),
  new: nullable(number),
  /** -1 to 1. */
  difference: nullable(number),
  interval: nullable(pair(number)),
  /** What running failed cases again said, where the verdict rests on it; else empty. */
  rerun: string,
  /** Samples of the new run. */
  passed: count,
  scored: count,
  failed: count,
  /** A calm sentence. */
  summary: string,
  /** Pass rates of the last versions, 0 to 1, oldest first and this one last; null where nothing was scored. */
  trend: array(nullable(number)),
});

export type MetricRow = Checked<typeof metricRowShape>;

const goalRowShape = object({
  /** Text of the goal. */
  goal: string,
  /** Mean pass rate of its metrics weighted by severity, 0 to 1; null where nothing was scored. */
  rate: nullable(number),
  before: nullable(number),
  /** Names of its metrics that got worse. */
  atRisk: array(string),
});

/** A goal with how the metrics that serve it do together. */
export type GoalRow = Checked<typeof goalRowShape>;

export const metricTableShape = object({
  metrics: array(metricRowShape),
  goals: array(goalRowShape),
});

/** The rows of the metrics table; the order is also that of the counts in a {@link CaseRow}. */
export type MetricTableSlice = Checked<typeof metricTableShape>;
