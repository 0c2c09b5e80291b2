import type { Baseline } from '../../compare/judgeBaseline.ts';
import type { SideChoice } from '../../compare/sides/sideChoice.ts';
import type { Evaluated } from '../evaluated.ts';
import { chosenResult, type ResultWish } from '../resultChoice.ts';
import type { ChosenSide } from './chosenSide.ts';

/** What is shown instead of the last result, or which old side it was given. */
export interface Chosen {
  /** Id of the last run when it was chosen: a newer one is shown in its place. */
  readonly insteadOf: string;
  /** Absent: nobody chose. */
  readonly old?: ChosenSide;
  /** Absent: the present results, which the live comparison is about. */
  readonly pair?: ChosenSide & { readonly shown: Evaluated };
  /** What became of sides that could not be brought back. */
  readonly notice?: string;
}

/** The result of a prompt that is shown: the last one, or any two sides that were chosen. */
export class ShownSides {
  private readonly results: () => readonly Evaluated[];
  private chosen: Chosen | undefined;
  private wished: ResultWish = {};

  /** @param results the last one of each suite */
  constructor(results: () => readonly Evaluated[]) {
    this.results = results;
  }

  get(): Evaluated | undefined {
    return this.pair()?.shown ?? this.last();
  }

  /** The new side, where it is not the present results. */
  newSide(): Baseline | undefined {
    return this.pair()?.baseline;
  }

  /** How the old side is called, where somebody chose it. */
  oldName(): string | undefined {
    return this.old()?.baseline.name;
  }

  /** Whether two sides of its own are shown, which the marks in the editor are not about. */
  isChosen(): boolean {
    return this.newSide() !== undefined;
  }

  /** Whether the old side is one that nobody chose, as every run has it. */
  hasDefaultOld(): boolean {
    return this.old()?.choice === undefined;
  }

  /** Whether one of both sides is the present results. */
  showsPresent(): boolean {
    return this.pair() === undefined || this.old()?.choice.kind === 'now';
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
    return { old: this.old()?.choice, new: this.pair()?.choice ?? { kind: 'now' } };
  }

  /** The old side, where somebody chose it. */
  old(): ChosenSide | undefined {
    const { old, pair } = this.active() ?? {};
    if (old === undefined || pair !== undefined) return old;
    // The live comparison may have got another old side meanwhile, as by a pin.
    return this.last()?.baseline?.run.id === old.baseline.run.id ? old : undefined;
  }

  /** The new side and what is shown for it, where it is not the present results. */
  pair(): Chosen['pair'] {
    return this.active()?.pair;
  }

  /** The last result of the suite that is shown. */
  last(): Evaluated | undefined {
    return chosenResult(this.results(), this.wished);
  }

  /** Which suite is shown where there are several; false where that changes nothing. */
  wish(wish: ResultWish): boolean {
    const before = this.get();
    this.wished = wish;
    return this.get() !== before;
  }

  /** Shows the suite in which something was chosen, unless another one is asked for; false: its last run is another one. */
  returnTo(suite: string, run: string): boolean {
    if (this.last()?.run.id === run) return true;
    const before = this.wished;
    const isOpen = [before.suite, before.metric, before.caseId].every((one) => one === undefined);
    if (isOpen) this.wished = { suite };
    if (this.last()?.run.id === run) return true;
    this.wished = before;
    return false;
  }

  show(chosen: Chosen): void {
    this.chosen = chosen;
  }

  private active(): Chosen | undefined {
    const { chosen } = this;
    return chosen !== undefined && chosen.insteadOf === this.last()?.run.id ? chosen : undefined;
  }
}
