import { writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import * as vscode from 'vscode';
import { deferred } from '../../support/vscode/deferred.ts';
import { nextEvent, until } from '../../support/vscode/until.ts';
import type { HostMeasurements } from './hostMeasurements.ts';
import { logLines } from './logScoring.ts';
import { instructions, systemText, writeWorkspace } from './workspace.ts';
import { writeLog } from './writeLog.ts';

const hint = vscode.DiagnosticSeverity.Hint;

/** Runs in the extension host; what it measures goes to the file that the environment names. */
export async function run(): Promise<void> {
  const told: { baseUrl: string; result: string } = JSON.parse(
    process.env.MICRO_METRICS_BENCH ?? '{}',
  );
  try {
    writeFileSync(told.result, JSON.stringify(await measure(told.baseUrl)));
  } catch (error) {
    writeFileSync(told.result, String(error instanceof Error ? error.stack : error));
    throw error;
  }
}

async function measure(baseUrl: string): Promise<HostMeasurements> {
  const home = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  const extension = vscode.extensions.getExtension('micro-metrics.micro-metrics');
  if (home === undefined || extension === undefined) throw new Error('Nothing is open.');
  if (extension.isActive) throw new Error('The extension is active before anything asked for it.');
  const begun = performance.now();
  await extension.activate();
  const activationMs = performance.now() - begun;
  const idle = await turnsWhile(() => new Promise((resolve) => setTimeout(resolve, 4000)));
  const log = await measureLog(join(home, 'log'));
  const saves = await measureSaves(join(home, 'small'), baseUrl);
  const stream = await measureStream(join(home, 'large'), baseUrl);
  return { activationMs, idle, ...log, ...saves, ...stream };
}

/** Its suite is the only one so far, so nobody is asked which one judges. */
async function measureLog(folder: string) {
  await mkdir(folder, { recursive: true });
  await writeWorkspace(folder, { cases: 1, metrics: 5, baseUrl: 'http://127.0.0.1:1/v1' });
  const score = async (name: string, lines: number) => {
    const path = join(folder, name);
    await writeLog(path, lines);
    const begun = performance.now();
    await vscode.commands.executeCommand('microMetrics.scoreLog', vscode.Uri.file(path));
    const ms = performance.now() - begun;
    const isShown = vscode.workspace.textDocuments.some(({ uri }) =>
      uri.path.startsWith(`/${name}`),
    );
    if (!isShown) throw new Error(`There is no report on ${name}.`);
    return ms;
  };
  await score('small.jsonl', 1000);
  let logMs = 0;
  let peak = 0;
  const before = process.memoryUsage.rss();
  const looking = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 50);
  const scoringLog = await turnsWhile(async () => {
    logMs = await score('log.jsonl', logLines);
  });
  clearInterval(looking);
  return { logMs, logGrowthMb: (peak - before) / 1e6, scoringLog };
}

async function measureSaves(folder: string, baseUrl: string) {
  await mkdir(folder, { recursive: true });
  await writeWorkspace(folder, { cases: 100, metrics: 5, baseUrl });
  const uri = vscode.Uri.file(join(folder, 'bench.prompt.md'));
  const editor = await vscode.window.showTextDocument(uri);
  const savedToShownMs: number[] = [];
  const savingMs: number[] = [];
  // Each lacks an instruction that the other has: whichever is saved, one metric got worse.
  const versions = [0, 1].map((left) =>
    instructions.filter((_, index) => index !== left).join(' '),
  );
  for (let round = 0; round < 24; round++) {
    const text = versions[round % 2] ?? '';
    const all = new vscode.Range(0, 0, editor.document.lineCount, 0);
    await editor.edit((edit) => edit.replace(all, `${text}\n`));
    const hasWorse = () =>
      vscode.languages
        .getDiagnostics(uri)
        // Stale ones are hints.
        .some(({ message, severity }) => severity !== hint && message.includes('got worse'));
    await until('old results to be put away', () => !hasWorse());
    let saved = 0;
    const shown = deferred<number>();
    const saving = vscode.workspace.onDidSaveTextDocument(() => {
      saved = performance.now();
    });
    // Looked at, not listened to: VS Code tells of changed diagnostics 50 ms later than they are there.
    const looking = setInterval(() => {
      if (saved > 0 && hasWorse()) shown.resolve(performance.now());
    }, 1);
    const begun = performance.now();
    await editor.document.save();
    // Nothing is worse in the very first run, which has nothing to be compared with.
    if (round === 0) await finished(uri);
    else {
      const at = await shown.promise;
      // The first rounds ask the model and start the workers.
      if (round >= 4) {
        savedToShownMs.push(at - saved);
        savingMs.push(saved - begun);
      }
    }
    saving.dispose();
    clearInterval(looking);
  }
  return { savedToShownMs, savingMs };
}

async function measureStream(folder: string, baseUrl: string) {
  await mkdir(folder, { recursive: true });
  await writeWorkspace(folder, { cases: 5000, metrics: 3, baseUrl });
  const uri = vscode.Uri.file(join(folder, 'bench.prompt.md'));
  const editor = await vscode.window.showTextDocument(uri);
  let runMs = 0;
  const streaming = await turnsWhile(async () => {
    const begun = performance.now();
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), `${systemText} `));
    await editor.document.save();
    await finished(uri);
    runMs = performance.now() - begun;
  });
  return { streaming, runMs };
}

/** Waits until the lens above the prompt shows a result. */
async function finished(uri: vscode.Uri): Promise<void> {
  await nextEvent('a save', vscode.workspace.onDidSaveTextDocument, () => true, 10).catch(() => 0);
  await until(
    'the end of the run',
    async () => {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        uri,
        100,
      );
      return lenses.some(({ command }) => /\d of \d+ metrics pass/.test(command?.title ?? ''));
    },
    { timeoutMs: 120_000, everyMs: 250 },
  );
}

/**
 * How long turns of the event loop take while something goes on: by the clock, and in processor time of this thread, which
 * other programs on the machine do not lengthen.
 */
async function turnsWhile(work: () => Promise<unknown>) {
  const resolution = 2;
  const histogram = monitorEventLoopDelay({ resolution });
  const busy: number[] = [];
  let before = cpuMs();
  const probe = setInterval(() => {
    const now = cpuMs();
    busy.push(now - before);
    before = now;
  }, resolution);
  histogram.enable();
  await work();
  histogram.disable();
  clearInterval(probe);
  return {
    longestMs: Math.max(0, histogram.max / 1e6 - resolution),
    longestCpuMs: Math.max(...busy),
    above16: busy.filter((ms) => ms > 16).length,
    turns: busy.length,
  };
}

function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
