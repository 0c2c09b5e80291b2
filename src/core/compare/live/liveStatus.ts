import type { Steps } from '../../steps.ts';
import type { LiveStatus, ResolveOffer } from '../comparison.ts';
import {
  expectedFlips,
  smallestDetectableDrop,
  typicalVariance,
  withinCaseVariance,
} from '../statistics/planning.ts';
import {
  describeFlips,
  describeProgress,
  describeShaky,
  describeStop,
} from '../statistics/wording.ts';
import { controlOf, describeControl } from './control.ts';
import type { LiveComparison } from './liveComparison.ts';
import { type SampleRef, sampleRef } from './sampleRef.ts';

/** What the status depends on besides the comparison. */
export interface LiveStatusOptions {
  readonly isRunning: boolean;
  readonly nameOf: (metric: string) => string;
  readonly notes: readonly string[];
  /** Whether stored old samples were made with other parameters than today's. */
  readonly isOtherParameters: boolean;
  /** Calls that one sample takes, e.g. one per turn; 0 where it cannot be drawn. */
  readonly callsFor: (ref: SampleRef) => number;
  /** US dollars per call; null where unknown. */
  readonly costPerCall: number | null;
}

/** Where a live comparison stands, in figures and in one calm line. */
export function* liveStatus(
  comparison: LiveComparison,
  options: LiveStatusOptions,
): Steps<LiveStatus> {
  const { done, total } = comparison.progress;
  const { flips, expected } = yield* screenFlips(comparison);
  const resolve = yield* resolveOffer(comparison, options);
  const control = controlOf(comparison, options.isOtherParameters);
  return {
    isRunning: options.isRunning,
    done,
    total,
    flips,
    expectedFlips: expected,
    summary: summaryOf(comparison, options, flips, expected),
    notes: [
      ...options.notes,
      ...(control ? [describeControl(control)] : []),
      ...skippedNotes(comparison),
    ],
    ...(resolve && { resolve }),
    ...(control && { control }),
  };
}

function summaryOf(
  comparison: LiveComparison,
  { isRunning, nameOf }: LiveStatusOptions,
  flips: number,
  expected: number,
): string {
  const { done, total } = comparison.progress;
  for (const verdict of ['regressed', 'improved'] as const) {
    const [first, ...others] = comparison.claims(verdict === 'regressed' ? 'worse' : 'better');
    if (first === undefined) continue;
    if (comparison.isCut) {
      const underWay = repliesBehind(comparison, done);
      return describeStop(nameOf(first), verdict, { done, total, underWay });
    }
    const names =
      others.length === 0 ? nameOf(first) : `${nameOf(first)} and ${others.length} more`;
    return `${names} got ${verdict === 'regressed' ? 'worse' : 'better'}.`;
  }
  const progress = describeProgress(done, total);
  if (isRunning && done < total) return progress;
  const moved = flips === 0 ? 'Nothing flipped' : describeFlips(flips, expected);
  if (isRunning) return `${moved}; ${workOf(comparison)}.`;
  return done < total ? progress : `${moved}.`;
}

/** New samples of the screen that came in although it had ended before their place. */
function repliesBehind(
  { cases, samples, progress: { total } }: LiveComparison,
  done: number,
): number {
  let behind = 0;
  for (let place = done; place < total; place++) {
    const { id } = cases[place % cases.length] ?? {};
    const trial = Math.floor(place / cases.length);
    const sample = id === undefined ? undefined : samples.at(sampleRef(id, 'new', trial));
    if (sample !== undefined && sample !== 'missing') behind++;
  }
  return behind;
}

/** What is being drawn just now. */
function workOf(comparison: LiveComparison): string {
  if (comparison.phase === 'resolve') return 'completing the samples';
  const cases = new Set(
    comparison.due().flatMap(({ caseId, isOptional }) => (isOptional ? [] : caseId)),
  ).size;
  if (cases === 0) return 'looking up stored samples';
  return `running ${cases === 1 ? '1 case' : `${cases} cases`} again`;
}

/** Which failures were left alone, and why. */
function skippedNotes({ flips, isResolved }: LiveComparison): readonly string[] {
  const skipped = new Map(
    flips.flatMap(({ caseId, direction, shaky, hits, misses }) =>
      direction === 'worse' && shaky !== undefined && hits + misses === 0
        ? [[caseId, { id: caseId, shaky }] as const]
        : [],
    ),
  );
  const note = isResolved ? undefined : describeShaky([...skipped.values()]);
  return note === undefined ? [] : [note];
}

/** Scores that moved between the first samples, and how many would by chance. */
function* screenFlips(comparison: LiveComparison): Steps<{ flips: number; expected: number }> {
  const { samples, cases, metrics, options } = comparison;
  let flips = 0;
  let expected = 0;
  for (const metric of metrics) {
    let pairs = 0;
    let passed = 0;
    const versions: (readonly number[])[] = [];
    for (const { id } of cases) {
      const old = samples.scores('old', id, metric);
      const fresh = samples.scores('new', id, metric, 0, options.rounds);
      versions.push(old);
      yield;
      if (old[0] === undefined || fresh[0] === undefined) continue;
      pairs++;
      if (old[0] >= 0.5) passed++;
      if (old[0] !== fresh[0]) flips++;
    }
    expected += expectedFlips({ pairs, passed }, versions);
  }
  return { flips, expected };
}

function* resolveOffer(
  comparison: LiveComparison,
  { isRunning, callsFor, costPerCall }: LiveStatusOptions,
): Steps<ResolveOffer | undefined> {
  if (comparison.isResolved || isRunning) return undefined;
  let calls = 0;
  for (const ref of comparison.missing()) {
    calls += callsFor(ref);
    yield;
  }
  if (calls === 0) return undefined;
  const { samples, cases, metrics, fullRounds } = comparison;
  const versions: (readonly number[])[] = [];
  for (const metric of metrics) {
    for (const { id } of cases) {
      versions.push(samples.scores('old', id, metric));
      yield;
    }
  }
  return {
    calls,
    cost: costPerCall === null ? null : calls * costPerCall,
    detects: smallestDetectableDrop(
      cases.length,
      fullRounds,
      withinCaseVariance(versions) || typicalVariance,
    ),
  };
}
