import type { SuspectCase } from '../../../src/core/blame/searchCases.ts';
import { movedWith } from '../../../src/core/compare/caseComparison.ts';
import { decideLive } from '../../../src/core/compare/live/decide.ts';
import { LiveComparison } from '../../../src/core/compare/live/liveComparison.ts';
import type { SampleRef } from '../../../src/core/compare/live/sampleRef.ts';
import type { SampleScores } from '../../../src/core/compare/live/sampleTable.ts';
import { shakyHistory } from '../../../src/core/compare/statistics/caseHistory.ts';
import type { VerdictDecision } from '../../../src/core/compare/statistics/verdict.ts';
import { caseOrder } from '../../../src/core/run/order.ts';
import { atOnce } from '../../../src/core/steps.ts';
import { historyOf } from './history.ts';
import type { Random, SimulatedModel } from './population.ts';

/** What the world does to a save. */
export interface Conditions {
  readonly cases: number;
  readonly metrics: number;
  /** Stored samples of the old version per case. */
  readonly stored: number;
  /** Versions before the old one that ran once and behaved like it. Default 0: there is no history yet. */
  readonly earlier?: number;
  /** Failing calls return before all passing ones. Default false. */
  readonly failuresFirst?: boolean;
  /** Chance that a call stays missing after its retries. Default 0. */
  readonly timeouts?: number;
  /** Chance per result that the stream is cancelled. Default 0. */
  readonly cancelled?: number;
  /** Someone looks after every result and stops as soon as anything is claimed. Default false. */
  readonly peeks?: boolean;
}

/** What a save came to. */
export interface SaveOutcome {
  /** Verdicts after screen and confirmation, one per metric. */
  readonly live: readonly VerdictDecision[];
  readonly callsOnSave: number;
  /** Verdicts after Resolve, where the live ones were inconclusive; else the live ones. */
  readonly resolved: readonly VerdictDecision[];
  readonly callsWithResolve: number;
  /** Whether a metric's pass count fell in the first round: the count rule's alarm. */
  readonly countFell: boolean;
}

/** One save: screen, confirm, and Resolve where the verdict is open. */
export function save(model: SimulatedModel, conditions: Conditions, random: Random): SaveOutcome {
  const run = new Save(model, conditions, random);
  run.play();
  const live = run.decide();
  const callsOnSave = run.calls;
  const countFell = run.countFell();
  const isOpen = live.every((d) => !isClaim(d)) && live.some((d) => d.verdict !== 'unchanged');
  if (isOpen) run.resolve();
  const resolved = isOpen ? run.decide() : live;
  return { live, callsOnSave, resolved, callsWithResolve: run.calls, countFell };
}

/** The cases that a save found to be worse, with all their samples; undefined where it found no regression. */
export function regressedCases(
  model: SimulatedModel,
  conditions: Conditions,
  random: Random,
): readonly SuspectCase[] | undefined {
  const run = new Save(model, conditions, random);
  run.play();
  return run.suspects();
}

/** A live comparison of a run that made all its trials. */
export function finishedComparison(
  model: SimulatedModel,
  {
    cases,
    metrics,
    rounds,
  }: { readonly cases: number; readonly metrics: number; readonly rounds: number },
): LiveComparison {
  const comparison = new LiveComparison(
    Array.from({ length: metrics }, (_, k) => `${k}`),
    Array.from({ length: cases }, (_, i) => ({ id: `${i}` })),
    { rounds, stopsEarly: false },
  );
  for (let due = comparison.due(); due.length > 0; due = comparison.due()) {
    for (const ref of due) {
      comparison.take(ref, toMap(model.call(ref.version, Number(ref.caseId))));
    }
  }
  return comparison;
}

/** Whether a verdict says that something changed. */
export function isClaim(decision: VerdictDecision): boolean {
  return decision.verdict === 'regressed' || decision.verdict === 'improved';
}

/** Plays one save against the shipped comparison: only the model, the clock and the user are made up. */
class Save {
  calls = 0;
  private isCancelled = false;
  private readonly model: SimulatedModel;
  private readonly conditions: Conditions;
  private readonly random: Random;
  private readonly comparison: LiveComparison;
  /** Scores drawn already, where the order of arrival depends on them. */
  private readonly ahead = new Map<string, readonly number[]>();

