import { Breather } from '../breather.ts';
import type { Baseline } from '../compare/judgeBaseline.ts';
import { isEvalError } from '../errors.ts';
import { measureJudges } from '../judges/measureJudges.ts';
import type { ModelChoice } from '../prompt/prompt.ts';
import type { RunResult } from '../results/runResult.ts';
import { type EvaluationContext, evaluate } from '../run/evaluate.ts';
import type { RunEvent } from '../run/events.ts';
import { compareWith, judgedBaseline } from './compareWith.ts';
import { askableVersion, begunRun, evaluateAgainst } from './evaluateAgainst.ts';
import type { Evaluated, Target } from './evaluated.ts';
import { evaluationInput, type PromptEvaluationOptions } from './evaluationInput.ts';
import { comparingMetrics } from './fixedNotes.ts';
import { lastCommit } from './lastCommit.ts';
import type { AskableVersion } from './liveInput.ts';
import { recordCompared } from './recordCompared.ts';
import { withMessagesOf } from './reportedBaseline.ts';
import { alsoSinceAccepted } from './sinceAccepted.ts';

export type { Evaluated, LiveSettings, Target } from './evaluated.ts';

/**
 * Evaluates a target and compares it: what a save, a command and the command line all do.
 * @throws {EvalError} model-not-set, key-missing, store-unavailable; what concerns single cases is in the result
 */
export async function evaluatePrompt(
  target: Target,
  options: PromptEvaluationOptions,
  context: EvaluationContext,
  signal: AbortSignal,
  onEvent: (event: RunEvent) => void = () => undefined,
): Promise<Evaluated> {
  const evaluated = await evaluatedAndCompared(target, options, context, signal, onEvent);
  if (options.isRecorded !== false && !signal.aborted)
    await recordCompared(evaluated, context.ports);
  // Whoever is told of it begins to work on it at once.
  const breather = new Breather(context.ports.clock);
  if (breather.isDue) await breather.pause();
  return evaluated;
}

async function evaluatedAndCompared(
  asked: Target,
  options: PromptEvaluationOptions,
  context: EvaluationContext,
  signal: AbortSignal,
  onEvent: (event: RunEvent) => void,
): Promise<Evaluated> {
  const { input, ...judging } = await evaluationInput(asked, options, context);
  const { judge, spending } = judging;
  const { stages, live } = options;
  const target = await withReliability(asked, judge, context, signal);
  const comparing = () => ({ stages, judge, spending, isAllowed: judging.isAllowed() });
  const parts = () => ({ options, comparing: comparing(), input, spending });
  // Recorded answers cannot be drawn again: without samples that confirm, the test of a finished run decides.
  const isDrawn = !input.model.answersByCase && comparingMetrics(target, stages).length === 0;
  if (live !== undefined && options.baseline !== undefined && isDrawn) {
    const begun = begunRun(input, context.ports.clock.now());
    const found = await options.baseline(begun);
    const committed = () =>
      lastCommit(target, begun, { input, spending, options }, context, signal);
    const known =
      (isWhole(found) ? undefined : await committed()) ??
      (found && (await knownVersion(target, found, begun, options, context))) ??
      // A version that nobody can ask any more confirms nothing; the last commit can be asked.
      (isOtherReport(found, begun) ? await committed() : undefined);
    if (known !== undefined) {
      const { baseline, ...asked } = known;
      const judged = await judgedBaseline(target, baseline, begun, comparing(), context, signal);
      const evaluated = await evaluateAgainst(
        target,
        { ...input, spending, baseline, judged, settings: live, ...asked },
        context,
        signal,
        { onEvent, ...(options.onVerdict && { onVerdict: options.onVerdict }) },
      );
      if (signal.aborted) return evaluated;
      return alsoSinceAccepted(evaluated, parts(), context, signal);
    }
  }
  let run: RunResult | undefined;
  for await (const event of evaluate(input, context, signal)) {
    if (event.type === 'finished') run = event.run;
    onEvent(event);
  }
  if (run === undefined) throw new Error('An evaluation ended without a result.');
  const baseline = await options.baseline?.(run);
  const how = { ...comparing(), ...live, explains: live !== undefined };
  const evaluated = await compareWith(target, run, baseline, how, context, signal);
  if (signal.aborted) return evaluated;
  return alsoSinceAccepted(evaluated, parts(), context, signal);
}

/** Whether there is something to compare with that is more than the first cases of a run that was stopped, e.g. by the next save. */
function isWhole(found: Baseline | undefined): boolean {
  if (found === undefined) return false;
  return found.run.status === 'complete' || found.isPicked === true || found.isReport === true;
}

function isOtherReport(found: Baseline | undefined, { promptVersion }: RunResult): boolean {
  return found?.isReport === true && found.run.promptVersion !== promptVersion;
}

/**
 * A baseline as a run is compared with it while samples come in, and how its version can be asked; undefined where that has
 * to wait for the end: of a report only texts are known, so where nobody can ask its version the test of a finished run
 * decides, with the messages that the finished run has.
 */
async function knownVersion(
  target: Target,
  baseline: Baseline,
  { promptVersion }: RunResult,
  options: PromptEvaluationOptions,
  context: EvaluationContext,
): Promise<{ readonly baseline: Baseline; readonly old?: AskableVersion } | undefined> {
  const old = await askableVersion(target, baseline, options, context);
  if (baseline.isReport !== true) return { baseline, ...(old && { old }) };
  if (old === undefined || baseline.run.promptVersion === promptVersion) return undefined;
  const breather = new Breather(context.ports.clock);
  return { baseline: await withMessagesOf(old.prompt, baseline, target.cases, breather), old };
}

/** The target with what is stored about the reliability of its judges: nothing is asked about labels on the way. */
async function withReliability(
  target: Target,
  judge: ModelChoice,
  context: EvaluationContext,
  signal: AbortSignal,
): Promise<Target> {
  try {
    const { reliability } = await measureJudges(target, { judge }, context, signal);
    return reliability.size === 0 ? target : { ...target, reliability };
  } catch (error) {
    if (isEvalError(error, 'aborted')) return target;
    throw error;
  }
}
