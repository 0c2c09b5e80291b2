import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../core/lifecycle.ts';
import type { PromptState } from '../../core/live/livePrompts.ts';
import { fileOfPrompt } from '../../core/path.ts';
import type { RunResult } from '../../core/results/runResult.ts';
import type { Contribution } from '../base/contribution.ts';
import { commandIds, viewIds } from '../base/contributions.ts';
import type { Services } from '../services.ts';
import { NodeTree } from './nodeTree.ts';
import { historyOf } from './promptHistory.ts';
import { type PromptFacts, promptNodes, trendLength } from './promptNodes.ts';
import type { TreeNode } from './treeNode.ts';

/** Every prompt of the workspace: its suite, last result, trend and cost. */
export class PromptsView implements Contribution {
  private readonly services: Services;
  private prompts: Promise<ReadonlyMap<string, { readonly hasSuite: boolean }>> | undefined;
  /** Stored runs by prompt, as long as no new one is there. */
  private readonly runs = new Map<string, readonly RunResult[]>();
  private readonly seen = new Map<string, PromptState['results']>();

  constructor(services: Services) {
    this.services = services;
  }

  register(): Disposable {
    const { commands, live, log, workspace } = this.services;
    const owned = new DisposableStore();
    const tree = owned.add(
      new NodeTree(viewIds.prompts, () => this.load(), {
        onError: (error) => log.error(String(error)),
      }),
    );
    owned.add(
      live.onDidChange(({ prompt, results }) => {
        if (this.seen.get(prompt) !== results) this.runs.delete(prompt);
        this.seen.set(prompt, results);
        tree.refresh();
      }),
    );
    const listAgain = () => {
      this.prompts = undefined;
      tree.refresh();
    };
    owned.add(workspace.onDidChange(listAgain));
    owned.add(vscode.workspace.onDidChangeWorkspaceFolders(listAgain));
    owned.add(vscode.workspace.onDidGrantWorkspaceTrust(listAgain));
    owned.add(
      commands.register(commandIds.openPrompt, async (path) => {
        if (typeof path !== 'string') return;
        await vscode.window.showTextDocument(vscode.Uri.file(fileOfPrompt(path)));
      }),
    );
    return owned;
  }

  private async load(): Promise<readonly TreeNode[]> {
    const { live, workspace } = this.services;
    this.prompts ??= workspace.allPromptFiles();
    const found = await this.prompts;
    // What was run is a prompt, wherever it lies.
    const paths = new Map([
      ...live.all().map(({ prompt }) => [prompt, { hasSuite: true }] as const),
      ...found,
    ]);
    const facts: PromptFacts[] = [];
    for (const [path, { hasSuite }] of paths) {
      const state = live.state(path);
      const runs = hasSuite ? await this.runsOf(path) : [];
      const shown = vscode.workspace.asRelativePath(vscode.Uri.file(path));
      facts.push({ path, shown, hasSuite, runs, ...(state && { state }) });
    }
    return promptNodes(facts);
  }

  private async runsOf(prompt: string): Promise<readonly RunResult[]> {
    const known = this.runs.get(prompt);
    if (known !== undefined) return known;
    const store = await historyOf(prompt, this.services);
    const runs = (await store?.runs({ prompt, summaries: true, limit: 2 * trendLength })) ?? [];
    this.runs.set(prompt, runs);
    return runs;
  }
}
