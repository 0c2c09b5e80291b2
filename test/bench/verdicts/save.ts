import { shuffledOrder } from '../../../src/core/compare/statistics/caseOrder.ts';
import type { CasePair } from '../../../src/core/compare/statistics/casePair.ts';
import {
  casesToConfirm,
  confirmCase,
  flipsOf,
  isConfirmed,
  startConfirmation,
} from '../../../src/core/compare/statistics/confirm.ts';
import {
  addConfirmation,
  addPair,
  type Evidence,
  startEvidence,
} from '../../../src/core/compare/statistics/eProcess.ts';
import { EvidenceQueue } from '../../../src/core/compare/statistics/evidenceQueue.ts';
import { testFixedSample } from '../../../src/core/compare/statistics/fixedSample.ts';
import { holm } from '../../../src/core/compare/statistics/holm.ts';
import {
  defaultFinalAlpha,
  defaultLiveAlpha,
  liveChances,
} from '../../../src/core/compare/statistics/liveVerdict.ts';
import { resolveRounds } from '../../../src/core/compare/statistics/planning.ts';
import {
  decideVerdict,
  type VerdictDecision,
} from '../../../src/core/compare/statistics/verdict.ts';
import type { Random, SimulatedModel } from './population.ts';

/** What the world does to a save. */
export interface Conditions {
  readonly cases: number;
  readonly metrics: number;
  /** Stored samples of the old version per case. */
  readonly stored: number;
  /** Failing calls return before all passing ones. Default false. */
  readonly failuresFirst?: boolean;
  /** Chance that a call stays missing after its retries. Default 0. */
  readonly timeouts?: number;
  /** Chance per result that the stream is cancelled. Default 0. */
  readonly cancelled?: number;
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

const margin = 0.1;

/** One save: screen, confirm, and Resolve where the verdict is open. */
export function save(model: SimulatedModel, conditions: Conditions, random: Random): SaveOutcome {
  const run = new Save(model, conditions, random);
  run.screen();
  run.confirm();
  const live = run.decide(false);
  const callsOnSave = run.calls;
  const open = run.isCancelled ? false : live.every((d) => !isClaim(d)) && !allUnchanged(live);
  if (open) run.complete();
  const resolved = open ? run.decide(true) : live;
  return { live, callsOnSave, resolved, callsWithResolve: run.calls, countFell: run.countFell() };
}

/** Whether a verdict says that something changed. */
export function isClaim(decision: VerdictDecision): boolean {
  return decision.verdict === 'regressed' || decision.verdict === 'improved';
}

class Save {
  calls = 0;
  isCancelled = false;
  private readonly model: SimulatedModel;
  private readonly conditions: Conditions;
  private readonly random: Random;
  /** Scores per case, then per sample, then per metric. */
  private readonly old: number[][][] = [];
  private readonly fresh: number[][][] = [];
  /** Old samples per case that were paired already. */
  private readonly paired: number[] = [];
  private evidence: Evidence[];
  private isScreened = false;
  private order: readonly string[] = [];
  /** New scores drawn already, where the order of arrival depends on them. */
  private readonly ahead = new Map<number, number[]>();

  constructor(model: SimulatedModel, conditions: Conditions, random: Random) {
    this.model = model;
    this.conditions = conditions;
    this.random = random;
    for (let i = 0; i < conditions.cases; i++) {
      this.old.push(Array.from({ length: conditions.stored }, () => model.call('old', i)));
      this.fresh.push([]);
      this.paired.push(1);
    }
    this.evidence = Array.from({ length: conditions.metrics }, () => startEvidence());
  }

  screen(): void {
    const order = shuffledOrder(
      Array.from(this.old.keys(), String),
      Math.floor(this.random() * 2 ** 31),
    );
    const queue = new EvidenceQueue<readonly number[]>(order);
    for (const id of this.arrivals(order)) {
      const i = Number(id);
      const scores = this.callNew(i);
      for (const { id: turn, result } of scores ? queue.settle(id, scores) : queue.skip(id)) {
        const before = this.old[Number(turn)]?.[0] ?? [];
        this.evidence = this.evidence.map((e, k) =>
          addPair(e, (result[k] ?? 0) - (before[k] ?? 0)),
        );
        if (this.isRegressed()) return;
      }
      if (this.isCut()) return;
    }
    this.isScreened = true;
    this.order = order;
  }

