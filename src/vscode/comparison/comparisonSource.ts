import { comparisonNotices } from '../../core/compare/live/resolveText.ts';
import type { Side, SideChoice } from '../../core/compare/sides/sideChoice.ts';
import { type Disposable, DisposableStore, Emitter } from '../../core/lifecycle.ts';
import type { Evaluated } from '../../core/live/evaluatePrompt.ts';
import type { LivePrompts } from '../../core/live/livePrompts.ts';
import { isOutdated } from '../../core/live/promptState.ts';
import type { ResultWish } from '../../core/live/resultChoice.ts';
import { ShownSides } from '../../core/live/sides/shownSides.ts';
import { type RunPair, SideChanges, type SideParts } from '../../core/live/sides/sideChanges.ts';
import { basename } from '../../core/path.ts';
import type { Pricing, Store } from '../../core/ports.ts';
import type { ReplyRecord, RunResult } from '../../core/results/runResult.ts';
import { ratesBefore } from '../../core/results/trend.ts';
import type { RenderedRequest } from '../../core/run/request.ts';
import type { ActionTarget } from '../../panel/protocol.ts';
import type { ActionName } from '../../panel/slices/actions.ts';
import type { ComparePanelSource, PanelInput } from '../../panel/source.ts';
import type { ComparedTexts } from './comparedTexts.ts';
import { offeredActions } from './offeredActions.ts';
import { performAction } from './panelActions.ts';
import { causesOf, sides, suiteOf } from './panelInput.ts';
import { type PanelView, panelView } from './panelView.ts';
import { storedRequest } from './sentRequests.ts';
import { askSide, type SideAnswer } from './sideMenu.ts';
import { type SideMeans, sideSources } from './sideSources.ts';

const samplingUnknown =
  'Sampling unknown: the model does not say whether temperature and other parameters are honoured.';
/** Runs that trends are made from. */
const trendRuns = 100;

/** What a source works with. */
export interface SourceParts extends Omit<SideParts, 'live' | 'sources'> {
  readonly live: LivePrompts;
  readonly sides: SideMeans;
  readonly pricing: Pricing;
  readonly texts: ComparedTexts;
  readonly report: (error: unknown) => void;
}

type Trends = ReadonlyMap<string, readonly (number | null)[]>;

/** What the compare panel shows of one prompt: its last result, and the run that goes on; or a stored run that was chosen. */
export class ComparisonSource implements ComparePanelSource, Disposable {
  private readonly owned = new DisposableStore();
  private readonly changes = this.owned.add(new Emitter<void>());
  private readonly prompt: string;
  private readonly parts: SourceParts;
  private readonly shown: ShownSides;
  private readonly chosen: SideChanges;
  private trends: { readonly run: string; readonly rates: Trends } | undefined;
  readonly onDidChange = this.changes.event;

  constructor(prompt: string, parts: SourceParts) {
    this.prompt = prompt;
    this.parts = parts;
    this.shown = new ShownSides(() => parts.live.state(prompt)?.results ?? []);
    this.chosen = new SideChanges(prompt, this.shown, {
      ...parts,
      sources: (present, context, isSilent, signal) =>
        sideSources(present, context, parts.sides, isSilent, signal),
    });
    this.owned.add(
      parts.live.onDidChange((state) => {
        if (state.prompt === prompt) this.changes.fire();
      }),
    );
  }

  /** Brings back what the history knows, as after a restart. What goes wrong is reported. */
  restore(): void {
    this.parts.live
      .restore(this.prompt)
      .then(async () => {
        if (await this.chosen.recall()) this.changes.fire();
      })
      .catch(this.parts.report);
  }

  /**
   * Chooses a side of the comparison; without a choice a person is asked. False: everything is as before.
   * @throws {EvalError} see `resolveSide`; usage where both sides would be the same
   */
  async choose(side: Side, given?: SideChoice): Promise<boolean> {
    const answer =
      given === undefined ? await this.ask(side) : { kind: 'choice' as const, choice: given };
    if (answer === undefined) return false;
    if (answer.kind === 'suite') this.wish({ suite: answer.suite });
    else if (!(await this.chosen.choose(side, answer.choice))) return false;
    this.changes.fire();
    return true;
  }

  /**
   * Shows a stored run beside another one, whatever versions they are of.
   * @throws {EvalError} store-unavailable; usage where they are not of one suite, or not kept
   */
  async showRuns(pair: RunPair): Promise<void> {
    await this.chosen.choosePair(pair);
    this.changes.fire();
  }

