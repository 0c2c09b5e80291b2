import {
  type Confirmation,
  confirmCase,
  type FlipRecord,
  type FreshPair,
  flipsOf,
  isConfirmed,
  startConfirmation,
} from '../statistics/confirm.ts';
import {
  addConfirmation,
  addPair,
  type Direction,
  type Evidence,
  startEvidence,
} from '../statistics/eProcess.ts';
import { EvidenceQueue } from '../statistics/evidenceQueue.ts';
import { isClaimed, liveChances } from '../statistics/liveVerdict.ts';
import { resolveRounds } from '../statistics/planning.ts';
import type { LiveChances } from '../statistics/verdict.ts';
import { type LiveOptions, liveDefaults } from './liveOptions.ts';
import { type SampleScores, SampleTable, type SampleVersion } from './sampleTable.ts';

/** A case of a live comparison. */
export interface LiveCase {
  readonly id: string;
  /**
   * The first old trial that may count as evidence, 0-based; default 0. Earlier ones are too old, of
   * another build of the model, or the reason why this baseline was picked: they choose what is
   * re-run, and nothing else.
   */
  readonly oldFrom?: number;
}

/** A sample to draw: one trial of one case under one version. */
export interface SampleRef {
  readonly caseId: string;
  readonly version: SampleVersion;
  /** 0-based. */
  readonly trial: number;
  /** Wanted only where it is stored already: not worth a call. */
  readonly isOptional?: boolean;
}

/**
 * `screen`: every case once, against stored old samples; `confirm`: fresh pairs for cases that moved;
 * `resolve`: every case to the full number of samples; `done`: nothing more to ask.
 */
export type LivePhase = 'screen' | 'confirm' | 'resolve' | 'done';

/** Fresh pairs of a case whose old samples are in doubt, so that both versions' figures of today are known. */
const controlRounds = 3;

/**
 * One comparison of a new prompt version with an old one while its samples come in: says what to
 * draw next, takes results in whatever order they arrive, and knows at every moment what may be
 * said. Screen, confirmation on fresh pairs, and Resolve on request (sections on live evidence and
 * adaptive sampling).
 *
 * Depends on nothing but the scores: the same scores give the same verdicts in any order of arrival.
 * Pair number t of a case is its new trial t with its old trial t, so that no sample is used twice
 * and the trials that chose a case for confirmation are never among those that confirm it.
 */
export class LiveComparison {
  readonly options: Required<LiveOptions>;
  readonly metrics: readonly string[];
  readonly cases: readonly LiveCase[];
  readonly samples: SampleTable;
  /** First old trial that counts, by case. */
  private readonly trustedFrom: Map<string, number>;
  private readonly queue: EvidenceQueue<readonly [old: SampleScores, fresh: SampleScores]>;
  private evidence: Evidence[];
  private confirmation: Confirmation | undefined;
  /** Cases that are confirmed from stored samples alone and have none left. */
  private readonly exhausted = new Set<string>();
  private current: LivePhase = 'screen';
  private resolved = false;
  private screened = 0;
  private cut = false;
  /** Samples that Resolve still waits for. */
  private outstanding = 0;

  /**
   * @param metrics ids of all metrics that are judged; each makes a claim about the others harder
   * @param cases in the order fixed before the first call: by a seed or by the history of versions
   *   before the old one, never by the old scores compared here
   */
  constructor(metrics: readonly string[], cases: readonly LiveCase[], options: LiveOptions = {}) {
    this.options = { ...liveDefaults, ...options };
    this.metrics = metrics;
    this.cases = cases;
    this.samples = new SampleTable();
    this.trustedFrom = new Map(cases.map((item) => [item.id, item.oldFrom ?? 0]));
    this.evidence = metrics.map(() => startEvidence());
    const { rounds } = this.options;
    this.queue = new EvidenceQueue(
      Array.from({ length: rounds }, (_, trial) => cases.map(({ id }) => slot(id, trial))).flat(),
    );
    if (cases.length === 0) this.endScreen();
  }

  get phase(): LivePhase {
    return this.current;
  }

  /** Whether every case has its full number of samples, so that the final test may speak. */
  get isResolved(): boolean {
    return this.resolved;
  }

  /** Places of the screen that have been counted, and all of them. */
  get progress(): { readonly done: number; readonly total: number } {
    return { done: this.screened, total: this.cases.length * this.options.rounds };
  }

  /** Whether the screen ended before its last case, because enough was known. */
  get isCut(): boolean {
    return this.cut;
  }

  /** Samples per case after Resolve: three, or as many as the suite asks for. */
  get fullRounds(): number {
    return Math.max(resolveRounds, this.options.rounds);
  }

  /** What every flip came to so far, in the order in which cases are re-run. */
  get flips(): readonly FlipRecord[] {
    return this.confirmation?.flips ?? [];
  }

  /** Samples that are wanted now and not in yet, the most urgent first. */
  due(): readonly SampleRef[] {
    return this.wanted().filter((ref) => this.samples.at(ref) === undefined);
  }

