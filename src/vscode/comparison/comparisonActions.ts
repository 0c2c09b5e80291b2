import * as vscode from 'vscode';
import { EvalError } from '../../core/errors.ts';
import { labelLine, labelsPath } from '../../core/judges/labels.ts';
import type { Evaluated } from '../../core/live/evaluatePrompt.ts';
import type { RunResult, TrialResult } from '../../core/results/runResult.ts';
import { setExpected } from '../../core/suite/edit/caseKey.ts';
import { caseOfReply } from '../../core/suite/edit/caseOfReply.ts';
import { insertItem } from '../../core/suite/edit/listItem.ts';
import { openSuiteText } from '../../core/suite/edit/suiteText.ts';
import type { TextEdit } from '../../core/suite/edit/textEdit.ts';
import { yamlItem } from '../../core/suite/edit/yamlItem.ts';
import type { ActionTarget } from '../../panel/protocol.ts';
import { toVsRange } from '../base/convert.ts';

/**
 * Makes the shown output the expected answer of its case. The suite is shown unsaved, so that one undo takes it back.
 * @throws {EvalError} not-found, bad-file
 */
export async function acceptOutput(result: Evaluated, target: ActionTarget): Promise<void> {
  const { suite } = result.target;
  const item = caseOf(result, target);
  const { output } = trialOf(result.run, target);
  if (output === null)
    throw new EvalError('usage', `The case '${item.id}' has no output to accept.`);
  await editSuite(suite.path, (source) => setExpected(source, suite, item, output));
}

/**
 * Adds the shown reply, with what was said before it, as a case of its own.
 * @throws {EvalError} not-found, bad-file
 */
export async function makeCase(result: Evaluated, target: ActionTarget): Promise<void> {
  const { suite, cases } = result.target;
  const trial = trialOf(result.run, target);
  const taken = new Set(cases.map(({ id }) => id));
  const reply = target.reply ?? Math.max(0, trial.replies.length - 1);
  const made = caseOfReply(caseOf(result, target), trial, reply, (id) => taken.has(id));
  await editSuite(suite.path, (source) =>
    insertItem(openSuiteText(source), 'cases', yamlItem(made)),
  );
}

/**
 * Keeps what a person thinks of a judge's score: a label beside the suite, by which judges are measured.
 * @throws {EvalError} usage where there is no score
 */
export async function judgeScore(
  { target: { suite }, run }: Evaluated,
  target: ActionTarget,
  isRight: boolean,
): Promise<void> {
  const trial = trialOf(run, target);
  const score = trial.scores.find(({ metric }) => metric === target.metric);
  if (score === undefined || score.passed === null || trial.output === null)
    throw new EvalError('usage', 'There is no score of this reply to say anything about.');
  const line = labelLine({
    metric: score.metric,
    case: target.caseId ?? '',
    reply: trial.output,
    passed: isRight ? score.passed : !score.passed,
    on: new Date().toISOString().slice(0, 10),
  });
  const file = vscode.Uri.file(labelsPath(suite.path));
  const known = await textOf(file);
  const lead = known === '' || known.endsWith('\n') ? known : `${known}\n`;
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(lead + line));
  const word = isRight ? 'right' : 'wrong';
  vscode.window.setStatusBarMessage(
    `Micro Metrics: kept that the judge is ${word}, in ${vscode.workspace.asRelativePath(file)}.`,
    5000,
  );
}

/** @throws {EvalError} usage where there is no output */
export async function copyOutput(
  run: Pick<RunResult, 'cases'>,
  target: ActionTarget,
): Promise<void> {
  const trial = trialOf(run, target);
  const reply = target.reply === undefined ? undefined : trial.replies[target.reply]?.text;
  const text = reply ?? trial.output;
  if (text === null) throw new EvalError('usage', 'There is no reply to copy.');
  await vscode.env.clipboard.writeText(text);
}

/** @param json of a request */
export async function copyRequest(json: string): Promise<void> {
  await vscode.env.clipboard.writeText(json);
  vscode.window.setStatusBarMessage('Micro Metrics: the request is on the clipboard.', 5000);
}

function caseOf({ target: { cases } }: Evaluated, { caseId }: ActionTarget) {
  const found = cases.find(({ id }) => id === caseId);
  if (found !== undefined) return found;
  throw new EvalError('not-found', `The suite has no case '${caseId ?? ''}' any more.`);
}

function trialOf(run: Pick<RunResult, 'cases'>, { caseId, trial = 0 }: ActionTarget): TrialResult {
  const trials = run.cases.find(({ id }) => id === caseId)?.trials ?? [];
  const found = trials.find((item) => item.trial === trial) ?? trials[0];
  if (found !== undefined) return found;
  throw new EvalError('not-found', `The result has no reply to '${caseId ?? ''}' any more.`);
}

async function textOf(file: vscode.Uri): Promise<string> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return '';
    throw error;
  }
}

async function editSuite(
  path: string,
  make: (source: string) => readonly TextEdit[],
): Promise<void> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(path));
  const edits = make(document.getText());
  const edit = new vscode.WorkspaceEdit();
  for (const { range, text } of edits) edit.replace(document.uri, toVsRange(range), text);
  await vscode.workspace.applyEdit(edit);
  const [first] = edits;
  const start = first === undefined ? new vscode.Position(0, 0) : toVsRange(first.range).start;
  await vscode.window.showTextDocument(document, {
    viewColumn: vscode.ViewColumn.One,
    selection: new vscode.Range(start, start),
  });
}
