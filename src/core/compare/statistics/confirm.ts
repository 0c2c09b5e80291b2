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
}

/** New score minus old score of a fresh pair per metric; absent where a metric has no score. */
export type FreshPair = ReadonlyMap<string, number>;

/** Confirmation of flips on fresh samples, as a value; see {@link startConfirmation}. */
export interface Confirmation {
  readonly flips: readonly FlipRecord[];
  readonly maxRounds: number;
  /** Rounds that every case stays for, whatever its pairs say. */
  readonly leastRounds: number;
  /** 1-based; the last one when done. */
  readonly round: number;
  /** Cases of this round whose result has not been taken in, in queue order. */
  readonly turn: readonly string[];
  /** Results of this round that wait for an earlier case. */
  readonly held: ReadonlyMap<string, FreshPair | 'missing'>;
}

/** A fresh difference to be added to a metric's evidence, in the order given. */
export interface Confirmed extends Flip {
  readonly difference: number;
}

/** Bounds and savings of the confirmation. */
export interface ConfirmOptions {
  readonly maxRounds?: number;
  /** Rounds that every case stays for; pairs beyond its own rule are drawn, yet are no evidence. Default 1. */
  readonly leastRounds?: number;
  /** Confirm only cases that got worse; an improvement then needs the final test. Default false. */
  readonly worseOnly?: boolean;
  /** Cases whose flips are not worth a call, e.g. those earlier versions failed often. */
  readonly skip?: (caseId: string) => boolean;
}

/** The flips of one metric in queue order, from the screen's differences per case. */
export function flipsOf(metric: string, differences: Iterable<readonly [string, number]>): Flip[] {
  const flips: Flip[] = [];
  for (const [caseId, d] of differences) {
    if (d !== 0) flips.push({ caseId, metric, direction: d < 0 ? 'worse' : 'better' });
  }
  return flips;
}

/**
 * Starts re-running the cases that moved, each with fresh pairs of a new and an old sample, until
 * fresh pairs speak against the flip more often than for it.
 *
 * Selection costs no validity because only samples drawn afterwards count. Cases keep the order of
 * `flips`, which must be the screen's queue order (section on confirmation; sequential testing as
 * in Wald, Sequential tests of statistical hypotheses, 1945).
 */
export function startConfirmation(
  flips: readonly Flip[],
  options: ConfirmOptions = {},
): Confirmation {
  const chosen = flips
    .filter((flip) => !(options.worseOnly && flip.direction === 'better'))
    .filter((flip) => !options.skip?.(flip.caseId))
    .map((flip) => ({ ...flip, hits: 0, misses: 0, reversed: 0 }));
  const maxRounds = options.maxRounds ?? defaultConfirmRounds;
  return {
    flips: chosen,
    maxRounds,
    leastRounds: options.leastRounds ?? 1,
    round: 1,
    turn: maxRounds >= 1 ? liveCases(chosen, true) : [],
    held: new Map(),
  };
}

/** Cases that need a fresh pair now; empty when confirmation is done or waits for results. */
export function casesToConfirm(confirmation: Confirmation): readonly string[] {
  return confirmation.turn.filter((id) => !confirmation.held.has(id));
}

/** Whether no case needs a further pair. */
export function isConfirmed(confirmation: Confirmation): boolean {
  return confirmation.turn.length === 0;
}

/**
 * Takes in a case's fresh pair, or that it stayed missing, and returns what may now be added to
 * the evidence: results wait for the cases before them, as in the screen. Results of cases that
 * are not due are ignored.
 */
export function confirmCase(
  confirmation: Confirmation,
  caseId: string,
  result: FreshPair | 'missing',
): { readonly confirmation: Confirmation; readonly confirmed: readonly Confirmed[] } {
  if (!confirmation.turn.includes(caseId) || confirmation.held.has(caseId)) {
    return { confirmation, confirmed: [] };
  }
  const held = new Map(confirmation.held).set(caseId, result);
  const confirmed: Confirmed[] = [];
  let { flips, turn, round } = confirmation;
  for (;;) {
    const next = turn[0];
    const ready = next === undefined ? undefined : held.get(next);
    if (next === undefined || ready === undefined) break;
    held.delete(next);
    turn = turn.slice(1);
    if (ready !== 'missing') {
      flips = flips.map((flip) => {
        const difference =
          flip.caseId === next && isLive(flip) ? ready.get(flip.metric) : undefined;
        if (difference === undefined) return flip;
        const { caseId, metric, direction } = flip;
        confirmed.push({ caseId, metric, direction, difference });
        return counted(flip, difference);
      });
    }
  }
  if (turn.length === 0 && round < confirmation.maxRounds) {
    turn = liveCases(flips, round < confirmation.leastRounds);
    if (turn.length > 0) round++;
  }
  return { confirmation: { ...confirmation, flips, turn, round, held }, confirmed };
}

function counted(flip: FlipRecord, difference: number): FlipRecord {
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

function liveCases(flips: readonly FlipRecord[], all: boolean): string[] {
  return [...new Set(flips.filter((flip) => all || isLive(flip)).map((flip) => flip.caseId))];
}