  /** Samples that {@link resolve} would ask for. */
  missing(): readonly SampleRef[] {
    return this.full().filter((ref) => this.samples.at(ref) === undefined);
  }

  /** Takes a sample in, or that its call stayed missing. A sample that is known already is ignored. */
  take(ref: SampleRef, scores: SampleScores | 'missing'): void {
    const isFull = this.current === 'resolve' && this.isOfFullRound(ref);
    if (!this.trustedFrom.has(ref.caseId) || !this.samples.put(ref, scores)) return;
    if (isFull) this.outstanding--;
    if (this.current !== 'screen') this.goOn();
    // Further old samples may be known from the start; they wait for the confirmation.
    else if (ref.trial < this.options.rounds) this.screen(ref);
  }

  /**
   * Old trials of this case below `oldFrom` turned out to be no evidence, e.g. because the model's
   * build differs from the one that answers now. To be said before the case's new sample is taken in.
   */
  distrust(caseId: string, oldFrom: number): void {
    const known = this.trustedFrom.get(caseId);
    if (known !== undefined && known < oldFrom) this.trustedFrom.set(caseId, oldFrom);
  }

  /** Asks for every case's full number of samples. Sound at any time, for it is asked for once. */
  resolve(): void {
    this.current = 'resolve';
    this.outstanding = this.due().length;
    this.endResolve();
  }

  /** Ends without further samples: what is known stands. */
  stop(): void {
    if (this.current === 'screen') this.cut = true;
    this.current = 'done';
  }

  /** Live chances per metric, adjusted over all of them. */
  chances(): LiveChances[] {
    return liveChances(this.evidence, this.options.liveAlpha);
  }

  /** The metrics of which live evidence says that they moved this way. */
  claims(direction: Direction): readonly string[] {
    const chances = this.chances();
    return this.metrics.filter((_, k) => isClaimed(chances[k], direction));
  }

  /** Old trials of a case that enter the final test: `fullRounds` from here on. */
  oldFrom(caseId: string): number {
    const from = this.trustedFrom.get(caseId) ?? 0;
    return from === 0 ? 0 : Math.max(from, this.options.rounds);
  }

  private wanted(): readonly SampleRef[] {
    switch (this.current) {
      case 'screen':
        return this.queue.open.flatMap((id) => {
          const { caseId, trial } = placeOf(id);
          return [ref(caseId, 'old', trial), ref(caseId, 'new', trial)];
        });
      case 'confirm': {
        const { confirmation } = this;
        if (confirmation === undefined) return [];
        return confirmation.turn.flatMap((id) => {
          const pair = this.freshPair(id, confirmation.round);
          return this.isWorthCalls(id) ? pair : pair.map((ref) => ({ ...ref, isOptional: true }));
        });
      }
      case 'resolve':
        return this.full();
      case 'done':
        return [];
    }
  }

  /** Every case's full number of samples. */
  private full(): readonly SampleRef[] {
    const { rounds } = this.options;
    return Array.from({ length: this.fullRounds }, (_, trial) =>
      this.cases.flatMap(({ id }) => {
        const old = this.oldFrom(id) + trial;
        // The screen's trials come first: a case that is still to be screened is then whole.
        return trial < rounds
          ? [ref(id, 'new', trial), ref(id, 'old', old)]
          : [ref(id, 'old', old), ref(id, 'new', trial)];
      }),
    ).flat();
  }

  /** By default a gain is confirmed from stored samples alone. */
  private isWorthCalls(id: string): boolean {
    return (
      !this.options.worseOnly ||
      this.flips.some(({ caseId, direction }) => caseId === id && direction === 'worse')
    );
  }

  private freshPair(id: string, round: number): readonly [SampleRef, SampleRef] {
    const { rounds } = this.options;
    const old = (this.oldFrom(id) || rounds) + round - 1;
    return [ref(id, 'old', old), ref(id, 'new', rounds + round - 1)];
  }

  private screen({ caseId, trial }: SampleRef): void {
    const old = this.samples.at(ref(caseId, 'old', trial));
    const fresh = this.samples.at(ref(caseId, 'new', trial));
    if (old === undefined || fresh === undefined) return;
    const id = slot(caseId, trial);
    const isMissing = old === 'missing' || fresh === 'missing';
    const open = this.queue.open.length;
    const released = isMissing ? this.queue.skip(id) : this.queue.settle(id, [old, fresh]);
    for (const { id: turn, result } of released) {
      this.addScreened(placeOf(turn).caseId, result);
      if (this.options.stopsEarly && this.claims('worse').length > 0) {
        this.screened = this.positionOf(turn) + 1;
        this.cut = this.screened < this.progress.total;
        this.current = 'done';
        return;
      }
    }
    this.screened += open - this.queue.open.length;
    if (this.queue.isDone) this.endScreen();
  }

  private positionOf(turn: string): number {
    const { caseId, trial } = placeOf(turn);
    return trial * this.cases.length + this.cases.findIndex((item) => item.id === caseId);
  }

