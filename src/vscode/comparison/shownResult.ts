import * as vscode from 'vscode';
import { changeLabel } from '../../core/compare/baselineLabel.ts';
import { EvalError } from '../../core/errors.ts';
import type { Evaluated } from '../../core/live/evaluatePrompt.ts';
import type { LivePrompts } from '../../core/live/livePrompts.ts';
import { storedResult } from '../../core/live/restored.ts';
import type { EvaluationContext } from '../../core/run/evaluate.ts';
import { chosenResult, type ResultWish } from '../../core/views/resultChoice.ts';
import { runSettings } from '../base/settings.ts';
import { pickResult } from '../runs/resultPick.ts';
import { pickRun } from '../runs/runChoice.ts';

/** Ids of two stored runs. */
export interface RunPair {
  readonly old: string;
  readonly new: string;
}

/** Where results come from. */
export interface ResultParts {
  readonly live: LivePrompts;
  readonly context: (prompt: string) => Promise<EvaluationContext>;
}

/** The result of a prompt that is shown: the last one, or a stored run that was chosen. */
export class ShownResult {
  private readonly prompt: string;
  private readonly parts: ResultParts;
  /** Instead of the last result, as long as that is the last one. */
  private chosen: { readonly insteadOf: Evaluated; readonly shown: Evaluated } | undefined;

  private wished: ResultWish = {};

  constructor(prompt: string, parts: ResultParts) {
    this.prompt = prompt;
    this.parts = parts;
  }

  get(): Evaluated | undefined {
    const last = this.last();
    return this.chosen !== undefined && this.chosen.insteadOf === last ? this.chosen.shown : last;
  }

  /** Which suite is shown where there are several; false where that changes nothing. */
  wish(wish: ResultWish): boolean {
    const before = this.get();
    this.wished = wish;
    return this.get() !== before;
  }

  /** Whether it is a stored run. */
  isChosen(): boolean {
    return this.chosen !== undefined && this.chosen.insteadOf === this.last();
  }

  /**
   * Shows a stored run beside another one, whatever versions they are of.
   * @throws {EvalError} store-unavailable; usage where they are not of one suite, or not kept
   */
  async choosePair({ old, new: now }: RunPair): Promise<void> {
    const { live, context: contextOf } = this.parts;
    await live.restore(this.prompt);
    const context = await contextOf(this.prompt);
    const { store } = context.ports;
    const [before, run] = await Promise.all([store.run(old), store.run(now)]);
    const results = live.state(this.prompt)?.results ?? [];
    const target = results.find((result) => result.run.suite === run?.suite)?.target;
    if (before === undefined || run === undefined || target === undefined)
      throw new EvalError('usage', 'The results of one of the two versions are no longer kept.');
    if (before.suite !== run.suite)
      throw new EvalError('usage', 'The two versions were run with different suites.');
    const version = await store.version(before.prompt, before.promptVersion);
    const settings = runSettings(vscode.Uri.file(this.prompt)).live;
    const { signal } = new AbortController();
    const shown = await storedResult(target, run, settings, context, signal, {
      run: before,
      label: changeLabel(before),
      ...(version && { source: version.source }),
    });
    this.wished = { suite: run.suite };
    const last = this.last();
    if (last !== undefined) this.chosen = { insteadOf: last, shown };
  }

  /** Lets a person pick the run that is shown as the new side, beside the version before it; false where none was picked. */
  async choose(): Promise<boolean> {
    const { live } = this.parts;
    const picked = await pickResult('Show which suite?', live.state(this.prompt)?.results ?? []);
    if (picked === undefined) return false;
    const isOther = this.wish({ suite: picked.target.suite.path });
    const last = this.last();
    if (last === undefined) return false;
    const context = await this.parts.context(this.prompt);
    const run = await pickRun('Show which run?', last.run, context.ports, { withCurrent: true });
    if (run === undefined) return isOther;
    const { signal } = new AbortController();
    const settings = runSettings(vscode.Uri.file(this.prompt)).live;
    this.chosen =
      run.id === last.run.id
        ? undefined
        : {
            insteadOf: last,
            shown: await storedResult(last.target, run, settings, context, signal),
          };
    return true;
  }

  private last(): Evaluated | undefined {
    return chosenResult(this.parts.live.state(this.prompt)?.results ?? [], this.wished);
  }
}
