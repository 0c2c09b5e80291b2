import * as vscode from 'vscode';
import { mutationSummary } from '../../core/coverage/mutationText.ts';
import { EvalError } from '../../core/errors.ts';
import { type Disposable, DisposableStore } from '../../core/lifecycle.ts';
import { basename } from '../../core/path.ts';
import type { Contribution } from '../base/contribution.ts';
import { commandIds } from '../base/contributions.ts';
import { promptsFor } from '../runs/promptChoice.ts';
import type { Services } from '../services.ts';
import type { InstructionMarks } from './instructionMarks.ts';
import { testInstructions } from './instructionTesting.ts';

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
        return testInstructions(result, this.services, {
          report: (message, increment) => progress.report({ message, increment }),
          signal: controller.signal,
        });
      },
    );
    await this.marks.update(prompt);
    const choice = await vscode.window.showInformationMessage(
      `${basename(prompt)}: ${mutationSummary(done)}`,
      'Show Prompt',
    );
    if (choice !== undefined) await vscode.window.showTextDocument(vscode.Uri.file(prompt));
  }
}
