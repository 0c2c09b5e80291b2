import type { Baseline } from '../../compare/judgeBaseline.ts';
import type { ChosenSides } from '../../compare/sides/chosenSides.ts';
import { isSameChoice, type Side, type SideChoice } from '../../compare/sides/sideChoice.ts';
import { EvalError, isEvalError } from '../../errors.ts';
import { basename } from '../../path.ts';
import type { EvaluationContext } from '../../run/evaluate.ts';
import { storedBaseline } from '../baselines.ts';
import type { ComparingSettings } from '../comparingOptions.ts';
import type { Evaluated } from '../evaluated.ts';
import type { LivePrompts } from '../livePrompts.ts';
import { besideByDefault, type ChosenSide, choiceOf, nowSide, sameSides } from './chosenSide.ts';
import { comparedSides } from './comparedSides.ts';
import { recalledSides, refuseLarge } from './recalledSides.ts';
import { resolveSide, type SideSources } from './resolveSide.ts';
import type { Chosen, ShownSides } from './shownSides.ts';

/** Ids of two stored runs. */
export interface RunPair {
  readonly old: string;
  readonly new: string;
}

/** What sides are changed with. */
export interface SideParts {
  readonly live: Pick<LivePrompts, 'state' | 'restore' | 'compareWith' | 'compareByDefault'>;
  readonly context: (prompt: string) => Promise<EvaluationContext>;
  readonly settings: (prompt: string) => ComparingSettings;
  /** @param isSilent nothing is asked and nothing is sent to a model, as after a restart @param signal another choice was made */
  readonly sources: (
    present: Evaluated,
    context: EvaluationContext,
    isSilent: boolean,
    signal: AbortSignal,
  ) => SideSources;
  /** What was chosen, also before the window was opened anew. */
  readonly kept: {
    of(prompt: string): ChosenSides | undefined;
    keep(prompt: string, sides?: ChosenSides): Promise<void>;
  };
}

/** Changes the sides that are shown of a prompt. Of two choices under way the later one stands, and the other one changes nothing. */
export class SideChanges {
  private readonly prompt: string;
  private readonly shown: ShownSides;
  private readonly parts: SideParts;
  private work: AbortController | undefined;
  private isRecalled = false;

  constructor(prompt: string, shown: ShownSides, parts: SideParts) {
    this.prompt = prompt;
    this.shown = shown;
    this.parts = parts;
  }

  /**
   * Chooses one side and keeps the other. False: it was stopped, and everything is as before.
   * @throws {EvalError} see {@link resolveSide}; usage where both sides would be the same, and where new results came in meanwhile
   */
  async choose(side: Side, choice: SideChoice): Promise<boolean> {
    return this.change(async (present, context, signal) => {
      const { old, new: now } = this.shown.choices();
      const other = side === 'old' ? now : old;
      const leadsBack = side === 'new' && choice.kind === 'now';
      const isSame = other !== undefined && isSameChoice(other, choice);
      if (isSame && !leadsBack) throw sameSides(choice, choice);
      const sources = this.parts.sources(present, context, false, signal);
      const chosen = { choice, baseline: await resolveSide(choice, present, sources) };
      return side === 'old'
        ? this.sides(present, context, chosen, this.shown.pair(), signal)
        : this.sides(present, context, isSame ? undefined : this.shown.old(), chosen, signal);
    });
  }

  /** Makes the old side the new one. @throws {EvalError} usage where there is none, and as {@link choose} */
  async swap(): Promise<boolean> {
    return this.change(async (present, context, signal) => {
      const baseline = this.shown.get()?.baseline;
      if (baseline === undefined)
        throw new EvalError('usage', 'There is no old side to swap with. Choose one first.');
      const old = this.shown.pair() ?? nowSide(present);
      const choice = this.shown.old()?.choice ?? (await choiceOf(baseline, present, context.ports));
      return this.sides(present, context, old, { choice, baseline }, signal);
    });
  }

  /**
   * Shows a stored run beside another one, whatever versions they are of.
   * @throws {EvalError} store-unavailable; usage where they are not of one suite, or not kept
   */
  async choosePair(pair: RunPair): Promise<void> {
    const { live, context: contextOf } = this.parts;
    await live.restore(this.prompt);
    const { store } = (await contextOf(this.prompt)).ports;
    const [before, run] = await Promise.all([store.run(pair.old), store.run(pair.new)]);
    const results = live.state(this.prompt)?.results ?? [];
    const isHere = results.some((result) => result.run.suite === run?.suite);
    if (before === undefined || run === undefined || !isHere)
      throw new EvalError('usage', 'The results of one of the two versions are no longer kept.');
    if (before.suite !== run.suite)
      throw new EvalError('usage', 'The two versions were run with different suites.');
    this.shown.wish({ suite: run.suite });
    await this.change(async (present, context, signal) => {
      const [old, now] = await Promise.all(
        [before, run].map(async (one): Promise<ChosenSide> => {
          if (one.id === present.run.id) return nowSide(present);
          const baseline = await storedBaseline(one, { store });
          return { choice: { kind: 'run', id: one.id }, baseline };
        }),
      );
      return this.sides(present, context, old, now, signal);
    });
  }

