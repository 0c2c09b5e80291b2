/**
 * Measures speed against floors of the same run and prints JSON on stdout, a table on stderr.
 *
 *   node test/bench/speed.ts [--quick] [--only part of a figure's id] [--profiles folder]
 *
 * Exit 1 when a figure does not hold. Figures that compare processes are medians of pairs run turn by turn.
 * `--profiles` writes processor profiles of the extension host into a folder; figures taken with it are slower.
 */
import { parseArgs } from 'node:util';
import { buildExtension } from '../support/vscode/build.ts';
import { cachedFigures, runFigures } from './speed/commandLine.ts';
import type { SpeedFigure } from './speed/figure.ts';
import { healthFigures } from './speed/health.ts';
import { hostFigures } from './speed/hostFigures.ts';
import { logFigures } from './speed/logScoring.ts';
import { table } from './speed/table.ts';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    profiles: { type: 'string' },
  },
});
const rounds = values.quick ? 1 : 5;

const parts: Readonly<Record<string, () => Promise<readonly SpeedFigure[]>>> = {
  cached: () => cachedFigures(2 * rounds + 1, false),
  'cached-language': () => cachedFigures(2 * rounds + 1, true),
  'run-500': () =>
    runFigures({
      ...{ id: 'run-500', cases: 500, latencyMs: 100, concurrency: 20 },
      ...{ limit: 1.15, rounds },
    }),
  'run-5000': () =>
    runFigures({
      ...{ id: 'run-5000', cases: 5000, latencyMs: 20, concurrency: 50 },
      ...{ limit: 1.4, limitMb: 350, rounds: Math.min(rounds, 3) },
    }),
  'score-log': () => logFigures(Math.min(rounds, 3)),
  health: async () => healthFigures(Math.min(rounds, 3)),
  host: () => hostFigures(Math.min(rounds, 3), values.profiles),
};

// What users install; a profile is read by people.
await buildExtension(values.profiles === undefined);
const figures: SpeedFigure[] = [];
for (const [name, part] of Object.entries(parts)) {
  if (!name.includes(values.only)) continue;
  process.stderr.write(`${name} ...\n`);
  figures.push(...(await part()));
}
process.stdout.write(`${JSON.stringify({ version: 1, quick: values.quick, figures }, null, 2)}\n`);
process.stderr.write(table(figures));
if (!values.quick && figures.some((figure) => !figure.holds)) process.exitCode = 1;
