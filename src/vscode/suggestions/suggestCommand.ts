import * as vscode from 'vscode';
import { EvalError, isEvalError } from '../../core/errors.ts';
import { judgeChoice } from '../../core/judges/judgeModels.ts';
import type { Disposable } from '../../core/lifecycle.ts';
import { builtInMetrics } from '../../core/metrics/builtIn.ts';
import { basename, dirname } from '../../core/path.ts';
import type { Prompt } from '../../core/prompt/prompt.ts';
import {
  askForSuggestions,
  planSuggestions,
  type SuggestionInput,
  type Suggestions,
} from '../../core/propose/suggest/suggest.ts';
import { suggestionEdits } from '../../core/propose/suggest/suggestionEdits.ts';
import { resolveModelChoice } from '../../core/run/resolveModel.ts';
import { dayOf } from '../../core/run/spending.ts';
import { readSuite } from '../../core/suite/readSuite.ts';
import type { Suite } from '../../core/suite/suite.ts';
import { stemOf } from '../../core/suite/suitePath.ts';
import type { Contribution } from '../base/contribution.ts';
import { commandIds, productName } from '../base/contributions.ts';
import { pathOf } from '../base/convert.ts';
import { runSettings } from '../base/settings.ts';
import { promptsFor } from '../runs/promptChoice.ts';
import type { Services } from '../services.ts';
import { editDocument } from '../suites/suiteEdits.ts';
import { questionText, suggestionRows } from './suggestionText.ts';

/** Suggest Metrics and Cases: a model is asked for more than rules find. A person picks; nothing is added by itself. */
export class SuggestCommand implements Contribution {
  private readonly services: Services;

  constructor(services: Services) {
    this.services = services;
  }

  register(): Disposable {
    return this.services.commands.register(commandIds.suggest, (given) => this.suggest(given));
  }

  private async suggest(given: unknown): Promise<void> {
    const path = await this.promptOf(given);
    if (path === undefined) return;
    const prompt = await this.services.workspace.readPrompt(path);
    if (prompt === undefined)
      throw new EvalError('bad-file', `${basename(path)} cannot be read. Mend it first.`);
    const document = await this.suiteOf(path);
    const suite = read(document);
    const { fallback, budget } = runSettings(document.uri);
    const tested = resolveModelChoice(suite.model, prompt.model, fallback);
    const input: SuggestionInput = {
      ...{ prompt, suite, registry: builtInMetrics },
      model: judgeChoice(suite.judge, tested),
    };
    const context = await this.services.context(path);
    const plan = await planSuggestions(input, context);
    if (plan.calls > 0 && !(await isAgreed(questionText(plan)))) return;
    const title = `Asking ${plan.model.name} for metrics and cases`;
    const found = await cancellable(title, (signal) =>
      askForSuggestions(plan, input, budget, context, signal),
    );
    if (found === undefined) return;
    for (const reason of found.leftOut) this.services.log.info(`Left out: ${reason}`);
    const chosen = await pick(found, prompt);
    if (chosen === undefined) return;
    await editDocument(
      document,
      suggestionEdits(document.getText(), chosen, plan.model, dayOf(Date.now())),
      { takesFocus: true, isSaved: false },
    );
  }

  /** A prompt that was given, of a suite that was given or stands in front (also a draft), or one that a person picks. */
  private async promptOf(given: unknown): Promise<string | undefined> {
    const { kinds } = this.services.workspace;
    const front = vscode.window.activeTextEditor?.document.uri;
    const named = typeof given === 'string' ? given : front && pathOf(front);
    if (named !== undefined && kinds.isPrompt(named) && !kinds.isSuite(named)) return named;
    if (named !== undefined && front?.scheme === 'untitled' && kinds.isSuite(named)) {
      const name = /^prompt:\s*(.+?)\s*$/m.exec(
        vscode.window.activeTextEditor?.document.getText() ?? '',
      )?.[1];
      if (name !== undefined) return `${dirname(named)}/${name.replace(/^(["'])(.*)\1$/, '$2')}`;
    }
    return (await promptsFor(given, this.services.workspace))[0];
  }

