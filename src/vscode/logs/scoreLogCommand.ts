import * as vscode from 'vscode';
import { EvalError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import { type Disposable, DisposableStore } from '../../core/lifecycle.ts';
import type { Target } from '../../core/live/evaluated.ts';
import { logCaseFile, nameCaseFile, newCaseRows } from '../../core/logs/caseFileEdits.ts';
import { logRateText } from '../../core/logs/changeText.ts';
import { amount } from '../../core/metrics/wording.ts';
import { basename } from '../../core/path.ts';
import { markdownReport } from '../../core/report/markdown.ts';
import type { ReportedRun } from '../../core/report/report.ts';
import { reportedLog } from '../../core/report/reportedLog.ts';
import { scoredLogsEvent } from '../../core/report/scoredLogsEvent.ts';
import type { Contribution } from '../base/contribution.ts';
import { commandIds, productName } from '../base/contributions.ts';
import { pathOf } from '../base/convert.ts';
import type { Services } from '../services.ts';
import { editSuite } from '../suites/suiteEdits.ts';
import type { LogReports } from './logReports.ts';
import { scoredLog } from './scoredLog.ts';

interface Scored {
  readonly target: Target;
  readonly rows: readonly JsonObject[];
}

/**
 * Score Production Log: a suite judges what a model said to users. The report is shown beside without taking the focus; only an
 * alert is notified of.
 */
export class ScoreLogCommand implements Contribution {
  private readonly services: Services;
  private readonly reports: LogReports;
  /** The log scored last, whose failing conversations can become cases. */
  private last: Scored | undefined;

  constructor(services: Services, reports: LogReports) {
    this.services = services;
    this.reports = reports;
  }

  register(): Disposable {
    const owned = new DisposableStore();
    const { commands } = this.services;
    owned.add(commands.register(commandIds.scoreLog, (given) => this.score(given)));
    owned.add(commands.register(commandIds.casesFromLog, () => this.makeCases()));
    return owned;
  }

  private async score(given: unknown): Promise<void> {
    const log = given instanceof vscode.Uri ? given : await pickLog();
    if (log === undefined) return;
    const target = await this.target();
    if (target === undefined) return;
    const path = pathOf(log);
    const startedAt = Date.now();
    const { scoring, badLines, isStopped } = await scoredLog(path, target, this.services);
    const result = scoring.result();
    if (result.scored === 0 && isStopped) return;
    if (result.scored === 0)
      throw new EvalError(
        'bad-file',
        `${basename(path)} holds no reply of a model that can be judged.`,
      );
    const reported = reportedLog(result, {
      ...{ suite: target.suite, prompt: target.prompt.path, log: path, version: '' },
      ...{ startedAt, durationMs: Date.now() - startedAt, isStopped },
    });
    this.last = { target, rows: scoring.failing.rows() };
    await this.keep(reported);
    await this.show(reported, path, badLines);
  }

  /** For maturity and health; the report stands without it. */
  private async keep(reported: ReportedRun): Promise<void> {
    try {
      const { ports } = await this.services.context(reported.run.prompt);
      await ports.store.record(scoredLogsEvent(reported, Date.now()));
    } catch (error) {
      this.services.log.error(`The rates of the log could not be kept: ${String(error)}`);
    }
  }

  private async show(reported: ReportedRun, log: string, badLines: number): Promise<void> {
    const show = (path: string) => vscode.workspace.asRelativePath(path);
    const left =
      badLines === 0
        ? ''
        : `\n\n${amount(badLines, 'line')} cannot be used and ${badLines === 1 ? 'was' : 'were'} left out; the log of the extension names the first.`;
    const text = `${markdownReport([reported], show, 'failure')}${left}\n`;
    const report = this.reports.add(log, text);
    const alerts = (reported.lines?.rates ?? []).filter(({ isAlert }) => isAlert);
    if (alerts.length === 0) {
      await this.reports.show(report);
      return;
    }
    const names = new Map(reported.run.metrics.map(({ id, name }) => [id, name]));
    const said = alerts.map(
      (rate) => `${names.get(rate.metric) ?? rate.metric}: ${logRateText(rate)}`,
    );
    const known = alerts.some(({ issue }) => issue !== undefined)
      ? 'A known issue is back'
      : 'Below target';
    const evidence = 'Show Evidence';
    // Not awaited: the command is done, whenever the notification is answered.
    void vscode.window
      .showWarningMessage(`${known} in ${basename(log)}. ${said.join(' ')}`, evidence)
      .then((choice) => (choice === evidence ? this.reports.show(report) : undefined));
  }

  private async makeCases(): Promise<void> {
    if (this.last === undefined || this.last.rows.length === 0)
      throw new EvalError(
        'usage',
        this.last === undefined
          ? 'Score a production log first; its failing conversations can then become cases.'
          : 'No conversation of the log that was scored last failed a metric with a question to ask again.',
      );
    const { target, rows } = this.last;
    const { path } = target.suite;
    const file = logCaseFile(path);
    const added = await appendRows(vscode.Uri.file(file), rows);
    await editSuite(path, (suite) => nameCaseFile(suite, suite.caseFiles, file), {
      find: () => basename(file),
      isSaved: false,
    });
    vscode.window.setStatusBarMessage(
      `${productName}: ${amount(added, 'failing conversation')} added to ${basename(file)}.`,
      8000,
    );
  }

  /** The suite that judges, with its prompt. */
  private async target(): Promise<Target | undefined> {
    const { workspace } = this.services;
    const targets = new Map<string, Target>();
    for (const prompt of await workspace.allPrompts())
      for (const target of (await workspace.load(prompt)).targets)
        if (!targets.has(target.suite.path)) targets.set(target.suite.path, target);
    const [first, ...others] = targets.values();
    if (first === undefined)
      throw new EvalError(
        'usage',
        'There is no suite that could judge the log. Create one with "New Suite for This Prompt".',
      );
    if (others.length === 0) return first;
    const items = [first, ...others].map((target) => ({
      label: basename(target.suite.path),
      description: vscode.workspace.asRelativePath(target.suite.path),
      target,
    }));
    return (await vscode.window.showQuickPick(items, { title: 'Which suite judges the log?' }))
      ?.target;
  }
}

async function pickLog(): Promise<vscode.Uri | undefined> {
  const picked = await vscode.window.showOpenDialog({
    title: 'Score Production Log',
    openLabel: 'Score',
    filters: { 'Logs (JSONL)': ['jsonl', 'ndjson', 'json', 'log'] },
  });
  return picked?.[0];
}

/** Adds rows at the end of a case file, as an edit that undo takes back. Gives their number. */
async function appendRows(uri: vscode.Uri, rows: readonly JsonObject[]): Promise<number> {
  const create = new vscode.WorkspaceEdit();
  create.createFile(uri, { ignoreIfExists: true });
  await vscode.workspace.applyEdit(create);
  const document = await vscode.workspace.openTextDocument(uri);
  const text = document.getText();
  const added = newCaseRows(rows, text);
  if (added === '') return 0;
  const edit = new vscode.WorkspaceEdit();
  const gap = text === '' || text.endsWith('\n') ? '' : '\n';
  edit.insert(uri, document.positionAt(text.length), gap + added);
  if (!(await vscode.workspace.applyEdit(edit)) || !(await document.save()))
    throw new EvalError('bad-file', `${basename(uri.path)} could not be written.`);
  return added.split('\n').length - 1;
}
