import * as vscode from 'vscode';
import { changeLabel } from '../../core/compare/baselineLabel.ts';
import { acceptRun, markedId, markRun, unmark } from '../../core/compare/baselines.ts';
import type { Baseline } from '../../core/compare/judgeBaseline.ts';
import { EvalError } from '../../core/errors.ts';
import { type Disposable, DisposableStore } from '../../core/lifecycle.ts';
import { defaultBaseline } from '../../core/live/baselines.ts';
import type { Evaluated } from '../../core/live/evaluatePrompt.ts';
import { isOutdated } from '../../core/live/promptState.ts';
import { basename } from '../../core/path.ts';
import { committedPath, withCommitted } from '../../core/results/committedBaseline.ts';
import type { Contribution } from '../base/contribution.ts';
import { commandIds } from '../base/contributions.ts';
import { chooseBaseline } from '../comparison/baselineChoice.ts';
import { parseComparisonTarget } from '../comparison/comparisonTarget.ts';
import { recordingBaseline } from '../logs/recordingBaseline.ts';
import { promptsFor } from '../runs/promptChoice.ts';
import { pickRun } from '../runs/runChoice.ts';
import type { Services } from '../services.ts';

/** Compare with..., Pin Baseline, Accept Results as Baseline. */
export class BaselineCommands implements Contribution {
  private readonly services: Services;

  constructor(services: Services) {
    this.services = services;
  }

  register(): Disposable {
    const { commands } = this.services;
    const owned = new DisposableStore();
    owned.add(commands.register(commandIds.compareWith, (given) => this.compareWith(given)));
    owned.add(commands.register(commandIds.pinBaseline, (given) => this.pin(given)));
    owned.add(commands.register(commandIds.acceptBaseline, (given) => this.accept(given)));
    return owned;
  }

  private async compareWith(given: unknown): Promise<void> {
    const found = await this.resultOf(given);
    if (found === undefined) return;
    const { prompt, result } = found;
    const chosen = textIn(given, 'run');
    const recording = textIn(given, 'recording');
    const baseline =
      recording !== undefined
        ? await recordingBaseline(recording, result.target, this.services)
        : chosen === undefined
          ? await chooseBaseline(result, this.services)
          : await this.stored(prompt, chosen);
    if (baseline === undefined) return;
    const { live, comparisons } = this.services;
    const { ports } = await this.services.context(prompt);
    await live.compareWith(prompt, async (current) =>
      current.suite === result.run.suite ? baseline : defaultBaseline(current, ports),
    );
    await comparisons.show(prompt);
  }

  private async pin(given: unknown): Promise<void> {
    const found = await this.resultOf(given);
    if (found === undefined) return;
    const { prompt, result } = found;
    const { ports } = await this.services.context(prompt);
    const pinned = await markedId(ports.store, 'pinned', result.run);
    const run = await pickRun('Compare with which run from now on?', result.run, ports, {
      withCurrent: true,
      ...(pinned !== undefined && { pinned }),
    });
    if (run === undefined) return;
    if (run.id === pinned) await unmark(ports.store, 'pinned', run);
    else await markRun(ports.store, 'pinned', run);
    await this.services.live.compareWith(prompt, (current) => defaultBaseline(current, ports));
    const name = basename(prompt);
    vscode.window.setStatusBarMessage(
      run.id === pinned
        ? `Micro Metrics: ${name} is compared with its previous version again.`
        : `Micro Metrics: ${name} is compared with the pinned run from now on.`,
      5000,
    );
  }

  private async accept(given: unknown): Promise<void> {
    const found = await this.resultOf(given);
    if (found === undefined) return;
    const { prompt, result } = found;
    const { run } = result;
    const state = this.services.live.state(prompt);
    if (run.status !== 'complete' || (state !== undefined && isOutdated(state, result))) {
      throw new EvalError(
        'usage',
        `${basename(prompt)} has no complete results of its present text. Save it and let its suite end, then accept.`,
      );
    }
    const { ports } = await this.services.context(prompt);
    const path = committedPath(run.suite);
    const text = await withCommitted(ports.files, [run], path);
    await vscode.workspace.fs.writeFile(vscode.Uri.file(path), new TextEncoder().encode(text));
    await acceptRun(ports.store, run, ports.clock.now());
    const choice = await vscode.window.showInformationMessage(
      `The results of ${basename(prompt)} were accepted and written to ${basename(path)}.`,
      'Open File',
    );
    if (choice !== undefined) await vscode.window.showTextDocument(vscode.Uri.file(path));
  }

  /** The first result of the prompt that a command is about. */
  private async resultOf(
    given: unknown,
  ): Promise<{ readonly prompt: string; readonly result: Evaluated } | undefined> {
    const { live, workspace } = this.services;
    const [prompt] = await promptsFor(parseComparisonTarget(given)?.prompt, workspace);
    if (prompt === undefined) return undefined;
    await live.restore(prompt);
    const result = live.state(prompt)?.results[0];
    if (result !== undefined) return { prompt, result };
    // What is known costs nothing: the run brings the results back that the comparison needs.
    const choice = await vscode.window.showInformationMessage(
      `${basename(prompt)} has no results yet in this window.`,
      'Run Suite',
    );
    if (choice !== undefined) void live.run(prompt);
    return undefined;
  }

  private async stored(prompt: string, id: string): Promise<Baseline | undefined> {
    const { store } = (await this.services.context(prompt)).ports;
    const run = await store.run(id);
    if (run === undefined) return undefined;
    const version = await store.version(run.prompt, run.promptVersion);
    return { run, label: changeLabel(run), ...(version && { source: version.source }) };
  }
}

/** What a command was asked for, as in `{ prompt, run }` by its id or `{ prompt, recording }` by its path. */
function textIn(given: unknown, name: 'run' | 'recording'): string | undefined {
  if (typeof given !== 'object' || given === null) return undefined;
  const text: unknown = Reflect.get(given, name);
  return typeof text === 'string' ? text : undefined;
}
