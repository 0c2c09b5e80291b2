import type { Baseline } from '../../core/compare/judgeBaseline.ts';
import type { ChosenSides } from '../../core/compare/sides/chosenSides.ts';
import {
  choiceText,
  isSameChoice,
  type Side,
  type SideChoice,
} from '../../core/compare/sides/sideChoice.ts';
import { EvalError, isEvalError, messageOf } from '../../core/errors.ts';
import { storedBaseline } from '../../core/live/baselines.ts';
import type { Evaluated } from '../../core/live/evaluatePrompt.ts';
import type { LivePrompts } from '../../core/live/livePrompts.ts';
import { resolveSide } from '../../core/live/sides/resolveSide.ts';
import { basename } from '../../core/path.ts';
import type { EvaluationContext } from '../../core/run/evaluate.ts';
import { chosenResult, type ResultWish } from '../../core/views/resultChoice.ts';
import {
  type Chosen,
  type ChosenSide,
  choiceOf,
  chosenPair,
  nowSide,
  sameSides,
} from './chosenPair.ts';
import type { KeptSides } from './keptSides.ts';
import { type SideMeans, sideSources } from './sideSources.ts';

/** Ids of two stored runs. */
export interface RunPair {
  readonly old: string;
  readonly new: string;
}

/** Where results come from. */
export interface ResultParts {
  readonly live: LivePrompts;
  readonly context: (prompt: string) => Promise<EvaluationContext>;
  readonly sides: SideMeans;
  readonly kept: KeptSides;
}

/** The result of a prompt that is shown: the last one, or any two sides that were chosen. */
export class ShownResult {
  private readonly prompt: string;
  private readonly parts: ResultParts;
  private chosen: Chosen | undefined;
  private wished: ResultWish = {};
  /** Counts choices: of two under way the later one stands. */
  private turn = 0;
  private isRecalled = false;

  constructor(prompt: string, parts: ResultParts) {
    this.prompt = prompt;
    this.parts = parts;
  }

  get(): Evaluated | undefined {
    return this.active()?.pair?.shown ?? this.last();
  }

  /** The new side, where it is not the present results. */
  newSide(): Baseline | undefined {
    return this.active()?.pair?.baseline;
  }

  /** How the old side is called, where somebody chose it. */
  oldName(): string | undefined {
    return this.old()?.baseline.name;
  }

  /** Whether the panel shows two sides of its own, which the marks in the editor are not about. */
  isChosen(): boolean {
    return this.newSide() !== undefined;
  }

  /** Whether the old side is one that nobody chose, as every run has it. */
  hasDefaultOld(): boolean {
    return this.old()?.choice === undefined;
  }

  /** Whether one of both sides is the present results. */
  showsPresent(): boolean {
    const chosen = this.active();
    return chosen?.pair === undefined || chosen.old?.choice.kind === 'now';
  }

  /** Whether the new side is one of the versions whose rates make a trend. */
  hasTrend(): boolean {
    switch (this.choices().new.kind) {
      case 'now':
      case 'previous':
      case 'pinned':
      case 'run':
        return true;
      case 'accepted':
      case 'git':
      case 'report':
      case 'recording':
        return false;
    }
  }

  /** What became of sides that could not be brought back. */
  notice(): string | undefined {
    return this.active()?.notice;
  }

  /** What is chosen now; the old side is undefined where nobody chose. */
  choices(): { readonly old: SideChoice | undefined; readonly new: SideChoice } {
    return { old: this.old()?.choice, new: this.active()?.pair?.choice ?? { kind: 'now' } };
  }

  /** The last result of the suite that is shown. */
  last(): Evaluated | undefined {
    return chosenResult(this.parts.live.state(this.prompt)?.results ?? [], this.wished);
  }

  /** Which suite is shown where there are several; false where that changes nothing. */
  wish(wish: ResultWish): boolean {
    const before = this.get();
    this.wished = wish;
    return this.get() !== before;
  }

  /**
   * Chooses one side and keeps the other. False: it was stopped, and everything is as before.
   * @throws {EvalError} see {@link resolveSide}; usage where both sides would be the same
   */
  async choose(side: Side, choice: SideChoice): Promise<boolean> {
    return this.work(async (present, context) => {
      const { old, new: now } = this.choices();
      const other = side === 'old' ? now : old;
      const leadsBack = side === 'new' && choice.kind === 'now';
      const isSame = other !== undefined && isSameChoice(other, choice);
      if (isSame && !leadsBack) throw sameSides(choice);
      const baseline = await resolveSide(choice, present, this.sources(present, context, false));
      const chosen = { choice, baseline };
      return side === 'old'
        ? this.sides(present, context, chosen, this.active()?.pair)
        : this.sides(present, context, isSame ? undefined : this.old(), chosen);
    });
  }

