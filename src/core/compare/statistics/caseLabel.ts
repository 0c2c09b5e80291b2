import type { CaseLabel, CaseVerdict } from '../comparison.ts';
import type { FlipRecord } from './confirm.ts';

/** The samples of one case on one metric, and what fresh pairs said after a flip. */
export interface CaseSamples {
  readonly old: readonly number[];
  readonly new: readonly number[];
  readonly confirmation?: Pick<FlipRecord, 'direction' | 'hits' | 'misses'>;
  /** Scores from here on pass; default 0.5. */
  readonly passAt?: number;
}

/** Pairs that must agree, the flip included, for "likely" (about 75% real) and for sure (98%). */
const likelyPairs = 3;
const surePairs = 5;

/**
 * Labels one case. A single flip is never called worse: in a typical suite one case in nine flips
 * by chance, and three passes followed by three failures are real in about three of four cases
 * (own simulation).
 *
 * `missing`: no new sample. `unknown`: no old sample to compare with. `same`: all samples agree, which
 * for one sample per side says little.
 */
export function labelCase(samples: CaseSamples): CaseLabel {
  const passAt = samples.passAt ?? 0.5;
  const passed = (score: number): boolean => score >= passAt;
  const old = samples.old.filter(Number.isFinite).map(passed);
  const fresh = samples.new.filter(Number.isFinite).map(passed);
  if (fresh.length === 0) return 'missing';
  if (old.length === 0) return 'unknown';
  const { confirmation } = samples;
  if (confirmation !== undefined && confirmation.misses === 0) {
    const pairs = 1 + confirmation.hits;
    if (pairs >= likelyPairs) return moved(pairs, confirmation.direction === 'worse');
  }
  if (disagree(old) || disagree(fresh)) return 'flaky';
  if (old[0] === fresh[0]) return 'same';
  return moved(Math.min(old.length, fresh.length), old[0] === true);
}

/**
 * The verdict word that belongs to a label: hints that may still be chance are inconclusive, and a
 * side without samples is a missing partner.
 */
export function caseVerdict(label: CaseLabel): CaseVerdict {
  switch (label) {
    case 'got worse':
      return 'regressed';
    case 'got better':
      return 'improved';
    case 'same':
      return 'unchanged';
    case 'flaky':
      return 'flaky';
    case 'missing':
    case 'unknown':
      return 'missing';
    case 'flipped':
    case 'likely got worse':
    case 'likely got better':
      return 'inconclusive';
  }
}

function moved(pairs: number, worse: boolean): CaseLabel {
  if (pairs >= surePairs) return worse ? 'got worse' : 'got better';
  if (pairs >= likelyPairs) return worse ? 'likely got worse' : 'likely got better';
  return 'flipped';
}

function disagree(passed: readonly boolean[]): boolean {
  return passed.includes(true) && passed.includes(false);
}
