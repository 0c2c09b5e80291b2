import * as vscode from 'vscode';
import { acceptRun, markedId, markRun, unmark } from '../../core/compare/baselines.ts';
import { EvalError } from '../../core/errors.ts';
import { type Disposable, DisposableStore } from '../../core/lifecycle.ts';
import type { Evaluated } from '../../core/live/evaluatePrompt.ts';
import { isOutdated } from '../../core/live/promptState.ts';
import { basename } from '../../core/path.ts';
import { committedPath, withCommitted } from '../../core/report/committedBaseline.ts';
import type { Contribution } from '../base/contribution.ts';
import { commandIds } from '../base/contributions.ts';
import { parseComparisonTarget } from '../comparison/comparisonTarget.ts';
import { parseSideRequest } from '../comparison/sideRequest.ts';
import { promptsFor } from '../runs/promptChoice.ts';
import { pickResult } from '../runs/resultPick.ts';
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
    const found = await this.resultOf(given, 'Compare the results of which suite?');
    if (found === undefined) return;
    const { prompt, result } = found;
    const { side, choice } = parseSideRequest(given);
    await this.services.comparisons.choose(prompt, result.run.suite, side, choice);
  }

  private async pin(given: unknown): Promise<void> {
    const found = await this.resultOf(given, 'Pin a run of which suite?');
    if (found === undefined) return;
    const { prompt, result } = found;
    const { ports } = await this.services.context(prompt);
    const pinned = await markedId(ports.store, 'pinned', result.run);
    const sources = { ...ports, history: this.services.git };
    const run = await pickRun('Compare with which run from now on?', result.run, sources, {
      withCurrent: true,
      ...(pinned !== undefined && { pinned }),
    });
    if (run === undefined) return;
    if (run.id === pinned) await unmark(ports.store, 'pinned', run);
    else await markRun(ports.store, 'pinned', run);
    await this.services.live.compareByDefault(prompt, run);
    const name = basename(prompt);
    vscode.window.setStatusBarMessage(
      run.id === pinned
        ? `Micro Metrics: ${name} is compared with its previous version again.`
        : `Micro Metrics: ${name} is compared with the pinned run from now on.`,
      5000,
    );
  }

  private async accept(given: unknown): Promise<void> {
    const found = await this.resultOf(given, 'Accept the results of which suite?');
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

  /** The result that a command is about; of several suites a person picks one, unless the command names it. */
  private async resultOf(
    given: unknown,
    title: string,
  ): Promise<{ readonly prompt: string; readonly result: Evaluated } | undefined> {
    const { live, workspace } = this.services;
    const target = parseComparisonTarget(given);
    const [prompt] = await promptsFor(target?.prompt, workspace);
    if (prompt === undefined) return undefined;
    await live.restore(prompt);
    const results = live.state(prompt)?.results ?? [];
    const suite = target?.suite ?? (await this.suiteOfRun(prompt, given));
    const named = results.find((result) => result.target.suite.path === suite);
    const result = named ?? (await pickResult(title, results));
    if (result !== undefined) return { prompt, result };
    if (results.length > 0) return undefined;
    // What is known costs nothing: the run brings the results back that the comparison needs.
    const choice = await vscode.window.showInformationMessage(
      `${basename(prompt)} has no results yet in this window.`,
      'Run Suite',
    );
    if (choice !== undefined) void live.run(prompt);
    return undefined;
  }

  private async suiteOfRun(prompt: string, given: unknown): Promise<string | undefined> {
    const { choice } = parseSideRequest(given);
    if (choice?.kind !== 'run') return undefined;
    const { store } = (await this.services.context(prompt)).ports;
    return (await store.run(choice.id))?.suite;
  }
}