  constructor(model: SimulatedModel, conditions: Conditions, random: Random) {
    this.model = model;
    this.conditions = conditions;
    this.random = random;
    const ids = Array.from({ length: conditions.cases }, (_, i) => `${i}`);
    const metrics = Array.from({ length: conditions.metrics }, (_, k) => `${k}`);
    const earlier = historyOf(model, ids, metrics, conditions.earlier ?? 0);
    const histories = atOnce(earlier.histories(ids, metrics));
    const seed = Math.floor(random() * 2 ** 31).toString(16);
    // With the options that a save has by default, history or not.
    this.comparison = new LiveComparison(
      metrics,
      caseOrder(ids, seed, histories).map((id) => ({ id })),
      { shaky: (id, metric) => shakyHistory(earlier.outcomes(id, metric)) },
    );
  }

  /** Draws what is asked for until nothing more is. */
  play(): void {
    for (;;) {
      const due = this.comparison.due();
      if (due.length === 0) return;
      for (const ref of this.arrivals(due)) {
        this.comparison.take(ref, this.draw(ref));
        // A person who looks after every result must not change what is found.
        if (this.conditions.peeks && this.hasClaim()) this.comparison.stop();
        if (this.random() < (this.conditions.cancelled ?? 0)) {
          this.isCancelled = true;
          this.comparison.stop();
        }
        if (this.comparison.phase === 'done') break;
      }
    }
  }

  resolve(): void {
    if (this.isCancelled) return;
    this.comparison.resolve();
    this.play();
  }

  decide(): readonly VerdictDecision[] {
    return atOnce(decideLive(this.comparison)).metrics;
  }

  suspects(): readonly SuspectCase[] | undefined {
    const { cases, samples, flips } = this.comparison;
    if (!this.comparison.claims('worse').includes('0')) return undefined;
    return cases.flatMap(({ id }) => {
      const flip = flips.find(({ caseId }) => caseId === id);
      const old = samples.scores('old', id, '0');
      const fresh = samples.scores('new', id, '0');
      const found = { old, new: fresh, ...(flip && { flip }) };
      return movedWith('regressed', found) ? [{ id, old, new: fresh }] : [];
    });
  }

  private hasClaim(): boolean {
    return this.comparison.claims('worse').length + this.comparison.claims('better').length > 0;
  }

  countFell(): boolean {
    return atOnce(decideLive(this.comparison)).metrics.some(
      ({ test }) => (test.difference ?? 0) < 0,
    );
  }

  /** One call, free where an old sample is stored; missing where it fails for good. */
  private draw(ref: SampleRef): SampleScores | 'missing' {
    if (ref.isOptional && (ref.version === 'new' || ref.trial >= this.conditions.stored)) {
      return 'missing';
    }
    const scores = this.scores(ref);
    if (ref.version === 'old' && ref.trial < this.conditions.stored) return toMap(scores);
    this.calls++;
    if (this.random() < (this.conditions.timeouts ?? 0)) return 'missing';
    return toMap(scores);
  }

  private scores(ref: SampleRef): readonly number[] {
    const key = keyOf(ref);
    const known = this.ahead.get(key);
    if (known === undefined) return this.model.call(ref.version, Number(ref.caseId));
    this.ahead.delete(key);
    return known;
  }

  /** The order in which calls sent together come back. */
  private arrivals(due: readonly SampleRef[]): readonly SampleRef[] {
    if (!this.conditions.failuresFirst) return due;
    for (const ref of due) {
      if (!this.ahead.has(keyOf(ref))) {
        this.ahead.set(keyOf(ref), this.model.call(ref.version, Number(ref.caseId)));
      }
    }
    const passes = (ref: SampleRef): number =>
      (this.ahead.get(keyOf(ref)) ?? []).reduce((sum, score) => sum + score, 0);
    return [...due].sort((a, b) => passes(a) - passes(b));
  }
}

function keyOf({ caseId, version, trial }: SampleRef): string {
  return `${version} ${caseId} ${trial}`;
}

function toMap(scores: readonly number[]): SampleScores {
  return new Map(scores.map((score, k) => [`${k}`, score]));
}