  /** The suite of a prompt as it stands in the editor: a file, a draft that is open, or a new draft. */
  private async suiteOf(prompt: string): Promise<vscode.TextDocument> {
    const { targets } = await this.services.workspace.load(prompt);
    const own = targets.find(({ suite: { path } }) => /\.metrics\.ya?ml$/i.test(path))?.suite.path;
    if (own !== undefined) return vscode.workspace.openTextDocument(vscode.Uri.file(own));
    const path = `${dirname(prompt)}/${stemOf(prompt)}.metrics.yaml`;
    const draft = () =>
      vscode.workspace.textDocuments.find(
        ({ uri }) => uri.scheme === 'untitled' && pathOf(uri) === path,
      );
    if (draft() === undefined)
      await vscode.commands.executeCommand(commandIds.newSuite, prompt, { asksModel: false });
    const made = draft();
    if (made === undefined)
      throw new EvalError('usage', `${basename(prompt)} has no suite yet. Create one first.`);
    return made;
  }
}

function read(document: vscode.TextDocument): Suite {
  const path = pathOf(document.uri);
  const { value, problems } = readSuite({ path, text: document.getText() }, builtInMetrics);
  if (value !== undefined) return value;
  const why = problems[0]?.message ?? 'it cannot be read.';
  throw new EvalError('bad-file', `${basename(path)} cannot be added to: ${why}`, { file: path });
}

async function isAgreed(question: string): Promise<boolean> {
  const choice = await vscode.window.showInformationMessage(question, 'Ask', 'Choose Model');
  if (choice === 'Choose Model') await vscode.commands.executeCommand(commandIds.selectModel);
  return choice === 'Ask';
}

/** Works with progress that can be stopped; undefined when it was. */
async function cancellable<T>(
  title: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  const location = vscode.ProgressLocation.Notification;
  return vscode.window.withProgress({ location, title, cancellable: true }, async (_, token) => {
    const stop = new AbortController();
    const listening = token.onCancellationRequested(() => stop.abort());
    try {
      return await work(stop.signal);
    } catch (error) {
      if (isEvalError(error, 'aborted')) return undefined;
      throw error;
    } finally {
      listening.dispose();
    }
  });
}

/** The suggestions that a person ticks; undefined where there is none to add. */
async function pick(
  found: Suggestions,
  prompt: Prompt,
): Promise<Pick<Suggestions, 'metrics' | 'cases'> | undefined> {
  const left =
    found.leftOut.length === 0
      ? ''
      : ` ${found.leftOut.length} were left out; the log of ${productName} says why.`;
  const rows = suggestionRows(found);
  if (rows.length === 0) {
    void vscode.window.showInformationMessage(
      `${found.model.name} suggests nothing that ${basename(prompt.path)} could use.${left}`,
    );
    return undefined;
  }
  const chosen = await vscode.window.showQuickPick(
    rows.map((row) => {
      const { label, description, detail, isTicked } = row;
      return { label, description, detail, picked: isTicked, row };
    }),
    {
      title: `Suggestions for ${basename(prompt.path)}`,
      placeHolder: `Tick what to add to the suite.${left}`,
      canPickMany: true,
      ignoreFocusOut: true,
    },
  );
  if (chosen === undefined || chosen.length === 0) return undefined;
  const of = (kind: 'metric' | 'case') =>
    new Set(chosen.filter(({ row }) => row.kind === kind).map(({ row }) => row.index));
  const metrics = of('metric');
  const cases = of('case');
  return {
    metrics: found.metrics.filter((_, index) => metrics.has(index)),
    cases: found.cases.filter((_, index) => cases.has(index)),
  };
}
