import { Breather } from '../breather.ts';
import type { Baseline } from '../compare/judgeBaseline.ts';
import { splitAlpha } from '../compare/live/liveOptions.ts';
import { isEvalError } from '../errors.ts';
import { noiseBand } from '../judges/reliability.ts';
import { readPrompt } from '../prompt/formats.ts';
import { includesOf } from '../prompt/includeContext.ts';
import type { ModelChoice, Prompt } from '../prompt/prompt.ts';
import { versionId } from '../prompt/version.ts';
import type { RunResult } from '../results/runResult.ts';
import type { EvaluationContext, EvaluationInput } from '../run/evaluate.ts';
import type { RunEvent } from '../run/events.ts';
import type { PlanSummary } from '../run/plan.ts';
import type { Spending } from '../run/spending.ts';
import { earlierVersions } from './earlierVersions.ts';
import { type Evaluated, evaluatedWith, type LiveSettings, type Target } from './evaluated.ts';
import { evaluateLive } from './evaluateLive.ts';
import type { AskableVersion, LiveOutcome } from './liveInput.ts';
import { type OldDoubt, requestDoubt } from './oldDoubt.ts';
import { targetModel } from './targetModel.ts';

export interface AgainstInput extends EvaluationInput {
  readonly spending: Spending;
  /** As it was stored. */
  readonly baseline: Baseline;
  /** Its run, judged by today's metrics. */
  readonly judged: RunResult;
  readonly old?: AskableVersion;
  /** See `LiveInput`. */
  readonly oldPlan?: PlanSummary;
  readonly settings: LiveSettings;
  /** See `LiveInput`. */
  readonly asksAgain?: boolean;
}

export interface AgainstListeners {
  readonly onEvent: (event: RunEvent) => void;
  readonly onVerdict?: (evaluated: Evaluated) => void;
}

/** Evaluates a target and compares it with a baseline while samples come in. */
export async function evaluateAgainst(
  target: Target,
  input: AgainstInput,
  context: EvaluationContext,
  signal: AbortSignal,
  { onEvent, onVerdict }: AgainstListeners,
): Promise<Evaluated> {
  const { baseline, judged, settings, ...rest } = input;
  const { alpha, margin, confirmRounds, resolve, control } = settings;
  const { store } = context.ports;
  const [doubt, earlier] = await Promise.all([
    baseline.isReport ? onlyTexts : input.old && requestDoubt(judged, input.old, store),
    earlierVersions({ baseline: judged, current: versionId(input.prompt) }, store),
  ]);
  const events = evaluateLive(
    {
      ...rest,
      earlier,
      ...(doubt && { requestDoubt: doubt }),
      baseline: judged,
      baselineLabel: baseline.label,
      live: {
        ...(alpha !== undefined && splitAlpha(alpha)),
        ...(margin !== undefined && { margin }),
        ...(confirmRounds !== undefined && { confirmRounds }),
        // A judge that is known to waver takes back more from few samples than from all of them.
        ...(hasNoise(target) && { stopsEarly: false }),
      },
      ...(resolve !== undefined && { resolve }),
      ...(control !== undefined && { control }),
      ...(baseline.isPicked !== undefined && { isPicked: baseline.isPicked }),
    },
    context,
    signal,
  );
  const evaluated = ({ run, baseline: old, comparison }: LiveOutcome) => {
    const breather = new Breather(context.ports.clock);
    return evaluatedWith(target, run, { ...baseline, run: old }, comparison, breather);
  };
  for (;;) {
    const next = await events.next();
    if (next.done) return evaluated(next.value);
    if (next.value.type === 'live') onVerdict?.(await evaluated(next.value));
    onEvent(next.value);
  }
}

/** How the replies of a report came about is not in it, so they choose what is run again, and decide nothing. */
const onlyTexts: OldDoubt = { kind: 'only-texts' };

function hasNoise({ reliability }: Target): boolean {
  return [...(reliability?.values() ?? [])].some((known) => (noiseBand(known, 1) ?? 0) > 0);
}

/**
 * The baseline's prompt version and the model it would be asked of today; undefined where its text or
 * its model is out of reach.
 */
export async function askableVersion(
  target: Target,
  baseline: Baseline,
  options: ModelOptions,
  context: EvaluationContext,
): Promise<AskableVersion | undefined> {
  if (baseline.source === undefined) return undefined;
  const { value: prompt } = await readPrompt(
    { path: target.prompt.path, text: baseline.source },
    includesOf(target.prompt, context.ports.files, baseline.parts),
  );
  // With other included texts, or secrets that were taken out of the stored text, it is another version than the one that ran.
  if (prompt === undefined || versionId(prompt) !== baseline.run.promptVersion) return undefined;
  return askable(prompt, target, options, context);
}

interface ModelOptions {
  readonly override?: ModelChoice;
  readonly fallback?: ModelChoice;
}

/** A version of the target's prompt with the model it would be asked of; undefined where that is out of reach. */
export async function askable(
  prompt: Prompt,
  { suite }: Pick<Target, 'suite'>,
  options: ModelOptions,
  { ports }: EvaluationContext,
): Promise<AskableVersion | undefined> {
  const choice = targetModel({ suite, prompt }, options);
  try {
    return { prompt, model: await ports.models.open(choice), parameters: choice.parameters };
  } catch (error) {
    // Its model may need a key that today's prompt no longer needs: then it is not asked.
    if (isEvalError(error)) return undefined;
    throw error;
  }
}

/** The run as it is before its first result, to find what it is to be compared with. */
export function begunRun(input: EvaluationInput, startedAt: number): RunResult {
  const promptVersion = versionId(input.prompt);
  return {
    id: '',
    prompt: input.prompt.path,
    suite: input.suite.path,
    promptVersion,
    model: input.model.info,
    startedAt,
    durationMs: 0,
    status: 'stopped',
    trials: input.trials,
    usage: { requests: 0, cached: 0, inputTokens: 0, outputTokens: 0, cost: 0 },
    metrics: [],
    cases: [],
  };
}
