import * as vscode from 'vscode';
import { markedId, markRun, unmark } from '../../core/compare/baselines.ts';
import { type Disposable, DisposableStore } from '../../core/lifecycle.ts';
import { newestRun } from '../../core/live/resultChoice.ts';
import { basename, fileOfPrompt } from '../../core/path.ts';
import type { PromptVersion } from '../../core/prompt/prompt.ts';
import type { VersionEntry } from '../../core/views/versionList.ts';
import type { Contribution } from '../base/contribution.ts';
import { commandIds, contextKeys, viewIds } from '../base/contributions.ts';
import type { Services } from '../services.ts';
import { NodeTree } from './nodeTree.ts';
import { historyOf } from './promptHistory.ts';
import type { TreeNode } from './treeNode.ts';
import { VersionDocuments } from './versionDocuments.ts';
import {
  chosenVersions,
  runOf,
  type VersionRow,
  versionNode,
  versionOfNode,
} from './versionNodes.ts';
import { uriOfVersion } from './versionUri.ts';

/** Versions that are listed, and runs that their results are looked for in. */
const versionLimit = 100;
const runLimit = 300;

/** The versions of the prompt in front: what changed, how it did; to be compared, pinned, restored and opened. */
export class VersionsView implements Contribution {
  private readonly services: Services;
  private entries = new Map<string, VersionEntry>();
  /** Commits by prompt; asked for anew once results are new. */
  private readonly commits = new Map<string, ReadonlyMap<string, string>>();
  private tree: NodeTree | undefined;

  constructor(services: Services) {
    this.services = services;
  }

  register(): Disposable {
    const { active, commands, live, log } = this.services;
    const owned = new DisposableStore();
    const tree = owned.add(
      new NodeTree(viewIds.versions, () => this.load(), {
        onError: (error) => log.error(String(error)),
        canSelectMany: true,
      }),
    );
    this.tree = tree;
    const showActive = () => {
      const prompt = active.current;
      void vscode.commands.executeCommand(
        'setContext',
        contextKeys.hasActivePrompt,
        prompt !== undefined,
      );
      tree.view.description = prompt === undefined ? '' : basename(prompt);
      tree.refresh();
    };
    showActive();
    owned.add(active.onDidChange(showActive));
    let shown: unknown;
    owned.add(
      live.onDidChange(({ prompt, results }) => {
        if (prompt !== active.current || results === shown) return;
        shown = results;
        this.commits.delete(prompt);
        tree.refresh();
      }),
    );
    owned.add(new VersionDocuments(this.services));
    const register = (id: string, run: (argument: unknown, selection: unknown) => unknown) =>
      owned.add(commands.register(id, run));
    register(commandIds.openVersion, async (id) => {
      const found = versionOfNode(id);
      if (found) await vscode.window.showTextDocument(uriOfVersion(found), inEditors);
    });
    register(commandIds.diffVersion, async (id) => {
      const found = versionOfNode(id);
      if (found === undefined) return;
      const file = vscode.Uri.file(fileOfPrompt(found.prompt));
      const title = `${basename(found.prompt)}: version ${found.version.slice(0, 7)} and now`;
      await vscode.commands.executeCommand(
        'vscode.diff',
        uriOfVersion(found),
        file,
        title,
        inEditors,
      );
    });
    register(commandIds.diffVersions, (_, selection) => this.diffTwo(selection));
    register(commandIds.compareVersions, (_, selection) => this.compareTwo(selection));
    register(commandIds.compareVersion, async (id) => {
      const found = versionOfNode(id);
      const run = this.entry(id)?.run;
      if (found === undefined || run === undefined) return;
      const target = { prompt: found.prompt, run: run.id };
      await vscode.commands.executeCommand(commandIds.compareWith, target);
    });
    register(commandIds.pinVersion, (id) => this.pin(id, true));
    register(commandIds.unpinVersion, (id) => this.pin(id, false));
    register(commandIds.restoreVersion, (id) => this.restore(id));
    return owned;
  }

  private entry(id: unknown): VersionEntry | undefined {
    return typeof id === 'string' ? this.entries.get(id) : undefined;
  }