  private addScreened(id: string, [old, fresh]: readonly [SampleScores, SampleScores]): void {
    if (this.oldFrom(id) > 0) return;
    this.evidence = this.evidence.map((evidence, k) => {
      const difference = differenceOf(this.metrics[k] ?? '', old, fresh);
      return difference === undefined ? evidence : addPair(evidence, difference);
    });
  }

  private endScreen(): void {
    const { rounds, confirmRounds, skip } = this.options;
    // A suite that asks for the full number of samples is judged by the final test at once.
    if (rounds >= this.fullRounds && this.cases.every(({ id }) => this.oldFrom(id) === 0)) {
      this.resolved = true;
      this.current = 'done';
      return;
    }
    const flips = this.metrics.flatMap((metric) =>
      flipsOf(
        metric,
        this.cases.map(({ id }) => [id, this.screenDifference(id, metric)] as const),
      ),
    );
    this.confirmation = startConfirmation(this.byOrder(flips), {
      maxRounds: confirmRounds,
      skip,
      leastRounds: this.cases.some(({ id }) => this.oldFrom(id) > 0) ? controlRounds : 1,
    });
    this.current = 'confirm';
    this.goOn();
  }

  /** Case by case as in the screen, whatever metric flipped. */
  private byOrder<T extends { readonly caseId: string }>(flips: readonly T[]): readonly T[] {
    const positions = new Map(this.cases.map(({ id }, position) => [id, position]));
    const place = (flip: T): number => positions.get(flip.caseId) ?? 0;
    return [...flips].sort((a, b) => place(a) - place(b));
  }

  /** The mean difference of a case's screen pairs on a metric; 0 where there is none. */
  private screenDifference(id: string, metric: string): number {
    const { rounds } = this.options;
    let sum = 0;
    for (let trial = 0; trial < rounds; trial++) {
      const old = this.samples.at(ref(id, 'old', trial));
      const fresh = this.samples.at(ref(id, 'new', trial));
      if (old === undefined || fresh === undefined) continue;
      if (old === 'missing' || fresh === 'missing') continue;
      sum += differenceOf(metric, old, fresh) ?? 0;
    }
    return sum / rounds;
  }

  private goOn(): void {
    if (this.current === 'confirm') this.confirmKnown();
    else if (this.current === 'resolve') this.endResolve();
  }

  /** Counts every pair of the confirmation that is in, round after round. */
  private confirmKnown(): void {
    for (;;) {
      const { confirmation } = this;
      if (confirmation === undefined) return;
      if (isConfirmed(confirmation)) {
        this.current = 'done';
        return;
      }
      // One at a time and in their turn: where it stops must not depend on the order of arrival.
      const [next] = confirmation.turn;
      if (next === undefined) return;
      const result = this.exhausted.has(next)
        ? 'missing'
        : this.pairResult(this.freshPair(next, confirmation.round));
      if (result === undefined) return;
      if (result === 'missing' && !this.isWorthCalls(next)) this.exhausted.add(next);
      if (this.confirmPair(next, result)) return;
    }
  }

  /** Counts one result; true when enough is known to stop. */
  private confirmPair(id: string, result: FreshPair | 'missing'): boolean {
    if (this.confirmation === undefined) return true;
    const step = confirmCase(this.confirmation, id, result);
    this.confirmation = step.confirmation;
    for (const { metric, direction, difference } of step.confirmed) {
      const k = this.metrics.indexOf(metric);
      const evidence = this.evidence[k];
      if (evidence === undefined) continue;
      this.evidence[k] = addConfirmation(evidence, direction, difference);
      if (this.options.stopsEarly && this.claims('worse').length > 0) {
        this.current = 'done';
        return true;
      }
    }
    return false;
  }

  private pairResult([old, fresh]: readonly [SampleRef, SampleRef]):
    | FreshPair
    | 'missing'
    | undefined {
    const before = this.samples.at(old);
    const after = this.samples.at(fresh);
    if (before === 'missing' || after === 'missing') return 'missing';
    if (before === undefined || after === undefined) return undefined;
    const pair = new Map<string, number>();
    for (const metric of this.metrics) {
      const difference = differenceOf(metric, before, after);
      if (difference !== undefined) pair.set(metric, difference);
    }
    return pair;
  }

  private isOfFullRound({ caseId, version, trial }: SampleRef): boolean {
    const from = version === 'old' ? this.oldFrom(caseId) : 0;
    return trial >= from && trial < from + this.fullRounds;
  }

  private endResolve(): void {
    if (this.outstanding > 0) return;
    this.resolved = true;
    this.current = 'done';
  }
}

function ref(caseId: string, version: SampleVersion, trial: number): SampleRef {
  return { caseId, version, trial };
}

function slot(caseId: string, trial: number): string {
  return `${trial}#${caseId}`;
}

function placeOf(id: string): { readonly caseId: string; readonly trial: number } {
  const at = id.indexOf('#');
  return { caseId: id.slice(at + 1), trial: Number(id.slice(0, at)) };
}

function differenceOf(metric: string, old: SampleScores, fresh: SampleScores): number | undefined {
  const before = old.get(metric);
  const after = fresh.get(metric);
  return before === undefined || after === undefined ? undefined : after - before;
}
