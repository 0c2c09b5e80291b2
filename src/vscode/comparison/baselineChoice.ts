import * as vscode from 'vscode';
import { markedId } from '../../core/compare/baselines.ts';
import type { Baseline } from '../../core/compare/judgeBaseline.ts';
import { EvalError } from '../../core/errors.ts';
import {
  acceptedBaseline,
  chosenBaseline,
  defaultBaseline,
  previousBaseline,
} from '../../core/live/baselines.ts';
import type { Evaluated } from '../../core/live/evaluatePrompt.ts';
import { gitBaseline } from '../../core/live/versionBaseline.ts';
import { basename } from '../../core/path.ts';
import { readReport } from '../../core/results/readReport.ts';
import type { RunResult } from '../../core/results/runResult.ts';
import type { EvaluationContext } from '../../core/run/evaluate.ts';
import { pathOf } from '../base/convert.ts';
import { runSettings } from '../base/settings.ts';
import { recordingBaseline } from '../logs/recordingBaseline.ts';
import { runItems } from '../runs/runChoice.ts';
import type { Services } from '../services.ts';

type Work = (context: EvaluationContext) => Promise<Baseline | undefined>;

interface ChoiceItem extends vscode.QuickPickItem {
  readonly find?: Work;
}

/**
 * Asks what a result is to be compared with: a version that has a name here, a commit, a report,
 * a recording, or any stored run.
 * Undefined: nothing was chosen.
 * @throws {EvalError} usage where there is no such version; bad-file, store-unavailable
 */
export async function chooseBaseline(
  result: Evaluated,
  services: Services,
): Promise<Baseline | undefined> {
  const { run } = result;
  const context = await services.context(run.prompt);
  const choice = await vscode.window.showQuickPick(itemsFor(result, services, context), {
    title: `Compare ${basename(run.prompt)} with`,
    placeHolder: 'What today’s metrics say of the older replies is worked out anew.',
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (choice?.find === undefined) return undefined;
  const found = await choice.find(context);
  return found;
}

async function itemsFor(
  result: Evaluated,
  services: Services,
  { ports }: EvaluationContext,
): Promise<ChoiceItem[]> {
  const { run } = result;
  const { store } = ports;
  const [pinned, accepted, runs] = await Promise.all([
    markedId(store, 'pinned', run),
    markedId(store, 'accepted', run),
    runItems(run, { store }),
  ]);
  const named = (label: string, description: string, find: Work): ChoiceItem => ({
    label,
    description,
    find: async (context) => there(await find(context), label),
  });
  return [
    named('Previous version', 'the newest run of another text', ({ ports: { store: of } }) =>
      previousBaseline(run, { store: of }),
    ),
    ...(pinned === undefined
      ? []
      : [named('Pinned version', '', (context) => defaultBaseline(run, context.ports))]),
    named(
      'Accepted version',
      accepted === undefined ? 'the results beside the suite' : '',
      (context) =>
        accepted === undefined
          ? chosenBaseline(run, { ...context.ports, history: services.git })
          : acceptedBaseline(run, context.ports),
    ),
    named('Last commit', 'git HEAD', () => atCommit('HEAD', result, services)),
    {
      label: 'Commit, branch or tag\u2026',
      find: async () => {
        const ref = await vscode.window.showInputBox({
          title: 'Compare with the prompt at a commit, branch or tag',
          placeHolder: 'main, v1.2, 7f3c2a1, HEAD~3',
        });
        return ref === undefined || ref.trim() === ''
          ? undefined
          : atCommit(ref.trim(), result, services);
      },
    },
    {
      label: 'Report file\u2026',
      description: 'made by micro-metrics run',
      find: () => ofReport(run),
    },
    {
      label: 'Recording\u2026',
      description: 'replies to the cases as JSONL, from wherever they come',
      find: () => ofRecording(result, services),
    },
    ...(runs.length === 0
      ? []
      : [
          { label: 'Stored runs, newest first', kind: vscode.QuickPickItemKind.Separator },
          ...runs.map(
            ({ id, ...item }): ChoiceItem => ({
              ...item,
              find: () => ofRun(id, item.label, store),
            }),
          ),
        ]),
  ];
}

function there(baseline: Baseline | undefined, label: string): Baseline {
  if (baseline !== undefined) return baseline;
  throw new EvalError('usage', `There is nothing to compare with: ${label}.`);
}

async function ofRun(
  id: string,
  label: string,
  store: EvaluationContext['ports']['store'],
): Promise<Baseline> {
  const run = await store.run(id);
  if (run === undefined) throw new EvalError('usage', 'This run is no longer in the history.');
  const version = await store.version(run.prompt, run.promptVersion);
  return {
    run,
    label: `the version of ${label} (${run.promptVersion.slice(0, 7)})`,
    ...(version && { source: version.source }),
  };
}

/** Runs the old text where it was never run: the plan is asked about, and it can be stopped. */
async function atCommit(
  ref: string,
  { target, run }: Evaluated,
  services: Services,
): Promise<Baseline> {
  const { fallback, budget } = runSettings(vscode.Uri.file(run.prompt));
  const context = await services.context(run.prompt);
  const stages = [...new Set(run.metrics.map(({ stage }) => stage))];
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: `${basename(run.prompt)} as of ${ref}`,
      cancellable: true,
    },
    async (_progress, token) => {
      const controller = new AbortController();
      token.onCancellationRequested(() => controller.abort());
      const { signal } = controller;
      const baseline = await gitBaseline(
        ref,
        {
          target,
          run,
          options: {
            stages,
            fallback,
            budget,
            confirm: (plan) => services.plans.ask(run.prompt, plan, 'real-time', signal),
          },
        },
        services.git,
        context,
        signal,
      );
      if (baseline !== undefined) return baseline;
      throw new EvalError('usage', `The prompt at ${ref} means the same as today.`);
    },
  );
}

async function ofRecording(
  { target }: Evaluated,
  services: Services,
): Promise<Baseline | undefined> {
  const [file] =
    (await vscode.window.showOpenDialog({
      title: 'Compare with recorded replies',
      filters: { Recordings: ['jsonl', 'ndjson'] },
    })) ?? [];
  return file === undefined ? undefined : recordingBaseline(pathOf(file), target, services);
}

async function ofReport(run: RunResult): Promise<Baseline | undefined> {
  const [file] =
    (await vscode.window.showOpenDialog({
      title: 'Compare with a report',
      filters: { Reports: ['json'] },
    })) ?? [];
  if (file === undefined) return undefined;
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  const runs = readReport(text, pathOf(file));
  // Paths in a report are those of the machine that made it.
  const found =
    runs.find(({ prompt }) => basename(prompt) === basename(run.prompt)) ??
    (runs.length === 1 ? runs[0] : undefined);
  if (found === undefined)
    throw new EvalError('usage', `The report has no run of ${basename(run.prompt)}.`);
  return { run: found, label: basename(pathOf(file)), isReport: true };
}
