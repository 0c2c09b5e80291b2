import type { Confirmation, Confirmed, FlipRecord } from '../statistics/confirm.ts';
import { differencesOf } from './sampleDifference.ts';
import type { SampleRef } from './sampleRef.ts';
import type { SampleTable } from './sampleTable.ts';

export interface FreshPairsOptions {
  readonly confirmation: Confirmation;
  readonly metrics: readonly string[];
  readonly samples: Pick<SampleTable, 'at'>;
  /** The pair of a case in a round, 1-based. */
  readonly pairOf: (caseId: string, round: number) => readonly [old: SampleRef, fresh: SampleRef];
}

/** The confirmation of a live comparison: fresh pairs of the cases that moved, counted one by one in their turn. */
export class FreshPairs {
  private readonly options: FreshPairsOptions;
  private readonly confirmation: Confirmation;
  /** Cases that are confirmed from stored samples alone and have none left. */
  private readonly exhausted = new Set<string>();

  constructor(options: FreshPairsOptions) {
    this.options = options;
    this.confirmation = options.confirmation;
  }

  /** What every flip came to so far, in the order in which cases are re-run. */
  get flips(): readonly FlipRecord[] {
    return this.confirmation.flips;
  }

  get isDone(): boolean {
    return this.confirmation.isDone;
  }

  wanted(): readonly SampleRef[] {
    const { confirmation } = this;
    return confirmation.turn.flatMap((id) => {
      const pair = this.options.pairOf(id, confirmation.round);
      if (confirmation.isWorthCalls(id)) return pair;
      return this.exhausted.has(id) ? [] : pair.map((ref) => ({ ...ref, isOptional: true }));
    });
  }

  /** A sample that is not worth a call is not stored: the case gets no further pairs. It is not missing, for nobody asked. */
  exhaust(caseId: string): void {
    this.exhausted.add(caseId);
  }

  /** Counts the pair whose turn it is, and gives what it adds to the evidence; undefined while it is not in. */
  countNext(): readonly Confirmed[] | undefined {
    // One at a time and in their turn: where it stops must not depend on the order of arrival.
    const { next, round } = this.confirmation;
    if (next === undefined) return undefined;
    const { metrics, samples, pairOf } = this.options;
    const [old, fresh] = pairOf(next, round);
    const isExhausted = this.exhausted.has(next) && !this.confirmation.isWorthCalls(next);
    const result = isExhausted
      ? 'missing'
      : differencesOf(metrics, samples.at(old), samples.at(fresh));
    return result === undefined ? undefined : this.confirmation.count(result);
  }
}
