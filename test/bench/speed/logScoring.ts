import { join } from 'node:path';
import { projectRoot } from '../../support/vscode/paths.ts';
import { makeTempFolder } from '../../support/vscode/tempFolder.ts';
import { absolute, median, ratio, type SpeedFigure } from './figure.ts';
import { type Measured, measureNode } from './measuredProcess.ts';
import { writeWorkspace } from './workspace.ts';
import { writeLog } from './writeLog.ts';

const cli = join(projectRoot, 'dist', 'cli.js');
const bareLog = join(import.meta.dirname, 'bareLog.ts');

/** Lines of the log. */
export const logLines = 100_000;
/** Required: 10,000 lines a second. */
export const logLimitMs = logLines / 10;

/**
 * `micro-metrics score` on a log of 100,000 lines of about 750 bytes by five metrics that compute, against the bare reading and
 * parsing of the same file; and the memory that it takes, against a log of a quarter of that.
 */
export async function logFigures(rounds: number): Promise<readonly SpeedFigure[]> {
  await using folder = await makeTempFolder('mm-bench-');
  await writeWorkspace(folder.path, { cases: 1, metrics: 5, baseUrl: 'http://127.0.0.1:1/v1' });
  await writeLog(join(folder.path, 'log.jsonl'), logLines);
  await writeLog(join(folder.path, 'quarter.jsonl'), logLines / 4);
  const pairs: { readonly ms: number; readonly floorMs: number }[] = [];
  const large: Measured[] = [];
  const small: Measured[] = [];
  const score = (log: string) =>
    measureNode(
      [cli, 'score', 'bench.metrics.yaml', '--completions', log, '--fail-on', 'never'],
      folder.path,
    );
  for (let round = 0; round < rounds; round++) {
    const floor = await measureNode([bareLog, 'log.jsonl'], folder.path);
    const scored = await score('log.jsonl');
    pairs.push({ ms: scored.ms, floorMs: floor.ms });
    large.push(scored);
    small.push(await score('quarter.jsonl'));
  }
  const what = `${logLines} log lines x 5 metrics`;
  const times = pairs.map(({ ms }) => ms);
  const floors = pairs.map(({ floorMs }) => floorMs);
  const floorIs = 'reading and parsing alone, ms';
  const peaks = large.flatMap(({ peakMb }) => peakMb ?? []);
  const peaksOfSmall = small.flatMap(({ peakMb }) => peakMb ?? []);
  return [
    absolute({ id: 'score-log', what, unit: 'ms', limit: logLimitMs, floorIs }, times, floors),
    ratio({ id: 'score-log-ratio', what, limit: 12, floorIs }, pairs),
    ...(peaks.length > 0
      ? [
          absolute({ id: 'score-log-memory', what, unit: 'MB', limit: 350 }, peaks),
          absolute(
            {
              id: 'score-log-growth',
              what: `${what}: peak memory against a quarter of the lines`,
              unit: 'x',
              limit: 1.25,
            },
            [median(peaks) / median(peaksOfSmall)],
          ),
        ]
      : []),
  ];
}
