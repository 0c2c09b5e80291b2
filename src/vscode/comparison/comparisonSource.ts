import * as vscode from 'vscode';
import { describeCause, guiltyHunks } from '../../core/blame/cause.ts';
import { changeLabel } from '../../core/compare/baselineLabel.ts';
import { comparisonNotices, openOffer } from '../../core/compare/live/resolveText.ts';
import { EvalError } from '../../core/errors.ts';
import { type Disposable, DisposableStore, Emitter } from '../../core/lifecycle.ts';
import type { Evaluated, Target } from '../../core/live/evaluatePrompt.ts';
import type { LivePrompts } from '../../core/live/livePrompts.ts';
import { storedResult } from '../../core/live/restored.ts';
import { builtInMetrics } from '../../core/metrics/builtIn.ts';
import { needsMeans } from '../../core/metrics/needsMeans.ts';
import { basename } from '../../core/path.ts';
import type { Pricing } from '../../core/ports.ts';
import type { ReplyRecord, RunResult } from '../../core/results/runResult.ts';
import { ratesBefore } from '../../core/results/trend.ts';
import type { EvaluationContext } from '../../core/run/evaluate.ts';
import { metricsInUse } from '../../core/suite/metricsFor.ts';
import { LineMap } from '../../core/text.ts';
import type { ActionTarget } from '../../panel/protocol.ts';
import type { ActionName } from '../../panel/slices/actions.ts';
import type { ComparePanelSource, PanelInput, PanelSide } from '../../panel/source.ts';
import { commandIds } from '../base/contributions.ts';
import { toVsRange } from '../base/convert.ts';
import { runSettings } from '../base/settings.ts';
import { pickRun } from '../runs/runChoice.ts';
import { acceptOutput, copyOutput, judgeScore, makeCase } from './comparisonActions.ts';
import { openDiff, replyText, show } from './comparisonEditors.ts';
import { copyMarkdown, exportHtml } from './comparisonShare.ts';

const samplingUnknown =
  'Sampling unknown: the model does not say whether temperature and other parameters are honoured.';
const storedRun = 'A stored run is shown, not the present one. Choose the present one at the top.';
/** Runs that trends are made from. */
const trendRuns = 100;

/** What a source works with. */
export interface SourceParts {
  readonly live: LivePrompts;
  readonly pricing: Pricing;
  readonly context: (prompt: string) => Promise<EvaluationContext>;
  readonly report: (error: unknown) => void;
}

/** Ids of two stored runs. */
export interface RunPair {
  readonly old: string;
  readonly new: string;
}

type Trends = ReadonlyMap<string, readonly (number | null)[]>;

/** What the compare panel shows of one prompt: its last result, and the run that goes on; or a stored run that was chosen. */
export class ComparisonSource implements ComparePanelSource, Disposable {
  private readonly owned = new DisposableStore();
  private readonly changes = this.owned.add(new Emitter<void>());
  private readonly prompt: string;
  private readonly parts: SourceParts;
  /** Instead of the last result, as long as that is the last one. */
  private chosen: { readonly insteadOf: Evaluated; readonly shown: Evaluated } | undefined;
  private trends: { readonly run: string; readonly rates: Trends } | undefined;
  readonly onDidChange = this.changes.event;

  constructor(prompt: string, parts: SourceParts) {
    this.prompt = prompt;
    this.parts = parts;
    this.owned.add(
      parts.live.onDidChange((state) => {
        if (state.prompt === prompt) this.changes.fire();
      }),
    );
  }

  /** Brings back what the history knows, as after a restart. What goes wrong is reported. */
  restore(): void {
    this.parts.live.restore(this.prompt).catch(this.parts.report);
  }