  private async load(): Promise<readonly TreeNode[]> {
    const { active, live } = this.services;
    const prompt = active.current;
    const store = prompt === undefined ? undefined : await historyOf(prompt, this.services);
    if (prompt === undefined || store === undefined) return [];
    const versions = await store.versions(prompt, versionLimit);
    const runs = await store.runs({ prompt, summaries: true, limit: runLimit });
    const suites = [...new Set(runs.map(({ suite }) => suite))];
    const pins = await Promise.all(
      suites.map((suite) => markedId(store, 'pinned', { prompt, suite })),
    );
    const { versionList } = await lists();
    const list = versionList({
      versions,
      runs,
      pinned: new Set(pins.flatMap((id) => id ?? [])),
      current: newestRun(live.state(prompt)?.results ?? [])?.promptVersion,
      commits: this.commitsOf(prompt, versions),
    });
    const now = Date.now();
    const nodes = list.map((entry) => {
      const uri = uriOfVersion({ prompt, version: entry.id });
      // VS Code's own command knows a click from Enter: what is looked through does not take the keyboard from the list.
      return versionNode(
        prompt,
        entry,
        now,
        uri && { id: 'vscode.open', arguments: [uri, editors] },
      );
    });
    this.entries = new Map(
      nodes.flatMap(({ id }, index) => (list[index] ? [[id, list[index]]] : [])),
    );
    return nodes;
  }

  /** What git has said so far. It is asked beside everything else, and the rows are drawn again once it answers. */
  private commitsOf(
    prompt: string,
    versions: readonly PromptVersion[],
  ): ReadonlyMap<string, string> {
    const known = this.commits.get(prompt);
    if (known !== undefined) return known;
    const none: ReadonlyMap<string, string> = new Map();
    this.commits.set(prompt, none);
    const texts = versions.map(({ source }) => source);
    this.services.git
      .commitsWith(fileOfPrompt(prompt), texts)
      .then(async (found) => {
        const { commitsByVersion } = await lists();
        const byVersion = commitsByVersion(versions, found);
        if (byVersion.size === 0) return;
        this.commits.set(prompt, byVersion);
        this.tree?.refresh();
      })
      .catch((error: unknown) => this.services.log.warn(String(error)));
    return none;
  }

  /** The two versions that are selected, the older one first: VS Code does not tell of them on the menu of a third row. */
  private chosenTwo(selection: unknown): readonly VersionRow[] {
    const ids: readonly unknown[] = Array.isArray(selection)
      ? selection
      : (this.tree?.view.selection ?? []);
    return chosenVersions(ids, this.entries);
  }

  /** The stored results of two versions in the panel. Nothing is run. */
  private async compareTwo(selection: unknown): Promise<void> {
    const [older, newer] = this.chosenTwo(selection);
    if (older === undefined || newer === undefined) return;
    await this.services.comparisons.showRuns(newer.prompt, {
      old: runOf(older),
      new: runOf(newer),
    });
  }

  private async diffTwo(selection: unknown): Promise<void> {
    const [a, b] = this.chosenTwo(selection);
    if (a === undefined || b === undefined) return;
    const [left, right] = [uriOfVersion(a), uriOfVersion(b)];
    const title = `${basename(a.prompt)}: versions ${a.version.slice(0, 7)} and ${b.version.slice(0, 7)}`;
    await vscode.commands.executeCommand('vscode.diff', left, right, title, inEditors);
  }

  private async pin(id: unknown, isPinned: boolean): Promise<void> {
    const found = versionOfNode(id);
    const run = this.entry(id)?.run;
    if (found === undefined || run === undefined) return;
    const { prompt } = found;
    const { ports } = await this.services.context(prompt);
    const owner = { prompt, suite: run.suite, id: run.id };
    if (isPinned) await markRun(ports.store, 'pinned', owner);
    else await unmark(ports.store, 'pinned', owner);
    this.tree?.refresh();
    await this.services.live.compareByDefault(prompt, owner);
  }

  /** As an edit of the open document, not saved: it can be undone, and is looked at before it runs. */
  private async restore(id: unknown): Promise<void> {
    const found = versionOfNode(id);
    if (found === undefined) return;
    const store = await historyOf(found.prompt, this.services);
    const version = await store?.version(found.prompt, found.version);
    if (version === undefined) return;
    const uri = vscode.Uri.file(fileOfPrompt(found.prompt));
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    if (document.getText() === version.source) return;
    const edit = new vscode.WorkspaceEdit();
    const whole = new vscode.Range(0, 0, document.lineCount, 0);
    edit.replace(uri, document.validateRange(whole), version.source);
    await vscode.workspace.applyEdit(edit);
  }
}

/** Where prompts are edited: the comparison beside them stays in sight. */
const editors = vscode.ViewColumn.One;
const inEditors = { viewColumn: editors, preview: true };

/** What compares texts is loaded with the first list. */
const lists = () => import('../../core/views/versionList.ts');
