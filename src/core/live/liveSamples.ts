import type { Breather } from '../breather.ts';
import type { LiveCase } from '../compare/live/liveComparison.ts';
import type { SampleRef } from '../compare/live/sampleRef.ts';
import { isSameInput } from '../compare/pairing.ts';
import type { CaseHistory } from '../compare/statistics/caseHistory.ts';
import type { CaseResult, ReplyRecord, RunResult, TrialResult } from '../results/runResult.ts';
import { caseOrder } from '../run/order.ts';
import type { PlannedTrial } from '../run/plan.ts';
import { inputHash } from '../run/requestKey.ts';
import { inSteps } from '../steps.ts';
import { metricsInUse } from '../suite/metricsFor.ts';
import type { LiveInput } from './liveInput.ts';
import { describeDoubt, type OldDoubt } from './oldDoubt.ts';
import { fingerprintOf, freshFrom, type OldSamples, oldSamples } from './oldSamples.ts';
import { TrialTable } from './trialTable.ts';

/** The trials of both versions of a live run: what was stored, and what is drawn meanwhile. */
export class LiveSamples {
  private readonly input: LiveInput;
  /** Today's cases; their trials are in `fresh`. */
  private readonly cases: readonly CaseResult[];
  private readonly stored: ReadonlyMap<string, OldSamples>;
  private readonly turns: ReadonlyMap<string, number>;
  private readonly fresh = new TrialTable();
  private readonly oldFresh = new TrialTable();
  private readonly doubts = new Map<OldDoubt['kind'], OldDoubt>();

  /** What earlier versions showed, by case. */
  private readonly histories: ReadonlyMap<string, CaseHistory>;

  private constructor(
    input: LiveInput,
    cases: readonly CaseResult[],
    stored: ReadonlyMap<string, OldSamples>,
    histories: ReadonlyMap<string, CaseHistory>,
  ) {
    this.input = input;
    this.cases = cases;
    this.stored = stored;
    this.histories = histories;
    this.turns = new Map(input.cases.map(({ id, turns }) => [id, turns.length]));
    for (const { doubt } of stored.values()) this.addDoubt(doubt);
  }

  /** @param now milliseconds since 1970 */
  static async open(input: LiveInput, now: number, breather: Breather): Promise<LiveSamples> {
    const old = new Map(input.baseline.cases.map((item) => [item.id, item]));
    const options = {
      now,
      model: input.old?.model.info,
      ...(input.requestDoubt && { ofRequest: input.requestDoubt }),
      isPicked: input.isPicked ?? false,
      isControl: input.control ?? false,
    };
    const cases: CaseResult[] = [];
    const stored = new Map<string, OldSamples>();
    for (const item of input.cases) {
      const result = { id: item.id, inputHash: inputHash(item), tags: item.tags, trials: [] };
      const partner = old.get(item.id);
      cases.push(result);
      if (partner !== undefined && isSameInput(partner, result)) {
        stored.set(item.id, oldSamples(partner, input.baseline, options));
      }
      if (breather.isDue) await breather.pause();
    }
    const metrics = metricsInUse(input.suite, input.cases, input.stages).map(({ id }) => id);
    const histories = input.earlier
      ? await inSteps(input.earlier.histories(stored.keys(), metrics), breather)
      : new Map<string, CaseHistory>();
    return new LiveSamples(input, cases, stored, histories);
  }

  /** The cases as a comparison takes them, in the order given. */
  compared(order: readonly string[]): readonly LiveCase[] {
    return order.map((id) => ({ id, oldFrom: this.stored.get(id)?.oldFrom ?? 0 }));
  }

  /** The stored trials of the old version, by case. */
  *storedTrials(): Iterable<readonly [caseId: string, trials: readonly TrialResult[]]> {
    for (const { id } of this.cases) yield [id, this.stored.get(id)?.trials ?? []];
  }

  /**
   * The order in which cases are screened: by what earlier versions showed, except where one of the
   * samples compared may be among what they showed.
   * @param trials of the plan, with what the store already knows of the new version
   */
  order(
    trials: readonly PlannedTrial[],
    seed: string,
  ): { readonly ids: readonly string[]; readonly isRandom: boolean } {
    const ids = this.cases.map(({ id }) => id);
    const { earlier } = this.input;
    if (earlier === undefined || this.histories.size === 0) {
      return { ids: caseOrder(ids, seed), isRandom: true };
    }
    const isEarly = ({ time }: ReplyRecord) => time < earlier.since;
    const histories = new Map(this.histories);
    for (const { rendered, known } of trials) {
      if (known.some(isEarly)) histories.delete(rendered.item.id);
    }
    for (const [id, old] of this.storedTrials()) {
      if (old.some(({ replies }) => replies.some(isEarly))) histories.delete(id);
    }
    return { ids: caseOrder(ids, seed, histories), isRandom: histories.size === 0 };
  }

  /** Takes a trial of the new version in. Gives the first old trial that still counts, where it tells that earlier ones do not. */
  addNew(caseId: string, result: TrialResult): number | undefined {
    this.fresh.add(caseId, result);
    const stored = this.stored.get(caseId);
    const now = fingerprintOf(result);
    const isAborted = result.error?.code === 'aborted';
    if (isAborted || !stored?.fingerprint || now === null || now === stored.fingerprint) {
      return undefined;
    }
    this.addDoubt({ kind: 'other-model' });
    return freshFrom(stored.trials);
  }

  addOld(caseId: string, result: TrialResult): void {
    this.oldFresh.add(caseId, result);
  }

  /** Sentences about what makes the old samples doubtful. */
  notes(): readonly string[] {
    return [...this.doubts.values()].map((doubt) =>
      describeDoubt(doubt, this.input.old !== undefined),
    );
  }

  isDoubted(kind: OldDoubt['kind']): boolean {
    return this.doubts.has(kind);
  }

  /** One call per reply, as many as the case took before; 0 where the sample cannot be drawn. */
  callsFor({ caseId, version }: SampleRef): number {
    if (version === 'old' && this.input.old === undefined) return 0;
    const trial = this.fresh.of(caseId)[0] ?? this.stored.get(caseId)?.trials[0];
    return Math.max(1, trial?.replies.length ?? this.turns.get(caseId) ?? 0);
  }

  /** Today's cases with the trials that are in. */
  all(): readonly CaseResult[] {
    return this.fresh.merged(this.cases);
  }

  /** The baseline with the old samples that were drawn meanwhile. */
  baseline(): RunResult {
    const { baseline } = this.input;
    return { ...baseline, cases: this.oldFresh.merged(baseline.cases) };
  }

  private addDoubt(doubt: OldDoubt | undefined): void {
    if (doubt !== undefined) this.doubts.set(doubt.kind, doubt);
  }
}