  /**
   * Shows a stored run beside another one, whatever versions they are of.
   * @throws {EvalError} store-unavailable; usage where they are not of one suite, or not kept
   */
  async showRuns({ old, new: now }: RunPair): Promise<void> {
    const { live, context: contextOf } = this.parts;
    await live.restore(this.prompt);
    const context = await contextOf(this.prompt);
    const { store } = context.ports;
    const [before, run] = await Promise.all([store.run(old), store.run(now)]);
    const results = live.state(this.prompt)?.results ?? [];
    const [last] = results;
    const target = results.find((result) => result.run.suite === run?.suite)?.target;
    if (last === undefined || before === undefined || run === undefined || target === undefined)
      throw new EvalError('usage', 'The results of one of the two versions are no longer kept.');
    if (before.suite !== run.suite)
      throw new EvalError('usage', 'The two versions were run with different suites.');
    const version = await store.version(before.prompt, before.promptVersion);
    const settings = runSettings(vscode.Uri.file(this.prompt)).live;
    const { signal } = new AbortController();
    const shown = await storedResult(target, run, settings, context, signal, {
      run: before,
      label: changeLabel(before),
      ...(version && { source: version.source }),
    });
    this.chosen = { insteadOf: last, shown };
    this.changes.fire();
  }

  getState(): PanelInput {
    const state = this.parts.live.state(this.prompt);
    const result = this.result();
    const running = state?.running;
    const shown = running?.early ?? result;
    const comparison = shown?.comparison;
    if (shown !== undefined) this.loadTrends(shown.run);
    return {
      key: this.prompt,
      title: basename(this.prompt),
      suite: this.suiteOf(running?.target ?? result?.target),
      ...sides(shown, this.isChosen()),
      ...(comparison && { comparison }),
      ...(this.trends?.run === shown?.run.id && this.trends && { trends: this.trends.rates }),
      ...(shown && { causes: causesOf(shown) }),
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
        ...(this.isChosen() ? [storedRun] : []),
        ...(result?.run.model.isSamplingUnknown === true ? [samplingUnknown] : []),
        ...comparisonNotices(comparison),
      ],
      actions: this.actions(shown, running !== undefined),
    };
  }

  async perform(action: ActionName, target: ActionTarget): Promise<void> {
    try {
      await this.act(action, target);
    } catch (error) {
      this.parts.report(error);
    }
  }

  costOf(reply: ReplyRecord): number | null {
    const model = this.result()?.run.model;
    if (model === undefined || reply.usage === undefined) return null;
    return this.parts.pricing.cost(model, reply.usage);
  }

  dispose(): void {
    this.owned.dispose();
  }

  private async act(action: ActionName, target: ActionTarget): Promise<void> {
    const result = this.result();
    switch (action) {
      case 'run':
        await vscode.commands.executeCommand(commandIds.runSuite, this.prompt);
        return;
      case 'stop':
        this.parts.live.stop(this.prompt);
        return;
      case 'resolve':
        await vscode.commands.executeCommand(commandIds.resolve, this.prompt);
        return;
      case 'wasItMyEdit':
        await vscode.commands.executeCommand(commandIds.wasItMyEdit, this.prompt);
        return;
      case 'revertChange':
        await show(this.prompt);
        await vscode.commands.executeCommand(commandIds.revertChange);
        return;
      case 'chooseOld':
        await vscode.commands.executeCommand(commandIds.compareWith, this.prompt);
        return;
      case 'chooseNew':
        return this.chooseNew();
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
      case 'copy':
        return result && copyOutput(result, target);
      case 'acceptOutput':
        return result && acceptOutput(result, target);
      case 'newCase':
        return result && makeCase(result, target);
      case 'judgeRight':
        return result && judgeScore(result, target, true);
      case 'judgeWrong':
        return result && judgeScore(result, target, false);
      case 'copyMarkdown':
        return result && copyMarkdown(result);
      case 'exportHtml':
        return exportHtml(this);
    }
  }

  private result(): Evaluated | undefined {
    const last = this.parts.live.state(this.prompt)?.results[0];
    return this.chosen !== undefined && this.chosen.insteadOf === last ? this.chosen.shown : last;
  }

  private isChosen(): boolean {
    const last = this.parts.live.state(this.prompt)?.results[0];
    return this.chosen !== undefined && this.chosen.insteadOf === last;
  }

  /** Lets a person pick the run that is shown as the new side, beside the version before it. */
  private async chooseNew(): Promise<void> {
    const last = this.parts.live.state(this.prompt)?.results[0];
    if (last === undefined) return;
    const context = await this.parts.context(this.prompt);
    const run = await pickRun('Show which run?', last.run, context.ports, { withCurrent: true });
    if (run === undefined) return;
    const { signal } = new AbortController();
    const settings = runSettings(vscode.Uri.file(this.prompt)).live;
    this.chosen =
      run.id === last.run.id
        ? undefined
        : {
            insteadOf: last,
            shown: await storedResult(last.target, run, settings, context, signal),
          };
    this.changes.fire();
  }

  private actions(shown: Evaluated | undefined, isRunning: boolean): readonly ActionName[] {
    if (isRunning) return ['stop', ...lookActions];
    const { comparison, findings = [] } = shown ?? {};
    const isWorse = comparison?.verdict === 'regressed';
    const isStale = this.parts.live.state(this.prompt)?.isStale === true;
    return [
      'run',
      ...(shown ? (['chooseOld', 'chooseNew', ...shareActions, ...suiteActions] as const) : []),
      ...(openOffer(comparison) && !this.isChosen() ? (['resolve'] as const) : []),
      ...(isWorse && !isStale && !this.isChosen() && comparison?.live?.control === undefined
        ? (['wasItMyEdit'] as const)
        : []),
      ...(!isStale && !this.isChosen() && findings.some(({ fix }) => fix !== undefined)
        ? (['revertChange'] as const)
        : []),
      ...lookActions,
    ];
  }

  /** Once for each run that is shown; the panel is drawn again when they are there. */
  private loadTrends(run: RunResult): void {
    if (this.trends?.run === run.id) return;
    this.trends = { run: run.id, rates: new Map() };
    this.parts
      .context(this.prompt)
      .then(async ({ ports: { store } }) => {
        const { prompt, suite } = run;
        const runs = await store.runs({ prompt, suite, summaries: true, limit: trendRuns });
        if (this.trends?.run !== run.id) return;
        this.trends = { run: run.id, rates: ratesBefore(run, runs) };
        this.changes.fire();
      })
      .catch(this.parts.report);
  }

  private suiteOf(target: Target | undefined): PanelInput['suite'] {
    if (target === undefined) return { metrics: [], goals: [] };
    const { suite, cases } = target;
    return {
      goals: suite.goals.map(({ id, text }) => ({ id, text })),
      metrics: metricsInUse(suite, cases, ['real-time', 'async', 'offline']).map((metric) => ({
        id: metric.id,
        name: metric.name,
        severity: metric.severity,
        stage: metric.stage,
        isJudged: needsMeans(builtInMetrics, metric.type, metric.parameters),
        ...(metric.goal !== undefined && { goal: metric.goal }),
        ...(metric.guards !== undefined && { guards: metric.guards }),
        ...(metric.target !== undefined && { target: metric.target }),
      })),
    };
  }
}