  confirm(): void {
    if (!this.isScreened) return;
    const flips = this.evidence.flatMap((_, k) =>
      flipsOf(
        `${k}`,
        this.order.map((id) => {
          const i = Number(id);
          const after = this.fresh[i]?.[0]?.[k];
          return [id, after === undefined ? 0 : after - (this.old[i]?.[0]?.[k] ?? 0)] as const;
        }),
      ),
    );
    let state = startConfirmation(flips);
    while (!isConfirmed(state)) {
      for (const id of this.arrivals(casesToConfirm(state))) {
        const pair = this.freshPair(Number(id));
        const step = confirmCase(state, id, pair ?? 'missing');
        state = step.confirmation;
        for (const { metric, direction, difference } of step.confirmed) {
          const k = Number(metric);
          this.evidence = this.evidence.with(
            k,
            addConfirmation(this.evidence[k] ?? startEvidence(), direction, difference),
          );
          if (this.isRegressed()) return;
        }
        if (this.isCut()) return;
      }
    }
  }

  complete(): void {
    for (const [i, scores] of this.fresh.entries()) {
      while (scores.length < resolveRounds) this.callNew(i);
      while ((this.old[i]?.length ?? 0) < resolveRounds) this.callOld(i);
    }
  }

  decide(resolved: boolean): VerdictDecision[] {
    const live = liveChances(this.evidence, defaultLiveAlpha);
    const count = resolved ? resolveRounds : 1;
    const tests = this.evidence.map((_, k) =>
      testFixedSample(this.pairs(k), { rounds: { old: count, new: count } }),
    );
    const adjusted = holm(tests.map((test) => test.pValue));
    return tests.map((test, k) =>
      decideVerdict({
        test,
        pAdjusted: adjusted[k] ?? 1,
        alpha: defaultFinalAlpha,
        margin,
        resolved,
        roundComplete: test.missing.length === 0,
        ...(live[k] === undefined ? {} : { live: live[k] }),
      }),
    );
  }

  countFell(): boolean {
    return this.evidence.some((_, k) => {
      let sum = 0;
      for (const [i, scores] of this.fresh.entries()) {
        sum += (scores[0]?.[k] ?? 0) - (scores[0] ? (this.old[i]?.[0]?.[k] ?? 0) : 0);
      }
      return sum < 0;
    });
  }

  private pairs(k: number): CasePair[] {
    return this.fresh.map((scores, i) => ({
      id: `${i}`,
      old: (this.old[i] ?? []).map((s) => s[k] ?? Number.NaN),
      new: scores.map((s) => s[k] ?? Number.NaN),
    }));
  }

  /** A fresh pair per metric: an unused stored old sample if there is one, else a call. */
  private freshPair(i: number): Map<string, number> | undefined {
    const used = this.paired[i] ?? 0;
    const before = this.old[i]?.[used] ?? this.callOld(i);
    const after = this.callNew(i);
    if (before === undefined || after === undefined) return undefined;
    this.paired[i] = used + 1;
    return new Map(after.map((score, k) => [`${k}`, score - (before[k] ?? 0)]));
  }

  private callOld(i: number): number[] | undefined {
    return this.draw('old', i, this.old[i]);
  }

  private callNew(i: number): number[] | undefined {
    return this.draw('new', i, this.fresh[i]);
  }

  /** One call; undefined where it stays missing after its retries. */
  private draw(
    version: 'old' | 'new',
    i: number,
    into: number[][] | undefined,
  ): number[] | undefined {
    this.calls++;
    const ahead = version === 'new' ? this.ahead.get(i) : undefined;
    if (ahead !== undefined) this.ahead.delete(i);
    const scores = ahead ?? this.model.call(version, i);
    if (this.random() < (this.conditions.timeouts ?? 0)) return undefined;
    into?.push(scores);
    return scores;
  }

  /** The order in which calls sent together come back. */
  private arrivals(ids: readonly string[]): readonly string[] {
    if (!this.conditions.failuresFirst) return ids;
    for (const id of ids) this.ahead.set(Number(id), this.model.call('new', Number(id)));
    const passes = (id: string): number =>
      (this.ahead.get(Number(id)) ?? []).reduce((sum, score) => sum + score, 0);
    return [...ids].sort((a, b) => passes(a) - passes(b));
  }

  private isRegressed(): boolean {
    return liveChances(this.evidence).some((chance) => chance.worse <= chance.alpha);
  }

  private isCut(): boolean {
    if (this.random() < (this.conditions.cancelled ?? 0)) this.isCancelled = true;
    return this.isCancelled;
  }
}

function allUnchanged(decisions: readonly VerdictDecision[]): boolean {
  return decisions.every((d) => d.verdict === 'unchanged');
}
