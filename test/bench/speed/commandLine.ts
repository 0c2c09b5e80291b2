import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../../support/vscode/paths.ts';
import { makeTempFolder } from '../../support/vscode/tempFolder.ts';
import { absolute, ratio, type SpeedFigure } from './figure.ts';
import { startLatencyServer } from './latencyServer.ts';
import { type Measured, measureNode } from './measuredProcess.ts';
import { writeWorkspace } from './workspace.ts';

const cli = join(projectRoot, 'dist', 'cli.js');
const bareLoop = join(import.meta.dirname, 'bareLoop.ts');

export interface Load {
  readonly id: string;
  readonly cases: number;
  readonly latencyMs: number;
  readonly concurrency: number;
  /** The most that the command line may take, in times of the bare loop. */
  readonly limit: number;
  readonly limitMb?: number;
  readonly rounds: number;
}

/** The command line against a bare loop over the `openai` package, each a whole process, turn by turn. */
export async function runFigures(load: Load): Promise<readonly SpeedFigure[]> {
  const { cases, latencyMs, concurrency, rounds } = load;
  await using server = await startLatencyServer(latencyMs);
  await using folder = await makeTempFolder('mm-bench-');
  await writeWorkspace(folder.path, { cases, metrics: 3, baseUrl: server.baseUrl });
  const pairs: { readonly ms: number; readonly floorMs: number }[] = [];
  const all: Measured[] = [];
  for (let round = 0; round < rounds; round++) {
    await rm(join(folder.path, '.micro-metrics'), { recursive: true, force: true });
    const before = server.calls;
    const floor = await measureNode(
      [bareLoop, server.baseUrl, String(cases), String(concurrency)],
      folder.path,
    );
    const run = await measureNode(
      [cli, 'run', 'bench.prompt.md', '--concurrency', String(concurrency), '--fail-on', 'failure'],
      folder.path,
    );
    const calls = server.calls - before;
    if (calls !== 2 * cases) throw new Error(`${calls} calls were made in place of ${2 * cases}.`);
    pairs.push({ ms: run.ms, floorMs: floor.ms });
    all.push(run);
  }
  const what = `${cases} cases x 3 metrics, ${latencyMs} ms, concurrency ${concurrency}`;
  const peaks = all.flatMap(({ peakMb }) => peakMb ?? []);
  return [
    ratio(
      { id: `${load.id}-time`, what, limit: load.limit, floorIs: 'bare loop over openai, ms' },
      pairs,
    ),
    ...(peaks.length > 0
      ? [
          absolute(
            {
              id: `${load.id}-memory`,
              what: `${what}: peak memory`,
              unit: 'MB',
              ...(load.limitMb !== undefined && { limit: load.limitMb }),
            },
            peaks,
          ),
        ]
      : []),
  ];
}

/** A process whose run is all in the store, with the floors of an empty and of an idle process. */
export async function cachedFigures(
  rounds: number,
  hasLanguage: boolean,
): Promise<readonly SpeedFigure[]> {
  await using server = await startLatencyServer(0);
  await using folder = await makeTempFolder('mm-bench-');
  await writeWorkspace(folder.path, {
    cases: 500,
    metrics: hasLanguage ? 2 : 3,
    hasLanguage,
    baseUrl: server.baseUrl,
  });
  const args = [cli, 'run', 'bench.prompt.md', '--fail-on', 'never'];
  await measureNode([...args, '--concurrency', '50'], folder.path);
  const calls = server.calls;
  const empty: number[] = [];
  const loaded: number[] = [];
  const runs: number[] = [];
  for (let round = 0; round < rounds; round++) {
    empty.push((await measureNode(['-e', '0'], folder.path)).ms);
    loaded.push((await measureNode([cli, '--help'], folder.path)).ms);
    runs.push((await measureNode(args, folder.path)).ms);
  }
  if (server.calls !== calls) throw new Error('A cached run has asked the model.');
  const name = hasLanguage ? 'cached-language' : 'cached';
  const what = `500 cases fully cached${hasLanguage ? ', one metric is language' : ''}`;
  return [
    absolute({ id: name, what, unit: 'ms', limit: 500, floorIs: 'node -e 0' }, runs, empty),
    ...(hasLanguage
      ? []
      : [
          absolute(
            {
              id: 'cli-help',
              what: 'loading the bundle (--help)',
              unit: 'ms',
              floorIs: 'node -e 0',
            },
            loaded,
            empty,
          ),
        ]),
  ];
}
