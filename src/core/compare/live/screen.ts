import { type Flip, flipsOf } from '../statistics/confirm.ts';
import { EvidenceQueue } from '../statistics/evidenceQueue.ts';
import { differenceOf } from './sampleDifference.ts';
import { type SampleRef, sampleRef } from './sampleRef.ts';
import type { SampleScores, SampleTable } from './sampleTable.ts';

/** A pair of the screen whose turn has come. */
export interface ScreenedPair {
  readonly caseId: string;
  /** 0-based, in the order fixed before the first call. */
  readonly position: number;
  readonly old: SampleScores;
  readonly fresh: SampleScores;
}

type Pair = Pick<ScreenedPair, 'old' | 'fresh'>;

/** The screen of a live comparison: every case once per round, counted in the order fixed before the first call. */
export class Screen {
  private readonly cases: readonly string[];
  private readonly rounds: number;
  private readonly samples: Pick<SampleTable, 'at'>;
  private readonly queue: EvidenceQueue<Pair>;
  /** Places that counted, once the screen was cut. */
  private cutAt: number | undefined;

  /** @throws {RangeError} when a case occurs twice */
  constructor(cases: readonly string[], rounds: number, samples: Pick<SampleTable, 'at'>) {
    this.cases = cases;
    this.rounds = rounds;
    this.samples = samples;
    this.queue = new EvidenceQueue(
      Array.from({ length: rounds }, (_, trial) => cases.map((id) => slot(id, trial))).flat(),
    );
  }

  get isDone(): boolean {
    return this.queue.isDone;
  }

  /** Places that have been counted, and all of them. */
  get progress(): { readonly done: number; readonly total: number } {
    const total = this.cases.length * this.rounds;
    return { done: this.cutAt ?? this.queue.done, total };
  }

  wanted(): readonly SampleRef[] {
    return this.queue.open.flatMap((id) => {
      const { caseId, trial } = placeOf(id);
      return [sampleRef(caseId, 'old', trial), sampleRef(caseId, 'new', trial)];
    });
  }

  /** Takes notice of a sample that is in; gives the pairs whose turn has come with it. */
  take({ caseId, trial }: SampleRef): readonly ScreenedPair[] {
    const old = this.samples.at(sampleRef(caseId, 'old', trial));
    const fresh = this.samples.at(sampleRef(caseId, 'new', trial));
    if (old === undefined || fresh === undefined) return [];
    const id = slot(caseId, trial);
    const released =
      old === 'missing' || fresh === 'missing'
        ? this.queue.skip(id)
        : this.queue.settle(id, { old, fresh });
    return released.map(({ id: turn, position, result }) => ({
      ...result,
      caseId: placeOf(turn).caseId,
      position,
    }));
  }

  /** Ends behind this pair: later ones do not count, though they are in. */
  cutBehind({ position }: ScreenedPair): void {
    this.cutAt = position + 1;
  }

  /** The cases that moved, case by case as screened, whatever metric flipped. */
  flips(metrics: readonly string[]): readonly Flip[] {
    return this.cases.flatMap((caseId) => flipsOf(caseId, this.differences(caseId, metrics)));
  }

  /** The sum of the differences of a case's pairs by metric; 0 where there is none. */
  private differences(id: string, metrics: readonly string[]): ReadonlyMap<string, number> {
    const sums = new Map<string, number>();
    for (let trial = 0; trial < this.rounds; trial++) {
      const old = this.samples.at(sampleRef(id, 'old', trial));
      const fresh = this.samples.at(sampleRef(id, 'new', trial));
      if (old === undefined || fresh === undefined) continue;
      if (old === 'missing' || fresh === 'missing') continue;
      for (const metric of metrics) {
        const difference = differenceOf(metric, old, fresh) ?? 0;
        if (difference !== 0) sums.set(metric, (sums.get(metric) ?? 0) + difference);
      }
    }
    return sums;
  }
}

function slot(caseId: string, trial: number): string {
  return `${trial}#${caseId}`;
}

function placeOf(id: string): { readonly caseId: string; readonly trial: number } {
  const at = id.indexOf('#');
  return { caseId: id.slice(at + 1), trial: Number(id.slice(0, at)) };
}
