import assert from 'node:assert/strict';
import type { CasePair } from '../../../../../src/core/compare/statistics/casePair.ts';

/** Asserts equality to six decimals. */
export function near(actual: number | undefined, expected: number, what = ''): void {
  assert.ok(
    actual !== undefined && Math.abs(actual - expected) <= 6e-7,
    `${what} ${actual} is not ${expected}`,
  );
}

/** Asserts that an interval equals the expected one to six decimals. */
export function nearInterval(
  actual: readonly [number, number] | null,
  expected: readonly [number, number],
): void {
  near(actual?.[0], expected[0], 'low');
  near(actual?.[1], expected[1], 'high');
}

/** `passes` ones followed by zeros, `count` scores in all. */
export function passes(count: number, of: number): number[] {
  return Array.from({ length: of }, (_, i) => (i < count ? 1 : 0));
}

/** Cases from `[old passes, old samples, new passes, new samples]`. */
export function casesOf(rows: readonly (readonly [number, number, number, number])[]): CasePair[] {
  return rows.map(([old, oldCount, fresh, newCount], i) => ({
    id: `case-${i}`,
    old: passes(old, oldCount),
    new: passes(fresh, newCount),
  }));
}

/** Single-sample cases: `worse` pass to fail, `better` fail to pass, the others pass twice. */
export function flips(worse: number, better: number, n: number): CasePair[] {
  return Array.from({ length: n }, (_, i) => ({
    id: `case-${i}`,
    old: [i >= worse && i < worse + better ? 0 : 1],
    new: [i < worse ? 0 : 1],
  }));
}
