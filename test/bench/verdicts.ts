/**
 * Checks by simulation that the shipped verdict code keeps its promises, and prints one JSON entry
 * per figure: what, required, measured, whether it holds. `--quick` takes the same paths with fewer
 * replications. Exit 1 when a figure does not hold.
 */
import { measure } from './verdicts/measure.ts';

const isQuick = process.argv.includes('--quick');
const replications = isQuick ? 100 : 2000;
const started = performance.now();
const figures = measure(replications, (name, seconds) => {
  process.stderr.write(`${name}: ${seconds.toFixed(1)} s\n`);
});
const seconds = Math.round((performance.now() - started) / 1000);
const processorSeconds = Math.round(process.cpuUsage().user / 1e6);
process.stdout.write(
  `${JSON.stringify({ version: 1, quick: isQuick, replications, seconds, processorSeconds, figures }, null, 2)}\n`,
);
// With few replications luck alone misses a limit now and then, so a quick run only has to finish.
if (!isQuick && figures.some((figure) => !figure.holds)) process.exitCode = 1;