const lookActions: readonly ActionName[] = [
  'openPromptDiff',
  'openEditorDiff',
  'revealCase',
  'revealMetric',
  'copy',
];
const shareActions = ['copyMarkdown', 'exportHtml'] as const satisfies readonly ActionName[];
const suiteActions = [
  'acceptOutput',
  'newCase',
  'judgeRight',
  'judgeWrong',
] as const satisfies readonly ActionName[];

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

function causesOf({ causes = [], target, run }: Evaluated): NonNullable<PanelInput['causes']> {
  const lines = new LineMap(target.prompt.source);
  const names = new Map(run.metrics.map(({ id, name }) => [id, name]));
  return causes.flatMap((cause) =>
    guiltyHunks(cause).map(({ start }) => ({
      line: lines.positionAt(start).line,
      text: `${names.get(cause.metric) ?? cause.metric}: ${describeCause(cause)}`,
    })),
  );
}

function sides(result: Evaluated | undefined, isStored: boolean): Pick<PanelInput, 'old' | 'new'> {
  if (result === undefined) return {};
  const { baseline, run, target } = result;
  return {
    ...(baseline && { old: side('Before', baseline.run, baseline.source ?? '') }),
    new: side(isStored ? 'Version' : 'Now', run, target.prompt.source),
  };
}

function side(label: string, run: RunResult, source: string): PanelSide {
  return { version: { label, time: run.startedAt, commit: null }, source, run };
}
