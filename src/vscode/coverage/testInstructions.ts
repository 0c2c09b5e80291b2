import * as vscode from 'vscode';
import { keepMutation } from '../../core/coverage/keptMutations.ts';
import { type MutationResult, mutate } from '../../core/coverage/mutate.ts';
import { mutationSummary } from '../../core/coverage/mutationText.ts';
import { EvalError } from '../../core/errors.ts';
import { type Disposable, DisposableStore } from '../../core/lifecycle.ts';
import type { Evaluated } from '../../core/live/evaluated.ts';
import { basename } from '../../core/path.ts';
import { instructionsOf } from '../../core/propose/instructions.ts';
import { dollarText } from '../../core/run/budget.ts';
import type { Contribution } from '../contribution.ts';
import { commandIds } from '../contributions.ts';
import { promptsFor } from '../promptChoice.ts';
import type { Services } from '../services.ts';
import { instructionBudget, runSettings } from '../settings.ts';
import type { InstructionMarks } from './instructionMarks.ts';

/** Test Instructions: leaves out one instruction after the other and sees whether any metric notices. */
export class TestInstructions implements Contribution {
  private readonly services: Services;
  private readonly marks: InstructionMarks;

  constructor(services: Services, marks: InstructionMarks) {
    this.services = services;
    this.marks = marks;
  }

  register(): Disposable {
    const owned = new DisposableStore();
    owned.add(
      this.services.commands.register(commandIds.testInstructions, async (given) => {
        const [prompt] = await promptsFor(given, this.services.workspace);
        if (prompt !== undefined) await this.test(prompt);
      }),
    );
    return owned;
  }

  private async test(prompt: string): Promise<void> {
    const { live } = this.services;
    const known = live.state(prompt);
    const isFresh = known !== undefined && known.results.length > 0 && !known.isStale;
    const { results, failure } = isFresh ? known : await live.run(prompt);
    const [result] = results;
    if (result === undefined || result.run.status !== 'complete')
      throw new EvalError(
        'usage',
        failure?.message ??
          `${basename(prompt)} has no complete results to compare with. Run its suite first.`,
      );
    const title = `Testing the instructions of ${basename(prompt)}`;
    const location = vscode.ProgressLocation.Notification;
    const done = await vscode.window.withProgress(
      { title, location, cancellable: true },
      (progress, token) => {
        const controller = new AbortController();
        token.onCancellationRequested(() => controller.abort());
        return this.tryAll(prompt, result, controller.signal, (message, increment) =>
          progress.report({ message, increment }),
        );
      },
    );
    await this.marks.update(prompt);
    const choice = await vscode.window.showInformationMessage(
      `${basename(prompt)}: ${mutationSummary(done)}`,
      'Show Prompt',
    );
    if (choice !== undefined) await vscode.window.showTextDocument(vscode.Uri.file(prompt));
  }

  private async tryAll(
    prompt: string,
    { target, run }: Evaluated,
    signal: AbortSignal,
    report: (message: string, increment: number) => void,
  ): Promise<readonly MutationResult[]> {
    const context = await this.services.context(prompt);
    const { store, clock } = context.ports;
    const { fallback, budget } = runSettings(vscode.Uri.file(prompt));
    const { calls: maxCalls, dollars } = instructionBudget(vscode.Uri.file(prompt));
    const total = instructionsOf(target.prompt).length;
    const stages = [...new Set(run.metrics.map(({ stage }) => stage))];
    const options = { maxCalls, stages, fallback, budget: { ...budget, perRun: dollars } };
    const owner = { prompt: target.prompt.path, suite: target.suite.path };
    const done: MutationResult[] = [];
    let cost: number | null = 0;
    report(`0 of ${total}`, 0);
    for await (const result of mutate(target, run, options, context, signal)) {
      // What was stopped halfway says nothing.
      if (signal.aborted) break;
      done.push(result);
      cost = cost === null || result.cost === null ? null : cost + result.cost;
      const { metrics } = target.suite;
      await keepMutation(store, owner, target.prompt, result, metrics, clock.now());
      const calls = done.reduce((sum, one) => sum + one.calls, 0);
      const price = cost === null ? '' : `, ${dollarText(cost)}`;
      report(`${done.length} of ${total}, ${calls} calls${price}`, 100 / total);
      if (cost !== null && cost >= dollars) break;
    }
    return done;
  }
}
