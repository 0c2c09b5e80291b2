import { candidateSets, type HunkSet, hypothesesOf, isSubset } from './hunkSets.ts';

/** A case that got worse, with its chances of passing (0..1) under the old and the new text. */
export interface SearchCase {
  readonly id: string;
  readonly passesOld: number;
  readonly passesNew: number;
}

/** One experiment: the new text with some changes taken back, on one case. */
export interface HunkProbe {
  /** Indices of the hunks that are taken back, ascending. */
  readonly reverted: readonly number[];
  readonly caseId: string;
  /** 0-based; counts the probes of this case with this text. */
  readonly trial: number;
}

export interface HunkSearchOptions {
  /** Experiments at most. */
  readonly maxCalls: number;
  /** How sure it must be before a change is named, 0.5..1. Default 0.99. */
  readonly certainty?: number;
}

/**
 * What the experiments showed. `found`: taking back these changes repairs the cases, and no smaller
 * set does; `all`: only taking back everything does; `open`: the experiments did not suffice.
 */
export type HunkFinding =
  | {
      readonly kind: 'found';
      readonly hunks: readonly number[];
      /** Probes with exactly these changes taken back that passed, and all of them. */
      readonly repaired: number;
      readonly tried: number;
    }
  | { readonly kind: 'all' }
  | { readonly kind: 'open' };

/**
 * Finds the change that broke cases, by experiment: takes back half of the suspected changes, looks
 * whether a case passes again, and goes on where most can be learnt. A pure state machine.
 *
 * Group testing with a Bayesian update after every probe, since one run of a model is no proof: each
 * set of one or two changes, and all together, is a hypothesis with a chance. The question asked next
 * is the one whose answer tells most about them. A set is named only after it was tried by itself.
 * Sources: Andreas Zeller, Ralf Hildebrandt, Simplifying and isolating failure-inducing input, 2002;
 * D. V. Lindley, On a measure of the information provided by an experiment, 1956; Abraham Wald,
 * Sequential tests of statistical hypotheses, 1945, for the bound on wrong names.
 */
export class HunkSearch {
  private readonly hunks: number;
  private readonly cases: readonly SearchCase[];
  private readonly certainty: number;
  private readonly maxCalls: number;
  private readonly hypotheses: readonly HunkSet[];
  private readonly sets: readonly HunkSet[];
  private chances: readonly number[];
  private readonly impossible = new Set<HunkSet>();
  /** Probes that were handed out, by text and case. */
  private readonly trials = new Map<string, number>();
  private readonly uses = new Map<string, number>();
  private readonly exact = new Map<HunkSet, { passed: number; tried: number }>();
  private calls = 0;

  constructor(hunks: number, cases: readonly SearchCase[], options: HunkSearchOptions) {
    this.hunks = hunks;
    this.cases = cases.filter(({ passesOld, passesNew }) => passesOld > passesNew);
    this.certainty = options.certainty ?? 0.99;
    this.maxCalls = options.maxCalls;
    const { sets, chances } = hypothesesOf(hunks);
    this.hypotheses = sets;
    this.chances = chances;
    this.sets = candidateSets(hunks);
  }

  /** Experiments so far. */
  get used(): number {
    return this.calls;
  }

  /** The next experiment; undefined when it is over. */
  next(): HunkProbe | undefined {
    if (this.hunks < 2 || this.calls >= this.maxCalls || this.finding.kind !== 'open') {
      return undefined;
    }
    const item = this.leastUsed();
    if (item === undefined) return undefined;
    const set = this.suspect() ?? this.mostTelling(item);
    if (set === undefined) return undefined;
    const key = `${set} ${item.id}`;
    const trial = this.trials.get(key) ?? 0;
    this.trials.set(key, trial + 1);
    this.uses.set(item.id, (this.uses.get(item.id) ?? 0) + 1);
    return { reverted: membersOf(set, this.hunks), caseId: item.id, trial };
  }

