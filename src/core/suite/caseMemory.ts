import type { Problem } from '../problem.ts';
import type { Case, Suite } from './suite.ts';

/** All cases of a suite, and what is wrong with them. */
export interface CollectedCases {
  readonly cases: readonly Case[];
  readonly problems: readonly Problem[];
}

interface Kept {
  readonly stamp: string;
  readonly collected: Promise<CollectedCases>;
}

/**
 * The cases of suites as they were read last: thousands of rows need not be read again, and twice at the same time, because a
 * prompt was saved.
 */
export class CaseMemory {
  private readonly kept = new WeakMap<Suite, Kept>();

  /** @param stamp another one whenever a case file may hold other rows */
  collect(
    suite: Suite,
    stamp: string,
    read: () => Promise<CollectedCases>,
  ): Promise<CollectedCases> {
    const known = this.kept.get(suite);
    if (known?.stamp === stamp) return known.collected;
    const collected = read();
    this.kept.set(suite, { stamp, collected });
    collected.catch(() => this.kept.delete(suite));
    return collected;
  }
}
