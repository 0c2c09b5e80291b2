import { writeFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { deferred } from '../../support/vscode/deferred.ts';
import { nextEvent, until } from '../../support/vscode/until.ts';
import { activationTimes } from './activationTimes.ts';
import type { HostBench, HostMeasurements } from './hostMeasurements.ts';
import { profiler } from './hostProfiler.ts';
import { clockMs, pause, turnsWhile } from './hostTurns.ts';
import { logLines } from './logScoring.ts';
import { instructions, systemText, writeWorkspace } from './workspace.ts';
import { writeLog } from './writeLog.ts';

/** Nothing listens there. */
const noServer = 'http://127.0.0.1:1/v1';

const hint = vscode.DiagnosticSeverity.Hint;

/** Runs in the extension host; what it measures goes to the file that the environment names. */
export async function run(): Promise<void> {
  const told: HostBench = JSON.parse(process.env.MICRO_METRICS_BENCH ?? '{}');
  try {
    writeFileSync(told.result, JSON.stringify(await measure(told)));
  } catch (error) {
    writeFileSync(told.result, String(error instanceof Error ? error.stack : error));
    throw error;
  }
}

async function measure({ baseUrl, profiles }: HostBench): Promise<HostMeasurements> {
  const home = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  const extension = vscode.extensions.getExtension('micro-metrics.micro-metrics');
  if (home === undefined || extension === undefined) throw new Error('Nothing is open.');
  if (extension.isActive) throw new Error('The extension is active before anything asked for it.');
  // Before anything has looked for suites: what it was is remembered until VS Code tells of a new file.
  await writeWorkspace(join(home, 'log'), { cases: 1, metrics: 5, baseUrl: noServer });
  const profiled = profiler(profiles);
  // Before the extension is there: what comes now is none of its doing.
  const idle = await profiled('idle', () => turnsWhile(() => pause(4000)));
  const activationMs = await profiled('activation', async () => {
    const begun = performance.now();
    await extension.activate();
    return performance.now() - begun;
  });
  const active = await profiled('active', () => turnsWhile(() => pause(4000)));
  const times = await activationTimes(extension.id);
  const opening = await profiled('opening', () => measureOpening(join(home, 'first')));
  const log = await profiled('log', () => measureLog(join(home, 'log')));
  const saves = await profiled('saves', () => measureSaves(join(home, 'small'), baseUrl));
  const stream = await profiled('stream', () => measureStream(join(home, 'large'), baseUrl));
  return {
    activationMs,
    activationToldMs: times.get(extension.id) ?? Number.NaN,
    otherActivationsMs: [...times].filter(([id]) => id !== extension.id).map(([, ms]) => ms),
    ...{ idle, active, opening, ...log, ...saves, ...stream },
  };
}

/** From the moment a first prompt is opened until everything that follows from it is loaded. */
async function measureOpening(folder: string) {
  await mkdir(folder, { recursive: true });
  const uri = vscode.Uri.file(join(folder, 'first.prompt.md'));
  await writeFile(uri.fsPath, `${systemText}\n`);
  return await turnsWhile(async () => {
    await vscode.window.showTextDocument(uri);
    await pause(4000);
  });
}

/** Its suite is the only one so far, so nobody is asked which one judges. */
async function measureLog(folder: string) {
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

/** The first round in which both versions have been run. */
const cachedFrom = 4;

async function setTrials(trials: number | undefined): Promise<void> {
  const settings = vscode.workspace.getConfiguration('microMetrics.verdicts');
  await settings.update('trials', trials, vscode.ConfigurationTarget.Global);
}

async function measureSaves(folder: string, baseUrl: string) {
  await mkdir(folder, { recursive: true });
  await writeWorkspace(folder, { cases: 100, metrics: 5, baseUrl });
  const uri = vscode.Uri.file(join(folder, 'bench.prompt.md'));
  const editor = await vscode.window.showTextDocument(uri);
  const savedToShownMs: number[] = [];
  const savingMs: number[] = [];
  const offset = clockMs() - performance.now();
  const windows: { from: number; to: number }[] = [];
  // Each lacks an instruction that the other has: whichever is saved, one metric got worse.
  const versions = [0, 1].map((left) =>
    instructions.filter((_, index) => index !== left).join(' '),
  );
  // At first with two trials of every case: where one is asked for, a run ends as soon as enough is known, and stores no more.
  await setTrials(2);
  for (let round = 0; round < 24; round++) {
    if (round === cachedFrom) await setTrials(undefined);
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
    if (round < cachedFrom) await finished(uri);
    else {
      const at = await shown.promise;
      // The first ones are no habit yet: what they need is compiled.
      if (round >= cachedFrom + 2) {
        savedToShownMs.push(at - saved);
        savingMs.push(saved - begun);
        windows.push({ from: saved + offset, to: at + offset });
      }
    }
    saving.dispose();
    clearInterval(looking);
  }
  return { savedToShownMs, savingMs, windows };
}

async function measureStream(folder: string, baseUrl: string) {
  await mkdir(folder, { recursive: true });
  await writeWorkspace(folder, { cases: 5000, metrics: 3, baseUrl });
  const uri = vscode.Uri.file(join(folder, 'bench.prompt.md'));
  const editor = await vscode.window.showTextDocument(uri);
  const run = async (added: string) => {
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), added));
    await editor.document.save();
    await until('the run to begin', async () => !(await showsResult(uri)));
    await finished(uri);
  };
  let runMs = 0;
  const streaming = await turnsWhile(async () => {
    const begun = performance.now();
    await run(`${systemText} `);
    runMs = performance.now() - begun;
  });
  // Beside the first one, while replies come in.
  const comparing = await turnsWhile(() => run('Answer in plain words. '));
  return { streaming, comparing, runMs };
}

/** Waits until the lens above the prompt shows a result. */
async function finished(uri: vscode.Uri): Promise<void> {
  await nextEvent('a save', vscode.workspace.onDidSaveTextDocument, () => true, 10).catch(() => 0);
  await until('the end of the run', () => showsResult(uri), { timeoutMs: 120_000, everyMs: 250 });
}

async function showsResult(uri: vscode.Uri): Promise<boolean> {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    uri,
    100,
  );
  return lenses.some(({ command }) => /\d of \d+ metrics pass/.test(command?.title ?? ''));
}
