import * as vscode from 'vscode';
import { until } from '../../support/vscode/until.ts';

/**
 * What VS Code itself tells of the activation of each extension (`Developer: Startup Performance`): loading its code, calling
 * `activate`, and waiting for what that gives; together, in whole milliseconds, by the extension's id.
 */
export async function activationTimes(wanted: string): Promise<ReadonlyMap<string, number>> {
  await vscode.commands.executeCommand('perfview.show');
  const times = await until('the activation times', () => {
    const told = timesIn(reportText());
    return told.has(wanted) ? told : undefined;
  });
  await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  return times;
}

function reportText(): string {
  return vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'perf')?.getText() ?? '';
}

/** A row: id, eager or not, then three times in milliseconds. */
const activationRow =
  /^\|\s*([\w-]+\.[\w-]+)\s*\|\s*\w+\s*\|\s*(\d+)\s*\|\s*(\d+)\s*\|\s*(\d+)\s*\|/gm;

function timesIn(report: string): ReadonlyMap<string, number> {
  return new Map(
    [...report.matchAll(activationRow)].map(([, id = '', load, call, finish]) => [
      id,
      Number(load) + Number(call) + Number(finish),
    ]),
  );
}
