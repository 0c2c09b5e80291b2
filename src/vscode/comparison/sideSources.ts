import * as vscode from 'vscode';
import type { Baseline } from '../../core/compare/judgeBaseline.ts';
import { aborted, EvalError } from '../../core/errors.ts';
import type { Evaluated } from '../../core/live/evaluatePrompt.ts';
import type { SideSources } from '../../core/live/sides/resolveSide.ts';
import { gitBaseline, type VersionBaselineInput } from '../../core/live/versionBaseline.ts';
import { amount } from '../../core/metrics/wording.ts';
import { basename, fileOfPrompt } from '../../core/path.ts';
import type { Git, GitHistory } from '../../core/ports.ts';
import type { RunResult } from '../../core/results/runResult.ts';
import type { EvaluationContext } from '../../core/run/evaluate.ts';
import { runSettings } from '../base/settings.ts';
import { recordingBaseline } from '../logs/recordingBaseline.ts';
import type { ScoringMeans } from '../logs/scoredLog.ts';
import type { PlanQuestions } from '../runs/planQuestions.ts';

/** What the sides of a comparison are found with. */
export interface SideMeans extends ScoringMeans {
  readonly git: Git & GitHistory;
  readonly plans: Pick<PlanQuestions, 'ask'>;
}

/**
 * Where sides come from in the editor: what has to be run for one is asked about and shown, and can be stopped.
 * @param isSilent nothing is asked and nothing is sent to a model, as after a restart
 * @param signal another choice was made: what is not done yet is not wanted any more
 */
export function sideSources(
  present: Evaluated,
  context: EvaluationContext,
  means: SideMeans,
  isSilent: boolean,
  signal: AbortSignal,
): SideSources {
  const { store, files } = context.ports;
  return {
    ...{ store, files, history: means.git },
    atRef: async (ref) =>
      isSilent
        ? knownAtRef(ref, present, context, means, signal)
        : askedAtRef(ref, present, context, means, signal),
    commitAt: async (ref) => {
      const found = await means.git.show(fileOfPrompt(present.run.prompt), ref);
      return found.text === undefined ? undefined : found.commit;
    },
    recording: async (path) => {
      const found = await recordingBaseline(path, present.target, means);
      if (found === undefined) throw aborted();
      return found;
    },
  };
}

function inputOf(
  { target, run }: Evaluated,
  own: Partial<VersionBaselineInput['options']>,
): VersionBaselineInput {
  const { fallback, budget } = runSettings(vscode.Uri.file(run.prompt));
  const stages = [...new Set(run.metrics.map(({ stage }) => stage))];
  return { target, run, options: { stages, fallback, budget, ...own } };
}

/** Runs the text of then where it was never run. */
function askedAtRef(
  ref: string,
  present: Evaluated,
  context: EvaluationContext,
  { git, plans }: SideMeans,
  superseded: AbortSignal,
): Thenable<Baseline | undefined> {
  const { run } = present;
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: `${basename(fileOfPrompt(run.prompt))} at ${ref}`,
    cancellable: true,
  };
  return vscode.window.withProgress(options, async (progress, token) => {
    const controller = new AbortController();
    token.onCancellationRequested(() => controller.abort());
    const signal = AbortSignal.any([controller.signal, superseded]);
    const input = inputOf(present, {
      confirm: async (plan) => {
        // Who says no wants things to stay as they are.
        if (!(await plans.ask(run.prompt, plan, 'real-time', signal, `at ${ref}`))) throw aborted();
        return true;
      },
    });
    let total = 0;
    const found = await gitBaseline(ref, input, git, context, signal, (event) => {
      if (event.type === 'planned') total = event.plan.cases * event.plan.trials;
      if (event.type !== 'trial') return;
      progress.report({
        message: `${event.progress.done} of ${total}`,
        increment: total === 0 ? 0 : 100 / total,
      });
    });
    if (signal.aborted) throw aborted();
    return found;
  });
}

/** @throws {EvalError} not-cached where a reply would have to be asked for */
async function knownAtRef(
  ref: string,
  present: Evaluated,
  context: EvaluationContext,
  { git }: SideMeans,
  signal: AbortSignal,
): Promise<Baseline | undefined> {
  const input = inputOf(present, { isOffline: true });
  const found = await gitBaseline(ref, input, git, context, signal);
  const missing = found === undefined ? 0 : unknownReplies(found.run);
  if (missing === 0) return found;
  throw new EvalError(
    'not-cached',
    `${amount(missing, 'reply', 'replies')} of the prompt at ${ref} would have to be asked for again.`,
  );
}

function unknownReplies({ cases }: RunResult): number {
  return cases.flatMap(({ trials }) => trials).filter(({ error }) => error?.code === 'not-cached')
    .length;
}
