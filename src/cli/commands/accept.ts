import { writeFile } from 'node:fs/promises';
import { acceptRun } from '../../core/compare/baselines.ts';
import { EvalError, messageOf } from '../../core/errors.ts';
import type { Target } from '../../core/live/evaluatePrompt.ts';
import { definitionOf } from '../../core/metrics/definitionOf.ts';
import { amount } from '../../core/metrics/wording.ts';
import type { Store } from '../../core/ports.ts';
import { versionId } from '../../core/prompt/version.ts';
import { committedPath, withCommitted } from '../../core/report/committedBaseline.ts';
import type { RunResult } from '../../core/results/runResult.ts';
import { inputHash } from '../../core/run/requestKey.ts';
import { metricsInUse } from '../../core/suite/metricsFor.ts';
import { parseCommand } from '../args.ts';
import type { Environment } from '../environment.ts';
import { type ExitCode, exitCodes } from '../exitCodes.ts';
import { problemLine } from '../problemLine.ts';
import { targetsOf } from './targets.ts';

/** `micro-metrics accept`: the results of prompts as they are now become their committed baselines. */
export async function accept(args: readonly string[], environment: Environment): Promise<ExitCode> {
  const { positionals } = parseCommand(args, []);
  if (positionals.length === 0) throw new EvalError('usage', 'Name a prompt to accept.');
  const { output, show } = environment;
  const { targets, problems } = await targetsOf(positionals, environment);
  for (const problem of problems) output.note(problemLine(problem, show));
  if (targets.length === 0) return exitCodes.couldNotRun;
  const open = await environment.open({ concurrency: 1, allowsCode: false });
  let accepted = 0;
  try {
    for (const target of targets) {
      const run = await newestRun(target, open.ports.store);
      if (run === undefined) {
        output.note(
          `There is no complete run of ${show(target.prompt.path)} as it is now with ${show(target.suite.path)}. Run it first: micro-metrics run ${show(target.prompt.path)}`,
        );
        continue;
      }
      if (!isUpToDate(target, run)) {
        output.note(
          `${show(target.suite.path)} was changed since it ran on ${show(target.prompt.path)}. Run it again; answers that are known cost nothing: micro-metrics run ${show(target.prompt.path)}`,
        );
        continue;
      }
      const path = await commit(run, environment);
      await acceptRun(open.ports.store, run, open.ports.clock.now());
      output.result(`${show(target.prompt.path)}: ${summary(run)}; written to ${show(path)}.`);
      accepted++;
    }
  } finally {
    await open.close();
  }
  if (environment.signal.aborted) return exitCodes.interrupted;
  return accepted === targets.length ? exitCodes.asAsked : exitCodes.couldNotRun;
}

async function newestRun({ prompt, suite }: Target, store: Store): Promise<RunResult | undefined> {
  const found = await store.runs({
    prompt: prompt.path,
    suite: suite.path,
    promptVersion: versionId(prompt),
    summaries: true,
    limit: lookBack,
  });
  const newest = found.find(({ status }) => status === 'complete');
  return newest && store.run(newest.id);
}

/** Runs of the version that are looked at for a complete one. */
const lookBack = 20;

/** Whether a run is of the same cases and metrics as the suite has today. */
function isUpToDate({ suite, cases }: Target, run: RunResult): boolean {
  const metrics = metricsInUse(suite, cases, ['real-time', 'async', 'offline']);
  const judged = new Map(run.metrics.map(({ id, definition }) => [id, definition]));
  const inputs = new Map(run.cases.map((item) => [item.id, item.inputHash]));
  return (
    metrics.length === judged.size &&
    metrics.every((metric) => judged.get(metric.id) === definitionOf(metric)) &&
    cases.length === inputs.size &&
    cases.every((item) => inputs.get(item.id) === inputHash(item))
  );
}

/** Writes the run beside its suite. Gives the path. */
async function commit(run: RunResult, { files, show }: Environment): Promise<string> {
  const path = committedPath(run.suite);
  const text = await withCommitted(files, [run], path);
  try {
    await writeFile(path, text);
  } catch (cause) {
    throw new EvalError('bad-file', `${show(path)} cannot be written: ${messageOf(cause)}`, {
      file: path,
      cause,
    });
  }
  return path;
}

function summary({ metrics, cases, promptVersion }: RunResult): string {
  const passing = metrics.filter(({ scored, passed }) => scored > 0 && passed === scored).length;
  return `version ${promptVersion.slice(0, 7)}, ${amount(cases.length, 'case')}, ${passing} of ${metrics.length} metrics pass everywhere`;
}
