import * as vscode from 'vscode';
import type { Side, SideChoice } from '../../core/compare/sides/sideChoice.ts';
import { Lazy } from '../../core/lazy.ts';
import { type Disposable, DisposableStore } from '../../core/lifecycle.ts';
import type { ResultWish } from '../../core/live/resultChoice.ts';
import type { RunPair } from '../../core/live/sides/sideChanges.ts';
import { comparePanelType } from '../base/contributions.ts';
import type { ComparePanelContext, ShowOptions } from '../comparePanel/comparePanel.ts';
import type { ComparisonSource, SourceParts } from './comparisonSource.ts';

/** The comparisons of prompts in the panel beside the editor. Their code is loaded when the first is shown. */
export class Comparisons implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly opened: Lazy<Awaited<ReturnType<typeof open>>>;

  constructor(parts: Omit<SourceParts, 'texts'>, context: ComparePanelContext) {
    this.opened = new Lazy(() => open(parts, context, this.owned));
  }

  /** Shows a prompt's comparison; what the history knows of it is brought back, as after a restart. */
  async show(
    prompt: string,
    options: Omit<ShowOptions, 'target'> & { readonly target?: ResultWish } = {},
  ): Promise<void> {
    const { panel, sources } = await this.opened.get();
    const source = sources.of(prompt);
    source.restore();
    source.wish(options.target ?? {});
    const { target, ...rest } = options;
    const { metric, caseId } = target ?? {};
    panel.show(source, { ...rest, ...(target && { target: { metric, caseId } }) });
  }

  /**
   * Chooses a side of a prompt's comparison and shows it; without a choice a person is asked.
   * @throws {EvalError} see `resolveSide`; usage where both sides would be the same
   */
  async choose(prompt: string, suite: string, side: Side, choice?: SideChoice): Promise<void> {
    const { panel, sources } = await this.opened.get();
    const source = sources.of(prompt);
    source.wish({ suite });
    if (await source.choose(side, choice)) panel.show(source);
  }

  /** Shows a stored run of a prompt beside another one. @throws {EvalError} usage, store-unavailable */
  async showRuns(prompt: string, runs: RunPair): Promise<void> {
    const { panel, sources } = await this.opened.get();
    const source = sources.of(prompt);
    await source.showRuns(runs);
    panel.show(source);
  }

  /** The prompt whose comparison is in front; undefined: none is. */
  async activePrompt(): Promise<string | undefined> {
    const { panel } = await this.opened.get();
    return panel.activeKey;
  }

  async sourceOf(prompt: string): Promise<ComparisonSource> {
    const { sources } = await this.opened.get();
    return sources.of(prompt);
  }

  /** Brings panels back after a restart. */
  registerSerializer(): Disposable {
    return vscode.window.registerWebviewPanelSerializer(comparePanelType, {
      deserializeWebviewPanel: async (webview, state: unknown) => {
        const { panel, sources } = await this.opened.get();
        panel.revive(webview, state, (prompt) => {
          const source = sources.of(prompt);
          source.restore();
          return source;
        });
      },
    });
  }

  dispose(): void {
    this.owned.dispose();
  }
}

async function open(
  parts: Omit<SourceParts, 'texts'>,
  context: ComparePanelContext,
  owner: DisposableStore,
) {
  const { ComparedTexts, ComparePanel, ComparisonSources } = await import(
    '../comparePanel/comparing.ts'
  );
  const sources = owner.add(
    new ComparisonSources({ ...parts, texts: owner.add(new ComparedTexts()) }),
  );
  return { sources, panel: owner.add(new ComparePanel(context)) };
}
