import { EvalError, isEvalError } from '../../core/errors.ts';
import { cappedSeverity } from '../../core/judges/reliability.ts';
import {
  type Evaluated,
  evaluatePrompt,
  type LiveSettings,
  type Target,
} from '../../core/live/evaluatePrompt.ts';
import type { PromptEvaluationOptions } from '../../core/live/evaluationInput.ts';
import { targetModel } from '../../core/live/targetModel.ts';
import { amount } from '../../core/metrics/wording.ts';
import type { ModelChoice } from '../../core/prompt/prompt.ts';
import { carriesVerdict, failOnOf } from '../../core/report/failOn.ts';
import type { ReportedRun } from '../../core/report/report.ts';
import type { RunResult } from '../../core/results/runResult.ts';
import { dollarText } from '../../core/run/budget.ts';
import type { RunEvent } from '../../core/run/events.ts';
import type { PlanSummary } from '../../core/run/plan.ts';
import { openSpending, type Spending } from '../../core/run/spending.ts';
import { parseRun, type RunArguments } from '../args.ts';
import { type BaselineFinder, baselineFinder } from '../baselineChoice.ts';
import type { Environment, OpenEnvironment } from '../environment.ts';
import { type ExitCode, exitCodes } from '../exitCodes.ts';
import { exitCodeFor } from '../failOn.ts';
import { problemLine } from '../problemLine.ts';
import { writeReport } from '../writeReport.ts';
import { targetsOf } from './targets.ts';

/** `micro-metrics run`: evaluates, compares where asked to, and reports. */
export async function run(args: readonly string[], environment: Environment): Promise<ExitCode> {
  const options = parseRun(args);
  const { output, show, signal } = environment;
  const { targets, problems } = await targetsOf(options.targets, environment);
  for (const problem of problems) output.note(problemLine(problem, show));
  if (targets.length === 0) return exitCodes.couldNotRun;
  const finder =
    options.compare === undefined
      ? undefined
      : await baselineFinder(options.compare, targets, environment);
  const open = await environment.open({
    concurrency: options.concurrency,
    allowsCode: options.allowsCode,
    ...(options.baseUrl !== undefined && { explicitBaseUrl: options.baseUrl }),
  });
  const reported: ReportedRun[] = [];
  // A prompt that cannot be read, or a part of a suite that cannot: what was asked for is not whole.
  let isBroken = problems.some(({ severity }) => severity === 'error');
  const said = new Set<string>();
  // Missing setup of one prompt leaves the others going.
  const onTrouble = (target: Target, error: unknown) => {
    if (!isEvalError(error)) throw error;
    if (signal.aborted) return;
    isBroken = true;
    // What keeps a prompt from being run keeps the version from it that it is compared with.
    const note = `${show(target.prompt.path)}: ${error.message}`;
    if (!said.has(note)) output.note(note);
    said.add(note);
  };
  try {
    const { clock, store } = open.ports;
    const spending = await openSpending(options.limits, clock.now(), store);
    for (const target of targets) {
      if (signal.aborted) break;
      try {
        const evaluated = await evaluatedTarget(target, {
          own: promptOptions(options, target, spending),
          finder,
          onTrouble,
          open,
          environment,
        });
        reported.push(evaluated);
        if (evaluated.comparison !== undefined && !carriesVerdict(evaluated.comparison))
          output.note(
            `${show(target.prompt.path)}: what it is compared with carries no verdict any more, because it was not run again. Leave out a fixed number of trials, so that it is, or write the baseline anew with \`micro-metrics accept\`.`,
          );
        if (failsUncompared(evaluated, options) && !signal.aborted)
          output.note(
            `${show(target.prompt.path)} was compared with nothing${evaluated.comparison ? ' that carries a verdict' : ''}, so its failures count as without --compare; --fail-on regression says otherwise.`,
          );
        if (evaluated.run.metrics.length === 0 && options.stage !== undefined)
          output.note(`${show(target.suite.path)} has no metric of the stage '${options.stage}'.`);
      } catch (error) {
        onTrouble(target, error);
      }
    }
    output.progress('');
    const { refusal } = spending.budget;
    if (refusal !== undefined) {
      isBroken = true;
      output.note(`Not everything was asked. ${refusal.message}`);
    }
    // Before the store is closed, which may take a moment.
    if (reported.length > 0) await writeReport(reported, options, environment);
  } finally {
    await open.close();
  }
  if (signal.aborted) return exitCodes.interrupted;
  const code = exitCodeFor(reported, options.failOn);
  return isBroken && code === exitCodes.asAsked ? exitCodes.couldNotRun : code;
}

