import * as vscode from 'vscode';
import { liveNotices, openOffer } from '../core/compare/live/resolveText.ts';
import { type Disposable, DisposableStore, Emitter } from '../core/lifecycle.ts';
import type { Evaluated, Target } from '../core/live/evaluatePrompt.ts';
import type { LivePrompts } from '../core/live/livePrompts.ts';
import { basename } from '../core/path.ts';
import type { Pricing } from '../core/ports.ts';
import type { ReplyRecord, RunResult } from '../core/results/runResult.ts';
import { metricsInUse } from '../core/suite/metricsFor.ts';
import type { ActionTarget } from '../panel/protocol.ts';
import type { ActionName } from '../panel/slices.ts';
import type { ComparePanelSource, PanelInput, PanelSide } from '../panel/source.ts';
import { commandIds } from './contributions.ts';
import { toVsRange } from './convert.ts';

const samplingUnknown =
  'Sampling unknown: the model does not say whether temperature and other parameters are honoured.';

/** What the compare panel shows of one prompt: its last result, and the run that goes on. */
export class ComparisonSource implements ComparePanelSource, Disposable {
  private readonly owned = new DisposableStore();
  private readonly changes = this.owned.add(new Emitter<void>());
  private readonly prompt: string;
  private readonly live: LivePrompts;
  private readonly pricing: Pricing;
  readonly onDidChange = this.changes.event;

  constructor(prompt: string, live: LivePrompts, pricing: Pricing) {
    this.prompt = prompt;
    this.live = live;
    this.pricing = pricing;
    this.owned.add(
      live.onDidChange((state) => {
        if (state.prompt === prompt) this.changes.fire();
      }),
    );
  }

  getState(): PanelInput {
    const state = this.live.state(this.prompt);
    const result = state?.results[0];
    const running = state?.running;
    const comparison = (running?.early ?? result)?.comparison;
    return {
      key: this.prompt,
      title: basename(this.prompt),
      suite: suiteOf(running?.target ?? result?.target),
      ...sides(running?.early ?? result),
      ...(comparison && { comparison }),
      ...(running && {
        progress: {
          done: running.done,
          total: running.total,
          cost: running.cost,
          settled: running.settled?.all() ?? [],
          ...provisionalBaseline(result, running.target),
        },
      }),
      isStale: state?.isStale ?? false,
      notices: [
        ...(state?.failure ? [state.failure.message] : []),
        ...(result?.run.model.isSamplingUnknown === true ? [samplingUnknown] : []),
        ...liveNotices(comparison),
      ],
      actions: [
        ...(running ? (['stop'] as const) : (['run', 'chooseOld'] as const)),
        ...(openOffer(comparison) ? (['resolve'] as const) : []),
        ...lookActions,
      ],
    };
  }

  async perform(action: ActionName, target: ActionTarget): Promise<void> {
    const result = this.live.state(this.prompt)?.results[0];
    switch (action) {
      case 'run':
        await vscode.commands.executeCommand(commandIds.runSuite, this.prompt);
        return;
      case 'stop':
        this.live.stop(this.prompt);
        return;
      case 'revealPrompt':
        return show(this.prompt, new vscode.Range(target.line ?? 0, 0, target.line ?? 0, 0));
      case 'revealCase': {
        const item = result?.target.cases.find((found) => found.id === target.caseId);
        return item && show(item.file, toVsRange(item.range));
      }
      case 'revealMetric': {
        const metric = result?.target.suite.metrics.find((found) => found.id === target.metric);
        return metric && show(metric.file, toVsRange(metric.range));
      }
      case 'openPromptDiff':
        return openDiff('Prompt', result?.baseline?.source, result?.target.prompt.source);
      case 'openEditorDiff':
        return openDiff(
          target.caseId ?? 'Reply',
          replyText(result?.baseline?.run, target),
          replyText(result?.run, target),
        );
      case 'resolve':
        await vscode.commands.executeCommand(commandIds.resolve, this.prompt);
        return;
      case 'chooseOld':
        await vscode.commands.executeCommand(commandIds.compareWith, this.prompt);
        return;
      case 'chooseNew':
      case 'copy':
        return;
    }
  }

  costOf(reply: ReplyRecord): number | null {
    const model = this.live.state(this.prompt)?.results[0]?.run.model;
    if (model === undefined || reply.usage === undefined) return null;
    return this.pricing.cost(model, reply.usage);
  }

  dispose(): void {
    this.owned.dispose();
  }
}

const lookActions: readonly ActionName[] = [
  'openPromptDiff',
  'openEditorDiff',
  'revealPrompt',
  'revealCase',
  'revealMetric',
];

/** While a run goes on its cases are put beside the last results of another version of the prompt. */
function provisionalBaseline(
  result: Evaluated | undefined,
  target: Target | undefined,
): { readonly baseline?: RunResult } {
  if (result === undefined || target === undefined) return {};
  const isSameText = result.target.prompt.source === target.prompt.source;
  const baseline = isSameText ? result.baseline?.run : result.run;
  return baseline === undefined ? {} : { baseline };
}

function suiteOf(target: Target | undefined): PanelInput['suite'] {
  if (target === undefined) return { metrics: [], goals: [] };
  const { suite, cases } = target;
  return {
    goals: suite.goals.map(({ id, text }) => ({ id, text })),
    metrics: metricsInUse(suite, cases, ['real-time', 'async', 'offline']).map((metric) => ({
      id: metric.id,
      name: metric.name,
      severity: metric.severity,
      stage: metric.stage,
      ...(metric.goal !== undefined && { goal: metric.goal }),
      ...(metric.guards !== undefined && { guards: metric.guards }),
      ...(metric.target !== undefined && { target: metric.target }),
    })),
  };
}

function sides(result: Evaluated | undefined): Pick<PanelInput, 'old' | 'new'> {
  if (result === undefined) return {};
  const { baseline, run, target } = result;
  return {
    ...(baseline && { old: side('Before', baseline.run, baseline.source ?? '') }),
    new: side('Now', run, target.prompt.source),
  };
}

function side(label: string, run: RunResult, source: string): PanelSide {
  return { version: { label, time: run.startedAt, commit: null }, source, run };
}

function replyText(run: RunResult | undefined, target: ActionTarget): string | undefined {
  const trials = run?.cases.find((item) => item.id === target.caseId)?.trials;
  const trial = trials?.[target.trial ?? 0];
  return (
    (target.reply === undefined ? undefined : trial?.replies[target.reply]?.text) ??
    trial?.output ??
    undefined
  );
}

async function show(path: string, selection: vscode.Range): Promise<void> {
  await vscode.window.showTextDocument(vscode.Uri.file(path), {
    selection,
    viewColumn: vscode.ViewColumn.One,
  });
}

/** Both texts as unsaved documents in the diff editor. */
async function openDiff(title: string, old: string | undefined, fresh: string | undefined) {
  const [left, right] = await Promise.all(
    [old, fresh].map((content) => vscode.workspace.openTextDocument({ content: content ?? '' })),
  );
  if (left === undefined || right === undefined) return;
  const name = `${title}: before and now`;
  await vscode.commands.executeCommand('vscode.diff', left.uri, right.uri, name);
}