  /** Shows the result of the suite that has something. */
  wish(wish: ResultWish): void {
    if (this.shown.wish(wish)) this.changes.fire();
  }

  getState(): PanelInput {
    const state = this.parts.live.state(this.prompt);
    const running = state?.running;
    const view = this.view();
    const { shown } = view;
    const isStale =
      state !== undefined &&
      shown !== undefined &&
      this.shown.showsPresent() &&
      isOutdated(state, shown);
    const both = this.sides(shown);
    const notice = this.shown.notice();
    const comparison = shown?.comparison;
    if (shown !== undefined && this.shown.hasTrend()) this.loadTrends(shown.run);
    return {
      key: this.prompt,
      title: basename(this.prompt),
      suite: suiteOf(view.target),
      ...both,
      ...(comparison && { comparison }),
      ...(this.trends?.run === shown?.run.id && this.trends && { trends: this.trends.rates }),
      ...(shown && { causes: causesOf(shown) }),
      ...(running && {
        progress: {
          done: running.done,
          total: running.total,
          cost: running.cost,
          settled: view.settled,
          ...(view.settledBeside && { baseline: view.settledBeside }),
        },
      }),
      isStale,
      notices: [
        ...(state?.failure ? [state.failure.message] : []),
        ...(notice === undefined ? [] : [notice]),
        ...(shown?.run.model.isSamplingUnknown === true ? [samplingUnknown] : []),
        ...comparisonNotices(comparison),
      ],
      actions: offeredActions({
        shown,
        isRunning: running !== undefined,
        isStale,
        isChosen: this.shown.isChosen(),
        hasDefaultOld: this.shown.hasDefaultOld(),
        hasBothTexts: both.old?.source !== undefined && both.new?.source !== undefined,
      }),
    };
  }

  async perform(action: ActionName, target: ActionTarget): Promise<void> {
    try {
      const view = this.view();
      await performAction(action, target, {
        ...{ prompt: this.prompt, view, sides: this.sides(view.shown), source: this },
        newLabel: this.shown.newSide()?.label,
        texts: this.parts.texts,
        store: () => this.store(),
        stop: () => this.parts.live.stop(this.prompt),
        choose: (side) => this.choose(side),
        swap: async () => {
          if (await this.chosen.swap()) this.changes.fire();
        },
      });
    } catch (error) {
      this.parts.report(error);
    }
  }

  costOf(reply: ReplyRecord): number | null {
    const { shown } = this.view();
    const model = shown?.run.model;
    if (model === undefined || reply.usage === undefined) return null;
    return this.parts.pricing.cost(model, reply.usage);
  }

  async requestOf(key: string): Promise<RenderedRequest | undefined> {
    return storedRequest(await this.store(), key);
  }

  dispose(): void {
    this.owned.dispose();
  }

  /** Asks which side it should be. */
  private async ask(side: Side): Promise<SideAnswer | undefined> {
    const { live, context, sides: means } = this.parts;
    const present = this.shown.last();
    if (present === undefined) return undefined;
    const shown = this.shown.get();
    const results = live.state(this.prompt)?.results ?? [];
    const question = {
      ...{ side, present, chosen: this.shown.choices() },
      others: results.filter(({ run }) => run.suite !== present.run.suite),
      shown: { old: shown?.baseline?.run.id, new: shown?.run.id },
    };
    return askSide(question, await context(this.prompt), means.git);
  }

  private sides(shown: Evaluated | undefined): ReturnType<typeof sides> {
    return sides(shown, this.shown.newSide(), this.shown.oldName());
  }

  private view(): PanelView {
    const running = this.parts.live.state(this.prompt)?.running;
    return panelView(running, this.shown.get(), this.shown.isChosen());
  }

  private async store(): Promise<Store> {
    return (await this.parts.context(this.prompt)).ports.store;
  }

  /** Once for each run that is shown; the panel is drawn again when they are there. */
  private loadTrends(run: RunResult): void {
    if (this.trends?.run === run.id) return;
    this.trends = { run: run.id, rates: new Map() };
    this.store()
      .then(async (store) => {
        const { prompt, suite } = run;
        const runs = await store.runs({ prompt, suite, summaries: true, limit: trendRuns });
        if (this.trends?.run !== run.id) return;
        this.trends = { run: run.id, rates: ratesBefore(run, runs) };
        this.changes.fire();
      })
      .catch(this.parts.report);
  }
}
