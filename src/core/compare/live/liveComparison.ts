import { Confirmation, type Confirmed, type FlipRecord } from '../statistics/confirm.ts';
import type { Direction } from '../statistics/eProcess.ts';
import { resolveRounds } from '../statistics/planning.ts';
import type { LiveChances } from '../statistics/verdict.ts';
import { FreshPairs } from './freshPairs.ts';
import { LiveEvidence } from './liveEvidence.ts';
import { type LiveOptions, liveDefaults } from './liveOptions.ts';
import { differenceOf, differencesOf } from './sampleDifference.ts';
import { type SampleRef, sampleRef } from './sampleRef.ts';
import { type SampleScores, SampleTable } from './sampleTable.ts';
import { Screen, type ScreenedPair } from './screen.ts';

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
  private readonly screen: Screen;
  private readonly evidence: LiveEvidence;
  /** From the end of the screen on. */
  private freshPairs: FreshPairs | undefined;
  private current: LivePhase = 'screen';
  private resolved = false;
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
    this.evidence = new LiveEvidence(metrics, this.options.liveAlpha);
    const ids = cases.map(({ id }) => id);
    this.screen = new Screen(ids, this.options.rounds, this.samples);
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
    return this.screen.progress;
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
    return this.freshPairs?.flips ?? [];
  }

  /** Samples that are wanted now and not in yet, the most urgent first. */
  due(): readonly SampleRef[] {
    return this.wanted().filter((ref) => this.samples.at(ref) === undefined);
  }

  /** Samples that {@link resolve} would ask for. */
  *missing(): Iterable<SampleRef> {
    for (const ref of this.full()) if (this.samples.at(ref) === undefined) yield ref;
  }

  /**
   * Takes a sample in, or that its call stayed missing; of an optional one, that it is not stored. A sample that is known
   * already is ignored.
   */
  take(ref: SampleRef, scores: SampleScores | 'missing'): void {
    if (ref.isOptional && scores === 'missing') {
      if (this.samples.at(ref) === undefined) this.freshPairs?.exhaust(ref.caseId);
      this.goOn();
      return;
    }
    const isFull = this.current === 'resolve' && this.isOfFullRound(ref);
    if (!this.trustedFrom.has(ref.caseId) || !this.samples.put(ref, scores)) return;
    if (isFull) this.outstanding--;
    if (this.current !== 'screen') this.goOn();
    // Further old samples may be known from the start; they wait for the confirmation.
    else if (ref.trial < this.options.rounds) this.countScreened(ref);
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

  /** Live chances per metric, adjusted over all of them: the lowest so far, so that a claim that was made stands. */
  chances(): readonly LiveChances[] {
    return this.evidence.chances;
  }

  /** New score minus old one of the screen's pairs that were counted, in their order. */
  screened(metric: string): readonly number[] {
    const { done } = this.progress;
    const differences: number[] = [];
    for (let position = 0; position < done; position++) {
      const { id } = this.cases[position % this.cases.length] ?? {};
      if (id === undefined || this.oldFrom(id) > 0) continue;
      const trial = Math.floor(position / this.cases.length);
      const old = this.samples.at(sampleRef(id, 'old', trial));
      const fresh = this.samples.at(sampleRef(id, 'new', trial));
      const pair = differencesOf([metric], old, fresh);
      if (pair === undefined || pair === 'missing') continue;
      differences.push(...pair.values());
    }
    return differences;
  }

  /** The metrics of which live evidence says that they moved this way. */
  claims(direction: Direction): readonly string[] {
    return this.evidence.claims(direction);
  }

  /** Old trials of a case that enter the final test: `fullRounds` from here on. */
  oldFrom(caseId: string): number {
    const from = this.trustedFrom.get(caseId) ?? 0;
    return from === 0 ? 0 : Math.max(from, this.options.rounds);
  }

  private wanted(): readonly SampleRef[] {
    switch (this.current) {
      case 'screen':
        return this.screen.wanted();
      case 'confirm':
        return this.freshPairs?.wanted() ?? [];
      case 'resolve':
        return [...this.full()];
      case 'done':
        return [];
    }
  }

  /** Every case's full number of samples. */
  private *full(): Iterable<SampleRef> {
    for (let trial = 0; trial < this.fullRounds; trial++) {
      for (const { id } of this.cases) {
        const old = sampleRef(id, 'old', this.oldFrom(id) + trial);
        const fresh = sampleRef(id, 'new', trial);
        // The screen's trials come first: a case that is still to be screened is then whole.
        yield* trial < this.options.rounds ? [fresh, old] : [old, fresh];
      }
    }
  }

  private freshPair(id: string, round: number): readonly [SampleRef, SampleRef] {
    const { rounds } = this.options;
    const old = (this.oldFrom(id) || rounds) + round - 1;
    return [sampleRef(id, 'old', old), sampleRef(id, 'new', rounds + round - 1)];
  }

  private countScreened(ref: SampleRef): void {
    for (const pair of this.screen.take(ref)) {
      this.addScreened(pair);
      if (this.options.stopsEarly && this.claims('worse').length > 0) {
        this.screen.cutBehind(pair);
        const { done, total } = this.progress;
        this.cut = done < total;
        this.current = 'done';
        return;
      }
    }
    if (this.screen.isDone) this.endScreen();
  }

  private addScreened({ caseId, old, fresh }: ScreenedPair): void {
    if (this.oldFrom(caseId) > 0) return;
    this.evidence.addScreened((metric) => differenceOf(metric, old, fresh));
  }

  private endScreen(): void {
    const { rounds, confirmRounds, worseOnly, shaky } = this.options;
    // A suite that asks for the full number of samples is judged by the final test at once.
    if (rounds >= this.fullRounds && this.cases.every(({ id }) => this.oldFrom(id) === 0)) {
      this.resolved = true;
      this.current = 'done';
      return;
    }
    const confirmation = new Confirmation(this.screen.flips(this.metrics), {
      maxRounds: confirmRounds,
      worseOnly,
      shaky,
      leastRounds: this.cases.some(({ id }) => this.oldFrom(id) > 0) ? controlRounds : 1,
    });
    this.freshPairs = new FreshPairs({
      confirmation,
      metrics: this.metrics,
      samples: this.samples,
      pairOf: (id, round) => this.freshPair(id, round),
    });
    this.current = 'confirm';
    this.goOn();
  }

  private goOn(): void {
    if (this.current === 'confirm') this.confirmKnown();
    else if (this.current === 'resolve') this.endResolve();
  }

  /** Counts every pair of the confirmation that is in, round after round. */
  private confirmKnown(): void {
    const { freshPairs } = this;
    while (freshPairs !== undefined) {
      if (freshPairs.isDone) {
        this.current = 'done';
        return;
      }
      const confirmed = freshPairs.countNext();
      if (confirmed === undefined || this.addConfirmed(confirmed)) return;
    }
  }

  /** Adds to the evidence; true when enough is known to stop. */
  private addConfirmed(confirmed: readonly Confirmed[]): boolean {
    for (const one of confirmed) {
      this.evidence.addConfirmed(one);
      if (this.options.stopsEarly && this.claims('worse').length > 0) {
        this.current = 'done';
        return true;
      }
    }
    return false;
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
