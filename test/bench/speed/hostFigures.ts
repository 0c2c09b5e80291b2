import { rmSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { HostLauncher } from '../../support/vscode/hostLauncher.ts';
import { findVSCode } from '../../support/vscode/install.ts';
import { projectRoot, toolsFolder } from '../../support/vscode/paths.ts';
import { onShutdown } from '../../support/vscode/shutdown.ts';
import { makeTempFolder } from '../../support/vscode/tempFolder.ts';
import { absolute, type SpeedFigure } from './figure.ts';
import { type HostBench, HostMeasurements } from './hostMeasurements.ts';
import { startLatencyServer } from './latencyServer.ts';
import { logLimitMs } from './logScoring.ts';

const settings = {
  'microMetrics.concurrency': 50,
  'microMetrics.ask.aboveCalls': 100_000,
  'microMetrics.budget.callsPerSaveWithoutPrice': 100_000,
};

/** Measurements inside the extension host of a real VS Code; each round is a window of its own. */
export async function hostFigures(
  rounds: number,
  profiles: string | undefined,
): Promise<readonly SpeedFigure[]> {
  const folder = join(toolsFolder, `bench-${process.pid}`);
  onShutdown(() => rmSync(folder, { recursive: true, force: true }));
  await mkdir(folder, { recursive: true });
  const tests = join(folder, 'hostModule.mjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'hostModule.ts')],
    outfile: tests,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    packages: 'external',
    logLevel: 'silent',
    absWorkingDir: projectRoot,
  });
  await using server = await startLatencyServer(20);
  await using launcher = new HostLauncher(await findVSCode((line) => console.error(line)));
  const all: HostMeasurements[] = [];
  for (let round = 0; round < rounds; round++) {
    await using workspace = await makeTempFolder('mm-bench-');
    const result = join(workspace.path, 'result.json');
    const told: HostBench = {
      baseUrl: server.baseUrl,
      result,
      ...(profiles !== undefined && { profiles: resolve(profiles) }),
    };
    const env = { MICRO_METRICS_BENCH: JSON.stringify(told) };
    const home = join(workspace.path, 'home');
    await mkdir(home);
    const host = {
      folder: home,
      extension: projectRoot,
      tests,
      timeoutMs: 240_000,
      verbose: false,
    };
    const code = await launcher.run(host, { settings, env });
    const text = await readFile(result, 'utf8').catch(() => '');
    if (code !== 0) throw new Error(`The measurements in the extension host failed. ${text}`);
    all.push(HostMeasurements.parse(JSON.parse(text)));
  }
  return figuresOf(all);
}

function figuresOf(all: readonly HostMeasurements[]): readonly SpeedFigure[] {
  return [
    absolute(
      {
        ...{ id: 'activation', what: 'activation as VS Code tells it, loading included' },
        ...{ unit: 'ms', limit: 50, floorIs: "VS Code's own extensions" },
      },
      all.map(({ activationToldMs }) => activationToldMs),
      all.flatMap(({ otherActivationsMs }) => otherActivationsMs),
    ),
    absolute(
      { id: 'activation-asked', what: 'the same from asking to the answer', unit: 'ms' },
      all.map(({ activationMs }) => activationMs),
    ),
    absolute(
      {
        ...{ id: 'save-cached', what: '100 cases x 5 metrics cached: saved to diagnostics' },
        ...{ unit: 'ms', limit: 50, floorIs: "VS Code's own saving" },
      },
      all.flatMap(({ savedToShownMs }) => savedToShownMs),
      all.flatMap(({ savingMs }) => savingMs),
    ),
    absolute(
      {
        id: 'host-log',
        what: 'Score Production Log, 100,000 lines',
        unit: 'ms',
        limit: logLimitMs,
      },
      all.map(({ logMs }) => logMs),
    ),
    absolute(
      {
        ...{ id: 'host-log-turn', what: 'longest turn of the host meanwhile, processor time' },
        ...{ unit: 'ms', floorIs: 'the idle host' },
      },
      all.map(({ scoringLog }) => scoringLog.longestCpuMs),
      all.map(({ idle }) => idle.longestCpuMs),
    ),
    absolute(
      { id: 'host-log-memory', what: 'memory that it takes', unit: 'MB', limit: 350 },
      all.map(({ logGrowthMb }) => logGrowthMb),
    ),
    absolute(
      {
        ...{ id: 'host-turn-opening', what: 'longest turn of the host, first prompt opened' },
        ...{ unit: 'ms', floorIs: 'the idle host' },
      },
      all.map(({ opening }) => opening.longestCpuMs),
      all.map(({ idle }) => idle.longestCpuMs),
    ),
    absolute(
      {
        ...{ id: 'host-turn', what: 'longest turn of the host, 5000 cases streaming' },
        ...{ unit: 'ms', limit: 16, floorIs: 'the idle host' },
      },
      all.map(({ streaming }) => streaming.longestCpuMs),
      all.map(({ idle }) => idle.longestCpuMs),
    ),
    absolute(
      {
        ...{ id: 'host-turn-own', what: 'longest of both in which no garbage was collected' },
        ...{ unit: 'ms', limit: 16, floorIs: 'the idle host' },
      },
      all.map(({ streaming, comparing }) =>
        Math.max(streaming.longestWithoutGcMs, comparing.longestWithoutGcMs),
      ),
      all.map(({ idle }) => idle.longestWithoutGcMs),
    ),
    absolute(
      {
        ...{ id: 'host-turn-clock', what: 'the same by the clock, other programs included' },
        ...{ unit: 'ms', floorIs: 'the idle host' },
      },
      all.map(({ streaming }) => streaming.longestMs),
      all.map(({ idle }) => idle.longestMs),
    ),
    absolute(
      { id: 'host-turns', what: 'turns above 16 ms', unit: 'turns', floorIs: 'the idle host' },
      all.map(({ streaming }) => streaming.above16),
      all.map(({ idle }) => idle.above16),
    ),
    absolute(
      {
        ...{ id: 'host-turn-compared', what: 'longest turn, compared with a run before' },
        ...{ unit: 'ms', limit: 16, floorIs: 'the idle host' },
      },
      all.map(({ comparing }) => comparing.longestCpuMs),
      all.map(({ idle }) => idle.longestCpuMs),
    ),
    absolute(
      {
        ...{ id: 'host-turns-compared', what: 'turns above 16 ms, compared' },
        ...{ unit: 'turns', floorIs: 'the idle host' },
      },
      all.map(({ comparing }) => comparing.above16),
      all.map(({ idle }) => idle.above16),
    ),
    absolute(
      {
        ...{ id: 'host-gc', what: 'longest garbage collection in such a turn, by the clock' },
        ...{ unit: 'ms', floorIs: 'the idle host' },
      },
      all.map(({ streaming, comparing }) => Math.max(streaming.longestGcMs, comparing.longestGcMs)),
      all.map(({ idle }) => idle.longestGcMs),
    ),
    absolute(
      {
        id: 'host-run',
        what: '5000 cases x 3 metrics, 20 ms, concurrency 50, in the host',
        unit: 'ms',
      },
      all.map(({ runMs }) => runMs),
    ),
  ];
}