  /** Takes a result in. `missing`: the call failed; `impossible`: such a text cannot be run. */
  take(probe: HunkProbe, result: boolean | 'missing' | 'impossible'): void {
    const set = probe.reverted.reduce((bits, hunk) => bits | (1 << hunk), 0);
    if (result === 'impossible') {
      this.impossible.add(set);
      return;
    }
    this.calls++;
    const item = this.cases.find(({ id }) => id === probe.caseId);
    if (result === 'missing' || item === undefined) return;
    const exact = this.exact.get(set) ?? { passed: 0, tried: 0 };
    this.exact.set(set, { passed: exact.passed + Number(result), tried: exact.tried + 1 });
    const weights = this.chances.map((chance, i) => {
      const passes = this.passChance(this.hypotheses[i] ?? 0, set, item);
      return chance * (result ? passes : 1 - passes);
    });
    const sum = weights.reduce((a, b) => a + b, 0);
    this.chances = weights.map((weight) => weight / sum);
  }

  /** What is known now. */
  get finding(): HunkFinding {
    if (this.hunks === 1) return { kind: 'found', hunks: [0], repaired: 0, tried: 0 };
    const best = this.best();
    if (best === undefined || best.chance < this.certainty) return { kind: 'open' };
    if (best.set === (1 << this.hunks) - 1) return { kind: 'all' };
    const { passed, tried } = this.exact.get(best.set) ?? { passed: 0, tried: 0 };
    const isTried = tried >= Math.min(leastTried, this.cases.length) && passed > 0;
    if (!isTried && !this.impossible.has(best.set)) return { kind: 'open' };
    return {
      kind: 'found',
      hunks: membersOf(best.set, this.hunks),
      repaired: passed,
      tried,
    };
  }

  /** The set that is sure enough to be named and has not repaired anything by itself yet. */
  private suspect(): HunkSet | undefined {
    const best = this.best();
    if (best === undefined || best.chance < this.certainty) return undefined;
    return this.impossible.has(best.set) ? undefined : best.set;
  }

  private best(): { readonly set: HunkSet; readonly chance: number } | undefined {
    let place = 0;
    for (let i = 1; i < this.chances.length; i++) {
      if ((this.chances[i] ?? 0) > (this.chances[place] ?? 0)) place = i;
    }
    const set = this.hypotheses[place];
    return set === undefined ? undefined : { set, chance: this.chances[place] ?? 0 };
  }

  /** Every case speaks in turn, those first whose result says most. */
  private leastUsed(): SearchCase | undefined {
    const weight = ({ id, passesOld, passesNew }: SearchCase): number =>
      (this.uses.get(id) ?? 0) - (passesOld - passesNew);
    return [...this.cases].sort((a, b) => weight(a) - weight(b))[0];
  }

  /** The set whose reversal tells most: mutual information between hypothesis and result. */
  private mostTelling(item: SearchCase): HunkSet | undefined {
    let best: HunkSet | undefined;
    let most = 1e-9;
    for (const set of this.sets) {
      if (this.impossible.has(set)) continue;
      let passes = 0;
      let known = 0;
      this.chances.forEach((chance, i) => {
        const p = this.passChance(this.hypotheses[i] ?? 0, set, item);
        passes += chance * p;
        known += chance * uncertainty(p);
      });
      const told = uncertainty(passes) - known;
      if (told > most) [best, most] = [set, told];
    }
    return best;
  }

  private passChance(guilty: HunkSet, reverted: HunkSet, item: SearchCase): number {
    return isSubset(guilty, reverted) ? item.passesOld : item.passesNew;
  }
}

/** A set is run by itself on this many cases before it is named, where there are so many. */
const leastTried = 2;

/** Of a result that is true with this chance, in natural units. */
function uncertainty(p: number): number {
  return p <= 0 || p >= 1 ? 0 : -p * Math.log(p) - (1 - p) * Math.log(1 - p);
}

function membersOf(set: HunkSet, hunks: number): readonly number[] {
  return Array.from({ length: hunks }, (_, hunk) => hunk).filter((hunk) => set & (1 << hunk));
}
