import type { Verdict } from '../../core/compare/comparison.ts';
import { type ToldVerdict, toldVerdicts } from '../../core/compare/toldVerdict.ts';
import type { Severity } from '../../core/problem.ts';
import {
  array,
  boolean,
  count,
  literal,
  nullable,
  number,
  object,
  pair,
  type Shape,
  string,
} from '../shape.ts';
import { verdictShape } from './verdicts.ts';

export interface MetricRow {
  readonly id: string;
  readonly name: string;
  readonly severity: Severity;
  readonly stage: string;
  /** Whether a model judges it, so that a person may say what they think of its scores. */
  readonly isJudged: boolean;
  /** Text of the goal; null when it has none. */
  readonly goal: string | null;
  readonly guards: string | null;
  /** Share of cases that should pass, 0 to 1. */
  readonly target: number | null;
  readonly verdict: Verdict | null;
  /** The verdict as it is told. */
  readonly told: ToldVerdict | null;
  readonly isMixed: boolean;
  readonly isSmall: boolean;
  /** Pass rates, 0 to 1; null where nothing was scored. */
  readonly old: number | null;
  readonly new: number | null;
  /** -1 to 1. */
  readonly difference: number | null;
  readonly interval: readonly [number, number] | null;
  /** What running failed cases again said, where the verdict rests on it; else empty. */
  readonly rerun: string;
  /** Samples of the new run. */
  readonly passed: number;
  readonly scored: number;
  readonly failed: number;
  /** A calm sentence. */
  readonly summary: string;
  /** Pass rates of the last versions, 0 to 1, oldest first and this one last; null where nothing was scored. */
  readonly trend: readonly (number | null)[];
}

/** A goal with how the metrics that serve it do together. */
export interface GoalRow {
  /** Text of the goal. */
  readonly goal: string;
  /** Mean pass rate of its metrics weighted by severity, 0 to 1; null where nothing was scored. */
  readonly rate: number | null;
  readonly before: number | null;
  /** Names of its metrics that got worse. */
  readonly atRisk: readonly string[];
}

/** The rows of the metrics table; the order is also that of the counts in a {@link CaseRow}. */
export interface MetricTableSlice {
  readonly metrics: readonly MetricRow[];
  readonly goals: readonly GoalRow[];
}

export const metricTableShape: Shape<MetricTableSlice> = object<MetricTableSlice>({
  metrics: array(
    object<MetricRow>({
      id: string,
      name: string,
      severity: literal('error', 'warning', 'information', 'hint'),
      stage: string,
      isJudged: boolean,
      goal: nullable(string),
      guards: nullable(string),
      target: nullable(number),
      verdict: nullable(verdictShape),
      told: nullable(literal<ToldVerdict>(...toldVerdicts)),
      isMixed: boolean,
      isSmall: boolean,
      old: nullable(number),
      new: nullable(number),
      difference: nullable(number),
      interval: nullable(pair(number)),
      rerun: string,
      passed: count,
      scored: count,
      failed: count,
      summary: string,
      trend: array(nullable(number)),
    }),
  ),
  goals: array(
    object<GoalRow>({
      goal: string,
      rate: nullable(number),
      before: nullable(number),
      atRisk: array(string),
    }),
  ),
});
