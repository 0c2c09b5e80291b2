import type { CaseHistory } from './caseHistory.ts';
import type { Direction } from './eProcess.ts';

/** Rounds of fresh pairs after which confirmation gives up on the cases still open. */
export const defaultConfirmRounds = 8;

/** A case that moved on one metric during the screen. */
export interface Flip {
  readonly caseId: string;
  readonly metric: string;
  readonly direction: Direction;
}

/** What fresh pairs said about a flip so far. */
export interface FlipRecord extends Flip {
  /** Fresh pairs that moved as in the screen. */
  readonly hits: number;
  /** Fresh pairs that did not, opposite ones included. */
  readonly misses: number;
  /** Fresh pairs that moved the opposite way. */
  readonly reversed: number;
  /** What earlier versions showed, where that makes the flip too weak a hint to spend calls on. */
  readonly shaky?: CaseHistory;
}

/** New score minus old score of a fresh pair per metric; absent where a metric has no score. */
export type FreshPair = ReadonlyMap<string, number>;

/** A fresh difference to be added to a metric's evidence, in the order given. */
export interface Confirmed extends Flip {
  readonly difference: number;
}

/** Bounds and savings of the confirmation. */
export interface ConfirmOptions {
  readonly maxRounds?: number;
  /** Rounds that every case stays for; pairs beyond its own rule are drawn, yet are no evidence. Default 1. */
  readonly leastRounds?: number;
  /** Spend calls only on cases that got worse; an improvement is then confirmed for free or by the final test. Default false. */
  readonly worseOnly?: boolean;
  /** The history of a flip that is too shaky for calls, see `isShaky`; default: none is. */
  readonly shaky?: (caseId: string, metric: string) => CaseHistory | undefined;
}

/** The metrics on which a case moved, from its differences (new score minus old) in the screen by metric. */
export function flipsOf(caseId: string, differences: ReadonlyMap<string, number>): Flip[] {
  const flips: Flip[] = [];
  for (const [metric, d] of differences) {
    if (d !== 0) flips.push({ caseId, metric, direction: d < 0 ? 'worse' : 'better' });
  }
  return flips;
}

/**
 * Re-runs the cases that moved, each with fresh pairs of a new and an old sample, until fresh pairs
 * speak against the flip more often than for it.
 *
 * Selection costs no validity because only samples drawn afterwards count. Cases keep the order of
 * the flips, which must be the screen's queue order, and are counted one by one in that order
 * (sequential testing as in Wald, Sequential tests of statistical
 * hypotheses, 1945).
 */
export class Confirmation {
  private readonly records: FlipRecord[];
  private readonly maxRounds: number;
  private readonly leastRounds: number;
  private readonly worseOnly: boolean;
  /** Places in `records` by case, in queue order. */
  private readonly places = new Map<string, number[]>();
  private cases: readonly string[] = [];
  private counted = 0;
  private current = 1;

  constructor(flips: readonly Flip[], options: ConfirmOptions = {}) {
    this.maxRounds = options.maxRounds ?? defaultConfirmRounds;
    this.leastRounds = options.leastRounds ?? 1;
    this.worseOnly = options.worseOnly ?? false;
    this.records = flips.map((flip) => {
      const shaky = options.shaky?.(flip.caseId, flip.metric);
      return { ...flip, hits: 0, misses: 0, reversed: 0, ...(shaky && { shaky }) };
    });
    this.records.forEach(({ caseId }, place) => {
      const places = this.places.get(caseId);
      if (places === undefined) this.places.set(caseId, [place]);
      else places.push(place);
    });
    if (this.maxRounds >= 1) this.cases = [...this.places.keys()];
  }

  /** What every flip came to so far, in queue order. */
  get flips(): readonly FlipRecord[] {
    return [...this.records];
  }

  /** 1-based; the last one when done. */
  get round(): number {
    return this.current;
  }

  /** The case whose fresh pair of this round is counted next. */
  get next(): string | undefined {
    return this.cases[this.counted];
  }

  /** Cases whose fresh pair of this round is still to be counted, in queue order. */
  get turn(): readonly string[] {
    return this.cases.slice(this.counted);
  }

  /** Whether no case needs a further pair. */
  get isDone(): boolean {
    return this.counted >= this.cases.length;
  }

  /** Whether a fresh pair of the case is worth calls, rather than only what is stored. */
  isWorthCalls(caseId: string): boolean {
    return this.recordsOf(caseId).some(
      (flip) =>
        (isLive(flip) || this.current <= this.leastRounds) &&
        flip.shaky === undefined &&
        (flip.direction === 'worse' || !this.worseOnly),
    );
  }

  /** Counts the fresh pair of the case whose turn it is, or that it stayed missing; returns what it adds to the evidence. */
  count(result: FreshPair | 'missing'): readonly Confirmed[] {
    const { next } = this;
    if (next === undefined) return [];
    const confirmed: Confirmed[] = [];
    if (result !== 'missing') {
      for (const place of this.places.get(next) ?? []) {
        const flip = this.records[place];
        const difference = flip && isLive(flip) ? result.get(flip.metric) : undefined;
        if (flip === undefined || difference === undefined) continue;
        const { caseId, metric, direction } = flip;
        confirmed.push({ caseId, metric, direction, difference });
        this.records[place] = countedIn(flip, difference);
      }
    }
    this.counted++;
    if (this.isDone) this.nextRound();
    return confirmed;
  }

  private nextRound(): void {
    if (this.current >= this.maxRounds) return;
    const isKept = this.current < this.leastRounds;
    const cases = [...this.places.keys()].filter((id) => isKept || this.recordsOf(id).some(isLive));
    if (cases.length === 0) return;
    this.cases = cases;
    this.counted = 0;
    this.current++;
  }

  private recordsOf(caseId: string): readonly FlipRecord[] {
    return (this.places.get(caseId) ?? []).flatMap((place) => this.records[place] ?? []);
  }
}

function countedIn(flip: FlipRecord, difference: number): FlipRecord {
  const towards = flip.direction === 'worse' ? -difference : difference;
  if (towards > 0) return { ...flip, hits: flip.hits + 1 };
  return {
    ...flip,
    misses: flip.misses + 1,
    reversed: flip.reversed + (towards < 0 ? 1 : 0),
  };
}

function isLive(flip: FlipRecord): boolean {
  return flip.misses <= flip.hits;
}
