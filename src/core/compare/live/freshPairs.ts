import {
  type Confirmation,
  type Confirmed,
  confirmCase,
  type FlipRecord,
  isConfirmed,
} from '../statistics/confirm.ts';
import { differencesOf } from './sampleDifference.ts';
import type { SampleRef } from './sampleRef.ts';
import type { SampleTable } from './sampleTable.ts';

export interface FreshPairsOptions {
  /** As it starts, see `startConfirmation`. */
  readonly confirmation: Confirmation;
  readonly metrics: readonly string[];
  readonly samples: Pick<SampleTable, 'at'>;
  /** Gains are confirmed from stored samples alone. */
  readonly worseOnly: boolean;
  /** The pair of a case in a round, 1-based. */
  readonly pairOf: (caseId: string, round: number) => readonly [old: SampleRef, fresh: SampleRef];
}

/** The confirmation of a live comparison: fresh pairs of the cases that moved, counted one by one in their turn. */
export class FreshPairs {
  private readonly options: FreshPairsOptions;
  private confirmation: Confirmation;
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
    return isConfirmed(this.confirmation);
  }

  wanted(): readonly SampleRef[] {
    const { turn, round } = this.confirmation;
    return turn.flatMap((id) => {
      const pair = this.options.pairOf(id, round);
      return this.isWorthCalls(id) ? pair : pair.map((ref) => ({ ...ref, isOptional: true }));
    });
  }

  /** Counts the pair whose turn it is, and gives what it adds to the evidence; undefined while it is not in. */
  countNext(): readonly Confirmed[] | undefined {
    // One at a time and in their turn: where it stops must not depend on the order of arrival.
    const [next] = this.confirmation.turn;
    if (next === undefined) return undefined;
    const { metrics, samples, pairOf } = this.options;
    const [old, fresh] = pairOf(next, this.confirmation.round);
    const result = this.exhausted.has(next)
      ? 'missing'
      : differencesOf(metrics, samples.at(old), samples.at(fresh));
    if (result === undefined) return undefined;
    if (result === 'missing' && !this.isWorthCalls(next)) this.exhausted.add(next);
    const step = confirmCase(this.confirmation, next, result);
    this.confirmation = step.confirmation;
    return step.confirmed;
  }

  /** By default a gain is confirmed from stored samples alone. */
  private isWorthCalls(id: string): boolean {
    return (
      !this.options.worseOnly ||
      this.flips.some(({ caseId, direction }) => caseId === id && direction === 'worse')
    );
  }
}