/** Whether it fails because there was nothing that it could be compared with, and nobody said what that should mean. */
function failsUncompared(
  reported: ReportedRun,
  { compare, failOn }: Pick<RunArguments, 'compare' | 'failOn'>,
): boolean {
  if (compare === undefined || failOn !== 'by-comparison') return false;
  const own = failOnOf(reported, failOn);
  return own === 'failure' && exitCodeFor([reported], own) === exitCodes.failed;
}

interface Evaluating {
  readonly own: Omit<PromptEvaluationOptions, 'baseline'>;
  readonly finder: BaselineFinder | undefined;
  readonly onTrouble: (target: Target, error: unknown) => void;
  readonly open: OpenEnvironment;
  readonly environment: Environment;
}

async function evaluatedTarget(
  target: Target,
  { own, finder, onTrouble, open, environment: { output, signal } }: Evaluating,
): Promise<ReportedRun> {
  const found = { isSame: false };
  const onEvent = (event: RunEvent) => {
    // Where nothing is asked, scores are most likely known too, and no worker is needed.
    if (event.type === 'planned' && event.plan.requests > 0) open.warmUp();
    output.progress(progressText(event));
  };
  const baseline: PromptEvaluationOptions['baseline'] = async (run) => {
    if (signal.aborted) return undefined;
    try {
      const partner = await finder?.(target, run, { options: own, context: open, onEvent });
      found.isSame = partner === 'same';
      return partner === 'same' ? undefined : partner;
    } catch (error) {
      // The run is made and paid for: it is reported without what it was to be compared with.
      onTrouble(target, error);
      return undefined;
    }
  };
  const evaluated = await evaluatePrompt(target, { ...own, baseline }, open, signal, onEvent);
  return { ...reportedOf(evaluated), ...(found.isSame && { isUnchanged: true }) };
}

/** Refuses, before the first call, a run whose cost the limits cannot hold. */
function pricedOrRefused(target: Target, override: ModelChoice) {
  return async ({ estimatedCost, requests, judgeRequests }: PlanSummary): Promise<boolean> => {
    if (estimatedCost !== null) return true;
    const { name = 'the model' } = targetModel(target, { override });
    const who = judgeRequests > 0 ? `${name} or of a judge` : name;
    throw new EvalError(
      'usage',
      `The price of ${who} is unknown, so --max-cost cannot hold and nothing was asked. Give --max-calls <n> as well, or in its place: the run makes ${amount(requests, 'call')}, and some more to confirm failures.`,
    );
  };
}

function promptOptions(
  options: RunArguments,
  target: Target,
  spending: Spending,
): Omit<PromptEvaluationOptions, 'baseline'> {
  const override = overrideOf(options, target);
  return {
    stages: options.stage === undefined ? ['real-time', 'async', 'offline'] : [options.stage],
    override,
    spending,
    useCache: options.useCache,
    isOffline: options.isOffline,
    scoresWhenStopped: true,
    ...(options.trials !== undefined && { trials: options.trials }),
    ...(options.limits.needsPrice && { confirm: pricedOrRefused(target, override) }),
    ...liveOptions(options, target.suite.trials),
  };
}

function reportedOf({ run, comparison, findings, target }: Evaluated): ReportedRun {
  const { reliability, suite } = target;
  return {
    run: withCaps(run, reliability),
    ...(comparison && { comparison }),
    findings,
    goals: suite.goals,
    ...(reliability && { reliability }),
  };
}

/** With severities that are no louder than the judges deserve, in the report and for the exit code alike. */
function withCaps(run: RunResult, reliability: Target['reliability']): RunResult {
  if (reliability === undefined) return run;
  const metrics = run.metrics.map((metric) => ({
    ...metric,
    severity: cappedSeverity(metric.severity, reliability.get(metric.id) ?? {}),
  }));
  return { ...run, metrics };
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

/** Who names an endpoint means to ask it, though the suite names a model that has none. */
function overrideOf(options: RunArguments, { suite, prompt }: Target): ModelChoice {
  const { model, baseUrl } = options;
  const own = suite.model?.provider ?? prompt.model?.provider;
  const isElsewhere = own !== undefined && !own.startsWith('openai');
  const provider =
    options.provider ?? (baseUrl !== undefined && isElsewhere ? 'openai' : undefined);
  return {
    ...(provider !== undefined && { provider }),
    ...(model !== undefined && { name: model }),
    ...(baseUrl !== undefined && { baseUrl }),
  };
}

function progressText(event: RunEvent): string {
  switch (event.type) {
    case 'planned': {
      const { casesToRun, cases, requests, estimatedCost } = event.plan;
      const cost = estimatedCost === null ? 'price unknown' : `about ${dollarText(estimatedCost)}`;
      return `${casesToRun} of ${amount(cases, 'case')}, ${amount(requests, 'call')}, ${cost}`;
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