  /** Makes the old side the new one. */
  async swap(): Promise<boolean> {
    return this.work(async (present, context) => {
      const shown = this.get();
      if (shown?.baseline === undefined)
        throw new EvalError('usage', 'There is no old side to swap with. Choose one first.');
      const { baseline } = shown;
      const old = this.active()?.pair ?? nowSide(present);
      const choice = this.old()?.choice ?? (await choiceOf(baseline, present, context));
      return this.sides(present, context, old, { choice, baseline });
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
    if (before === undefined || run === undefined || !results.some(isOf(run.suite)))
      throw new EvalError('usage', 'The results of one of the two versions are no longer kept.');
    if (before.suite !== run.suite)
      throw new EvalError('usage', 'The two versions were run with different suites.');
    this.wished = { suite: run.suite };
    await this.work(async (present, context) => {
      const [old, now] = await Promise.all(
        [before, run].map(async (one): Promise<ChosenSide> => {
          if (one.id === present.run.id) return nowSide(present);
          const baseline = await storedBaseline(one, { store });
          return { choice: { kind: 'run', id: one.id }, baseline };
        }),
      );
      return this.sides(present, context, old, now);
    });
  }

  /** Brings back what was chosen before the window was opened anew. Nothing is sent; a side that is out of reach is left out. */
  async recall(): Promise<boolean> {
    if (this.isRecalled || this.last() === undefined) return false;
    this.isRecalled = true;
    const { kept } = this.parts;
    const known = kept.of(this.prompt);
    if (known === undefined || this.chosen !== undefined) return false;
    const before = this.wished;
    const isOpen = [before.suite, before.metric, before.caseId].every((one) => one === undefined);
    if (isOpen) this.wished = { suite: known.suite };
    if (this.last()?.run.id !== known.insteadOf) {
      this.wished = before;
      return false;
    }
    return this.work((present, context) => this.recalled(known, present, context));
  }

  private async recalled(
    known: ChosenSides,
    present: Evaluated,
    context: EvaluationContext,
  ): Promise<Chosen> {
    const sources = this.sources(present, context, true);
    const lost: string[] = [];
    const find = async (choice: SideChoice | undefined): Promise<ChosenSide | undefined> => {
      if (choice === undefined) return undefined;
      try {
        return { choice, baseline: await resolveSide(choice, present, sources) };
      } catch (error) {
        if (!isEvalError(error)) throw error;
        lost.push(
          `Before the window was opened anew ${choiceText(choice)} was compared. ${messageOf(error)} Choose it again at the top to run it.`,
        );
        return undefined;
      }
    };
    const old = await find(known.old);
    const now = await find(known.new);
    const chosen =
      old === undefined && now === undefined
        ? { insteadOf: present.run.id }
        : await this.sides(present, context, old, now);
    return { ...chosen, ...(lost.length > 0 && { notice: lost.join(' ') }) };
  }

  /** One choice at a time, and only as long as what it is about is there; false: it came to nothing. */
  private async work(
    choose: (present: Evaluated, context: EvaluationContext) => Promise<Chosen>,
  ): Promise<boolean> {
    const turn = ++this.turn;
    const present = this.last();
    if (present === undefined)
      throw new EvalError(
        'usage',
        `${basename(this.prompt)} has no results yet. Run its suite first.`,
      );
    try {
      const context = await this.parts.context(this.prompt);
      const chosen = await choose(present, context);
      if (turn !== this.turn || this.last()?.run.id !== present.run.id) return false;
      this.chosen = chosen;
      await this.parts.kept.keep(this.prompt, this.toKeep(present, chosen));
      return true;
    } catch (error) {
      if (isEvalError(error, 'aborted')) return false;
      throw error;
    }
  }

  private toKeep({ run, target }: Evaluated, { old, pair }: Chosen): ChosenSides | undefined {
    if (old === undefined && pair === undefined) return undefined;
    return {
      ...{ suite: target.suite.path, insteadOf: run.id },
      ...(old && { old: old.choice }),
      ...(pair && { new: pair.choice }),
    };
  }

  private sides(
    present: Evaluated,
    context: EvaluationContext,
    old: ChosenSide | undefined,
    now: ChosenSide | undefined,
  ): Promise<Chosen> {
    const live = { ...this.parts, prompt: this.prompt, hasDefaultOld: this.hasDefaultOld() };
    return chosenPair(present, { old, new: now }, live, context);
  }

  private old(): ChosenSide | undefined {
    const { old, pair } = this.active() ?? {};
    if (old === undefined || pair !== undefined) return old;
    // The live comparison may have got another old side meanwhile, as by a pin.
    return this.last()?.baseline?.run.id === old.baseline.run.id ? old : undefined;
  }

  private active(): Chosen | undefined {
    const { chosen } = this;
    return chosen !== undefined && chosen.insteadOf === this.last()?.run.id ? chosen : undefined;
  }

  private sources(present: Evaluated, context: EvaluationContext, isSilent: boolean) {
    return sideSources(present, context, this.parts.sides, isSilent);
  }
}

function isOf(suite: string) {
  return ({ run }: Evaluated) => run.suite === suite;
}
