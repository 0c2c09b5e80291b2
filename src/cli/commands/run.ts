import type { Baseline } from '../../core/compare/judgeBaseline.ts';
import { EvalError } from '../../core/errors.ts';
import { previousBaseline } from '../../core/live/baselines.ts';
import { evaluatePrompt, type LiveSettings } from '../../core/live/evaluatePrompt.ts';
import type { ModelChoice } from '../../core/prompt/prompt.ts';
import { readReport } from '../../core/results/readReport.ts';
import type { ReportedRun } from '../../core/results/report.ts';
import type { RunResult } from '../../core/results/runResult.ts';
import { dollarText } from '../../core/run/budget.ts';
import type { RunEvent } from '../../core/run/events.ts';
import { createModels } from '../../node/models/models.ts';
import { parseRun, type RunArguments } from '../args.ts';
import type { Environment, OpenEnvironment } from '../environment.ts';
import { type ExitCode, exitCodes } from '../exitCodes.ts';
import { exitCodeFor } from '../failOn.ts';
import { writeReport } from '../writeReport.ts';
import { problemLine, targetsOf } from './targets.ts';

/** `micro-metrics run`: evaluates, compares where asked to, and reports. */
export async function run(args: readonly string[], environment: Environment): Promise<ExitCode> {
  const options = parseRun(args);
  const { output, show, signal } = environment;
  const { targets, problems } = await targetsOf(options.targets, environment);
  for (const problem of problems) output.note(problemLine(problem, show));
  if (targets.length === 0) return exitCodes.couldNotRun;
  const models = createModels({
    environment: (name) => process.env[name],
    readLines: environment.files.readLines,
    onProblem: (problem) => output.note(problemLine(problem, show)),
    ...(options.baseUrl !== undefined && { explicitBaseUrl: options.baseUrl }),
  });
  const open = await environment.open(models, options);
  const reported: ReportedRun[] = [];
  try {
    for (const target of targets) {
      const { run: result, comparison } = await evaluatePrompt(
        target,
        {
          stages: options.stage === undefined ? ['real-time', 'async', 'offline'] : [options.stage],
          override: overrideOf(options),
          useCache: options.useCache,
          isOffline: options.isOffline,
          ...(options.trials !== undefined && { trials: options.trials }),
          ...(options.maxCost !== undefined && { budget: { perRun: options.maxCost } }),
          ...liveOptions(options, target.suite.trials),
          ...(options.compare !== undefined && {
            baseline: (made) => baselineOf(options.compare ?? '', made, open, environment),
          }),
        },
        open,
        signal,
        (event) => output.progress(progressText(event)),
      );
      reported.push({ run: result, ...(comparison && { comparison }) });
    }
    output.progress('');
    await writeReport(reported, options, environment);
  } finally {
    open.close();
    await models.close();
  }
  return signal.aborted ? exitCodes.interrupted : exitCodeFor(reported, options.failOn);
}

/**
 * Where a number of trials was asked for, all of them are made and then compared, with the whole error rate for that one
 * test. Else failures are confirmed on fresh samples while the run goes on.
 */
function liveOptions(
  { trials, resolve }: RunArguments,
  suiteTrials: number,
): { readonly live?: LiveSettings } {
  if (resolve) return { live: { resolve } };
  return trials === undefined && suiteTrials === 1 ? { live: {} } : {};
}

function overrideOf(options: RunArguments): ModelChoice {
  const { provider, model, baseUrl } = options;
  return {
    ...(provider !== undefined && { provider }),
    ...(model !== undefined && { name: model }),
    ...(baseUrl !== undefined && { baseUrl }),
  };
}

async function baselineOf(
  compare: string,
  made: RunResult,
  open: OpenEnvironment,
  environment: Environment,
): Promise<Baseline | undefined> {
  if (compare === 'previous') {
    const previous = await previousBaseline(made, open.ports);
    if (previous === undefined) {
      environment.output.note(
        `There is no earlier version of ${environment.show(made.prompt)} to compare with.`,
      );
    }
    return previous;
  }
  const path = environment.resolve(compare);
  const runs = readReport(await environment.files.readText(path, { maxBytes: 1e9 }), compare);
  const shown = environment.show(made.prompt);
  const found =
    runs.find((item) => item.prompt === shown) ?? (runs.length === 1 ? runs[0] : undefined);
  if (found === undefined) {
    throw new EvalError('bad-file', `${compare} holds no run of ${shown}.`, { file: path });
  }
  return { run: found, label: compare, isReport: true };
}

function progressText(event: RunEvent): string {
  switch (event.type) {
    case 'planned': {
      const { casesToRun, cases, requests, estimatedCost } = event.plan;
      const cost = estimatedCost === null ? 'price unknown' : `about ${dollarText(estimatedCost)}`;
      return `${casesToRun} of ${cases} cases, ${requests} calls, ${cost}`;
    }
    case 'trial':
      return `${event.progress.done}/${event.progress.total}`;
    case 'waiting':
      return `waiting ${Math.ceil(event.ms / 1000)} s: ${event.message}`;
    case 'live':
      return event.comparison.live?.summary ?? '';
    case 'finished':
      return '';
  }
}
