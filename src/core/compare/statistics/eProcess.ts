/** The two directions a metric can move in. */
export type Direction = 'worse' | 'better';

/** Stakes of the suite's bets: a bet of g wins or loses at most the share g of the capital. */
export const suiteStakes: readonly number[] = [
  0.05, 0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95,
];

/** Stakes of the bets on re-run cases, where a repeated failure is expected. */
const confirmStakes: readonly number[] = [0.5, 0.9];

/** Logarithms of the running products of one direction. */
interface Capital {
  readonly suite: readonly number[];
  readonly confirm: readonly number[];
  /** The largest combined value so far, at least 1. */
  readonly highest: number;
}

/**
 * Evidence of one metric that may be read after every pair without losing its error rate. A value:
 * adding a pair gives a new one.
 */
export interface Evidence {
  /** Pairs taken in so far, ties and confirmations included. */
  readonly pairs: number;
  readonly worse: Capital;
  readonly better: Capital;
  /** Sizes of the differences seen, ascending, and how often each; null when not scaled. */
  readonly sizes: readonly { readonly size: number; readonly count: number }[] | null;
}

/** How differences are read. */
export interface EvidenceOptions {
  /**
   * Whether each difference is divided by the median size of those seen so far, which finds small
   * changes of graded scores sooner. It changes nothing for single scores of 0 and 1. Default true.
   */
  readonly scaled?: boolean;
}

/** Evidence before the first pair: every value is 1. */
export function startEvidence(options: EvidenceOptions = {}): Evidence {
  const capital: Capital = {
    suite: suiteStakes.map(() => 0),
    confirm: confirmStakes.map(() => 0),
    highest: 1,
  };
  return {
    pairs: 0,
    worse: capital,
    better: capital,
    sizes: (options.scaled ?? true) ? [] : null,
  };
}

/**
 * Takes in the next pair of the screen: `difference` is the new score minus the old one, -1..1.
 *
 * Pairs must come in the order fixed before the round, whatever order the calls return in, and no
 * old sample may be paired twice. Each direction bets on its side with ten stakes; if no case moved
 * that way the expected capital never grows, so it reaches c with a chance of at most 1/c.
 * Source: Jean Ville, Etude critique de la notion de collectif, 1939; Waudby-Smith, Ramdas,
 * Estimating means of bounded random variables by betting, 2024.
 *
 * @throws {RangeError} when the difference is not a number in -1..1; leave missing pairs out
 */
export function addPair(evidence: Evidence, difference: number): Evidence {
  const { step, sizes } = scaledStep(evidence, difference);
  if (step === 0) return { ...evidence, pairs: evidence.pairs + 1 };
  return {
    pairs: evidence.pairs + 1,
    worse: grown(evidence.worse, -step, 'suite'),
    better: grown(evidence.better, step, 'suite'),
    sizes,
  };
}

/**
 * Takes in one fresh pair of a case that moved in `direction` during the screen. Only samples drawn
 * after the screen may come here; the flip that chose the case may not.
 *
 * @throws {RangeError} when the difference is not a number in -1..1
 */
export function addConfirmation(
  evidence: Evidence,
  direction: Direction,
  difference: number,
): Evidence {
  const { step, sizes } = scaledStep(evidence, difference);
  if (step === 0) return { ...evidence, pairs: evidence.pairs + 1 };
  const towards = direction === 'worse' ? -step : step;
  return {
    ...evidence,
    pairs: evidence.pairs + 1,
    sizes,
    [direction]: grown(evidence[direction], towards, 'confirm'),
  };
}

/** The capital won by the screen alone, averaged over the stakes; 1 before the first pair. */
export function suiteEvidence(evidence: Evidence, direction: Direction): number {
  return meanOfExp(evidence[direction].suite);
}

/** The capital won by confirmations alone; 1 before the first. */
export function confirmEvidence(evidence: Evidence, direction: Direction): number {
  return meanOfExp(evidence[direction].confirm);
}

/** Screen and confirmation together: half of the screen's capital is kept back, then staked on. */
export function combinedEvidence(evidence: Evidence, direction: Direction): number {
  return combined(evidence[direction]);
}

/**
 * The live chance of a direction: two over the highest evidence so far, at most 1. Valid at every
 * moment, even when the moment is chosen by looking (Ville 1939; the two is for two directions).
 */
export function liveChance(evidence: Evidence, direction: Direction): number {
  return Math.min(1, 2 / evidence[direction].highest);
}

/**
 * The difference in units of the median size seen so far, itself included, cut to -1..1. Under
 * "nothing changed" its sign is a fair coin whatever its size, which keeps the bets fair.
 */
function scaledStep(
  evidence: Evidence,
  difference: number,
): { step: number; sizes: Evidence['sizes'] } {
  if (!(difference >= -1 && difference <= 1)) {
    throw new RangeError(`A difference of scores lies in -1..1, not ${difference}.`);
  }
  if (difference === 0 || evidence.sizes === null) {
    return { step: difference, sizes: evidence.sizes };
  }
  const sizes = withSize(evidence.sizes, Math.abs(difference));
  const step = Math.sign(difference) * Math.min(1, Math.abs(difference) / median(sizes));
  return { step, sizes };
}

function withSize(sizes: NonNullable<Evidence['sizes']>, size: number) {
  const at = sizes.findIndex((entry) => entry.size >= size);
  if (at < 0) return [...sizes, { size, count: 1 }];
  const found = sizes[at];
  return found?.size === size
    ? sizes.with(at, { size, count: found.count + 1 })
    : sizes.toSpliced(at, 0, { size, count: 1 });
}

function median(sizes: NonNullable<Evidence['sizes']>): number {
  const total = sizes.reduce((sum, entry) => sum + entry.count, 0);
  const at = (rank: number): number => {
    let seen = 0;
    for (const entry of sizes) {
      seen += entry.count;
      if (seen > rank) return entry.size;
    }
    return 0;
  };
  return (at(Math.floor((total - 1) / 2)) + at(Math.floor(total / 2))) / 2;
}

function grown(capital: Capital, step: number, stage: 'suite' | 'confirm'): Capital {
  const stakes = stage === 'suite' ? suiteStakes : confirmStakes;
  const products = capital[stage].map((log, i) => log + Math.log1p((stakes[i] ?? 0) * step));
  const next = { ...capital, [stage]: products };
  return { ...next, highest: Math.max(capital.highest, combined(next)) };
}

function combined(capital: Omit<Capital, 'highest'>): number {
  return (0.5 + 0.5 * meanOfExp(capital.suite)) * meanOfExp(capital.confirm);
}

function meanOfExp(logs: readonly number[]): number {
  let sum = 0;
  for (const log of logs) sum += Math.exp(log);
  return sum / logs.length;
}
