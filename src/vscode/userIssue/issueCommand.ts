import * as vscode from 'vscode';
import { wrongReply } from '../../core/complaint/complaint.ts';
import { addLine } from '../../core/complaint/guardLine.ts';
import { issueEdits } from '../../core/complaint/issueEdits.ts';
import { EvalError } from '../../core/errors.ts';
import { type Disposable, DisposableStore } from '../../core/lifecycle.ts';
import type { Target } from '../../core/live/evaluated.ts';
import { basename, fileOfPrompt } from '../../core/path.ts';
import { sampleVariables } from '../../core/propose/proposeCases.ts';
import { dayOf } from '../../core/run/spending.ts';
import type { Contribution } from '../base/contribution.ts';
import { commandIds, productName } from '../base/contributions.ts';
import { toVsRange } from '../base/convert.ts';
import { promptsFor } from '../runs/promptChoice.ts';
import type { Services } from '../services.ts';
import { editSuite } from '../suites/suiteEdits.ts';
import { conversationAtHand } from './issueSource.ts';
import { askGoal, askIssue, askLine, askMark, askMetric, type IssueState } from './issueSteps.ts';
import { dialogue } from './steps.ts';

/** New Case from User Issue: a conversation that went wrong becomes a case, with a metric that is proven to catch it. */
export class IssueCommand implements Contribution {
  private readonly services: Services;

  constructor(services: Services) {
    this.services = services;
  }

  register(): Disposable {
    const owned = new DisposableStore();
    owned.add(
      this.services.commands.register(commandIds.newCaseFromIssue, (given) => this.newCase(given)),
    );
    return owned;
  }

  private async newCase(given: unknown): Promise<void> {
    const conversation = await conversationAtHand(given, this.services);
    if (conversation === undefined) return;
    if (wrongReply(conversation) === undefined)
      throw new EvalError(
        'bad-file',
        'Nobody replied in this conversation. Select it with the reply that was wrong.',
      );
    const target = await this.target();
    if (target === undefined) return;
    const state = await dialogue<IssueState>(
      `New Case for ${basename(target.prompt.path)}`,
      [askMark, askIssue, askGoal, askMetric(this.services), askLine],
      { conversation, target, mark: '', issue: '' },
    );
    if (state !== undefined) await this.add(state);
  }

  /** The prompt that the issue is about, with a suite that can be edited. */
  private async target(): Promise<Target | undefined> {
    const { workspace } = this.services;
    const known = await workspace.allPrompts();
    const [only] = known;
    const [prompt] = known.length === 1 && only ? [only] : await promptsFor(undefined, workspace);
    if (prompt === undefined) return undefined;
    const { targets } = await workspace.load(prompt);
    const editable = targets.filter(({ suite }) => /\.metrics\.ya?ml$/i.test(suite.path));
    if (editable.length === 0)
      throw new EvalError(
        'usage',
        `${basename(prompt)} has no suite "*.metrics.yaml" that the case could be added to. Create one with "New Suite for This Prompt" first.`,
      );
    const [first] = editable;
    if (editable.length === 1) return first;
    const items = editable.map((target) => ({ label: basename(target.suite.path), target }));
    const title = 'Which suite gets the case?';
    return (await vscode.window.showQuickPick(items, { title, ignoreFocusOut: true }))?.target;
  }

  private async add(state: IssueState): Promise<void> {
    const { target, conversation, mark, issue, missing, link, goal, line } = state;
    const metric =
      state.metric !== undefined && line !== undefined
        ? { ...state.metric, guards: line }
        : state.metric;
    const taken = new Set(target.cases.map(({ id }) => id));
    let added: ReturnType<typeof issueEdits> | undefined;
    await editSuite(
      target.suite.path,
      (suite) => {
        for (const { id } of suite.cases) taken.add(id);
        added = issueEdits(
          // Goals may stand in a file that the suite extends.
          { ...suite, goals: target.suite.goals },
          {
            complaint: { conversation, mark, issue, ...(missing !== undefined && { missing }) },
            ...(link !== undefined && { link }),
            ...(metric !== undefined && { metric }),
            ...(goal !== undefined && { goal }),
            variables: target.cases[0]?.variables ?? sampleVariables(target.prompt),
            today: dayOf(Date.now()),
          },
          (id) => taken.has(id),
        );
        return added.edits;
      },
      { find: () => `- id: ${added?.caseId ?? ''}`, takesFocus: true, isSaved: false },
    );
    if (line !== undefined) await addToPrompt(target, line);
    const what = added?.metricId === undefined ? 'Its case was' : 'Its case and its metric were';
    vscode.window.setStatusBarMessage(
      `${productName}: ${what} added to ${basename(target.suite.path)}. Save it to run them.`,
      8000,
    );
  }
}

/** The line behind the last instruction of the prompt; an edit of its own, since undo works file by file. */
async function addToPrompt({ prompt }: Target, line: string): Promise<void> {
  const uri = vscode.Uri.file(fileOfPrompt(prompt.path));
  const document = await vscode.workspace.openTextDocument(uri);
  const edit = addLine(prompt, line);
  // Edited since it was read: the place may be another one.
  if (edit === undefined || document.getText() !== prompt.source)
    throw new EvalError(
      'bad-file',
      `${basename(prompt.path)} has unsaved changes. Save it, or add the line yourself: ${line}`,
    );
  const change = new vscode.WorkspaceEdit();
  change.insert(uri, toVsRange(edit.range).start, edit.text);
  await vscode.workspace.applyEdit(change);
}