  /**
   * Brings back what was chosen before the window was opened anew, unless somebody has chosen since. Nothing is sent; a side that is
   * out of reach is left out.
   */
  async recall(): Promise<boolean> {
    if (this.isRecalled || this.shown.last() === undefined) return false;
    this.isRecalled = true;
    const known = this.parts.kept.of(this.prompt);
    if (known === undefined || this.work !== undefined) return false;
    if (!this.shown.returnTo(known.suite, known.insteadOf)) return false;
    return this.change(async (present, context, signal) => {
      const sources = this.parts.sources(present, context, true, signal);
      return recalledSides(
        known,
        async (choice) => {
          await refuseLarge(choice, context.ports);
          return resolveSide(choice, present, sources);
        },
        (old, now) => this.sides(present, context, old, now, signal),
      );
    });
  }

  /** One choice at a time, and only as long as what it is about is there; false: it came to nothing. */
  private async change(
    choose: (
      present: Evaluated,
      context: EvaluationContext,
      signal: AbortSignal,
    ) => Promise<Chosen>,
  ): Promise<boolean> {
    this.work?.abort();
    const work = new AbortController();
    this.work = work;
    const present = this.shown.last();
    if (present === undefined)
      throw new EvalError(
        'usage',
        `${basename(this.prompt)} has no results yet. Run its suite first.`,
      );
    try {
      const context = await this.parts.context(this.prompt);
      const chosen = await choose(present, context, work.signal);
      const { suite, id } = present.run;
      if (work.signal.aborted) return false;
      if (!this.isThere(id)) throw newResults(this.prompt);
      if (!this.shown.returnTo(suite, id)) return false;
      const isDone =
        chosen.pair !== undefined ||
        (await this.compareLive(present, chosen.old?.baseline, work.signal));
      if (!isDone) return false;
      // Beside another old side it may not be the worst of several suites any more.
      this.shown.returnTo(suite, id);
      this.shown.show(chosen);
      await this.parts.kept.keep(this.prompt, toKeep(present, chosen));
      return true;
    } catch (error) {
      // What became of a choice that another one took the place of matters to nobody.
      if (work.signal.aborted || isEvalError(error, 'aborted')) return false;
      throw error;
    }
  }

  private isThere(run: string): boolean {
    return this.parts.live.state(this.prompt)?.results.some((one) => one.run.id === run) === true;
  }

  /**
   * Both sides as they are to be shown; the marks in the editor are as before.
   * @param old absent: nobody chose one; @param now absent: the present results
   */
  private async sides(
    present: Evaluated,
    context: EvaluationContext,
    old: ChosenSide | undefined,
    now: ChosenSide | undefined,
    signal: AbortSignal,
  ): Promise<Chosen> {
    const insteadOf = present.run.id;
    const isPresent = now === undefined || now.choice.kind === 'now';
    const newRun = isPresent ? present.run : now.baseline.run;
    if (old !== undefined && old.baseline.run.id === newRun.id)
      throw sameSides(old.choice, now?.choice ?? { kind: 'now' });
    if (isPresent) return { insteadOf, ...(old && { old }) };
    const beside = old?.baseline ?? (await besideByDefault(present, now.baseline, context.ports));
    const both = { old: beside, new: now.baseline };
    const settings = this.parts.settings(this.prompt);
    const shown = await comparedSides(present, both, settings, context, signal);
    return { insteadOf, ...(old && { old }), pair: { ...now, shown } };
  }

  /** The present results beside an old side: what the marks in the editor are about follows. False: they are others by now. */
  private async compareLive(
    { run }: Evaluated,
    old: Baseline | undefined,
    signal: AbortSignal,
  ): Promise<boolean> {
    const { live } = this.parts;
    if (old !== undefined) return live.compareWith(this.prompt, run, old, signal);
    const { reached = [] } = live.state(this.prompt) ?? {};
    const wasChosen = reached.some((one) => one.run.id === run.id);
    return wasChosen ? live.compareByDefault(this.prompt, run, signal) : true;
  }
}

function newResults(prompt: string): EvalError {
  return new EvalError(
    'usage',
    `${basename(prompt)} was run again while the other side was looked for, and the new results are shown. Choose the side again.`,
  );
}

function toKeep({ run, target }: Evaluated, { old, pair }: Chosen): ChosenSides | undefined {
  if (old === undefined && pair === undefined) return undefined;
  return {
    ...{ suite: target.suite.path, insteadOf: run.id },
    ...(old && { old: old.choice }),
    ...(pair && { new: pair.choice }),
  };
}
