import type { Steps } from '../../steps.ts';
import type { Verdict } from '../comparison.ts';
import type { CasePair } from '../statistics/casePair.ts';
import { type FixedSampleTest, testFixedSample } from '../statistics/fixedSample.ts';
import { holm } from '../statistics/holm.ts';
import { liveInterval } from '../statistics/liveInterval.ts';
import { isClaimed } from '../statistics/liveVerdict.ts';
import {
  decideOverall,
  decideVerdict,
  type LiveChances,
  type VerdictDecision,
} from '../statistics/verdict.ts';
import type { LiveComparison } from './liveComparison.ts';
import type { SampleScores } from './sampleTable.ts';

/** What may be said of one metric at this moment. */
export interface LiveMetricResult extends VerdictDecision {
  readonly id: string;
  /** On complete rounds only: samples drawn because of an earlier result do not bias it. */
  readonly test: FixedSampleTest;
  /** The smaller of the live and, once resolved, the final chance, adjusted over metrics. */
  readonly pAdjusted: number;
}

/** All metrics of a live comparison and the verdict over them. */
export interface LiveResults {
  readonly metrics: readonly LiveMetricResult[];
  readonly overall: Verdict;
}

/** The verdicts at this moment. Each claim stands once it is made. */
export function* decideLive(comparison: LiveComparison): Steps<LiveResults> {
  const { metrics, options, isResolved, phase } = comparison;
  const live = comparison.chances();
  const rounds = isResolved ? comparison.fullRounds : options.rounds;
  const isWhole = phase !== 'screen' && !comparison.isCut && !hasDoubts(comparison);
  const sampled: SampledCase[] = [];
  for (const { id } of comparison.cases) {
    sampled.push(samplesOfCase(comparison, id));
    yield;
  }
  const tests: FixedSampleTest[] = [];
  for (const metric of metrics) {
    const pairs = pairsOf(sampled, metric);
    yield;
    tests.push(testFixedSample(pairs, { rounds: { old: rounds, new: rounds } }));
    yield;
  }
  const adjusted = holm(tests.map((test) => test.pValue));
  const results = metrics.map((id, k): LiveMetricResult => {
    const test = told(comparison, id, tests[k] ?? testFixedSample([]), live[k]);
    const chances = live[k] ?? { worse: 1, better: 1, alpha: options.liveAlpha };
    const pFinal = adjusted[k] ?? 1;
    const decision = decideVerdict({
      test,
      pAdjusted: pFinal,
      alpha: options.finalAlpha,
      margin: options.margin,
      resolved: isResolved,
      // Said at the end only: it is no claim that may come and go while results arrive.
      roundComplete: phase === 'done' && (isWhole || isResolved) && test.missing.length === 0,
      live: chances,
    });
    const pLive = Math.min(chances.worse, chances.better);
    return { id, test, pAdjusted: isResolved ? Math.min(pLive, pFinal) : pLive, ...decision };
  });
  return { metrics: results, overall: decideOverall(results.map((result) => result.verdict)) };
}

/**
 * The test as it is told. A screen that was cut is no complete round, and it was cut because of what it showed: then only an
 * interval that holds at every moment may be given, and only where the cases that ran stand for all.
 */
function told(
  comparison: LiveComparison,
  metric: string,
  test: FixedSampleTest,
  chances: LiveChances | undefined,
): FixedSampleTest {
  if (!comparison.isCut || comparison.isResolved) return test;
  const isShown = comparison.options.isRandomOrder && isClaimed(chances, 'worse');
  return { ...test, interval: isShown ? liveInterval(comparison.screened(metric)) : null };
}

interface SampledCase {
  readonly id: string;
  readonly old: readonly SampleScores[];
  readonly new: readonly SampleScores[];
}

/** A case's samples: those of the screen, or after Resolve the full number. */
function samplesOfCase(comparison: LiveComparison, id: string): SampledCase {
  const { samples, isResolved, options } = comparison;
  const limit = isResolved ? comparison.fullRounds : options.rounds;
  const from = isResolved ? comparison.oldFrom(id) : 0;
  return {
    id,
    old: samples.trials('old', id, from, limit),
    new: samples.trials('new', id, 0, limit),
  };
}

function pairsOf(sampled: readonly SampledCase[], metric: string): CasePair[] {
  const pairs: CasePair[] = [];
  for (const { id, old, new: fresh } of sampled) {
    const pair = { id, old: scoresIn(old, metric), new: scoresIn(fresh, metric) };
    if (pair.old.length > 0 || pair.new.length > 0) pairs.push(pair);
  }
  return pairs;
}

function scoresIn(samples: readonly SampleScores[], metric: string): readonly number[] {
  const found: number[] = [];
  for (const sample of samples) {
    const score = sample.get(metric);
    if (score !== undefined) found.push(score);
  }
  return found;
}

/** Whether some old samples of the screen are not to be trusted as they are. */
function hasDoubts(comparison: LiveComparison): boolean {
  return comparison.cases.some(({ id }) => comparison.oldFrom(id) > 0);
}
