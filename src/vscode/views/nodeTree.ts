import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../core/lifecycle.ts';
import type { TreeNode } from './treeNode.ts';

/** Changes that come closer together are shown together, in milliseconds. */
const settleMs = 120;

/**
 * Shows rows in a tree view. Rows are known by their ids, so that new contents keep selection, scroll position and open
 * rows; only rows that changed are drawn again. Nothing is asked for while the view is hidden.
 */
export class NodeTree implements vscode.TreeDataProvider<string>, Disposable {
  readonly view: vscode.TreeView<string>;
  private readonly owned = new DisposableStore();
  private readonly changed = this.owned.add(new vscode.EventEmitter<string | undefined>());
  private readonly load: () => Promise<readonly TreeNode[]>;
  private readonly onError: (error: unknown) => void;
  private nodes = new Map<string, TreeNode>();
  private parents = new Map<string, string>();
  private roots: readonly TreeNode[] | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private loading: Promise<void> | undefined;
  private isDirty = true;
  readonly onDidChangeTreeData = this.changed.event;

  constructor(
    id: string,
    load: () => Promise<readonly TreeNode[]>,
    options: {
      readonly onError: (error: unknown) => void;
      readonly canSelectMany?: boolean;
      readonly showCollapseAll?: boolean;
    },
  ) {
    this.load = load;
    this.onError = options.onError;
    this.view = this.owned.add(
      vscode.window.createTreeView(id, {
        treeDataProvider: this,
        canSelectMany: options.canSelectMany ?? false,
        showCollapseAll: options.showCollapseAll ?? false,
      }),
    );
    this.owned.add(
      this.view.onDidChangeVisibility(({ visible }) => {
        if (visible && this.isDirty) this.schedule(0);
      }),
    );
  }

  /** What is shown may be out of date. */
  refresh(): void {
    this.isDirty = true;
    if (this.roots !== undefined && this.view.visible) this.schedule(settleMs);
  }

  node(id: unknown): TreeNode | undefined {
    return typeof id === 'string' ? this.nodes.get(id) : undefined;
  }

  getTreeItem(id: string): vscode.TreeItem {
    const node = this.nodes.get(id);
    return node === undefined ? new vscode.TreeItem('') : itemOf(node);
  }

  async getChildren(id?: string): Promise<string[]> {
    if (id !== undefined) return (this.nodes.get(id)?.children ?? []).map((child) => child.id);
    if (this.roots === undefined) await this.reload();
    return (this.roots ?? []).map((root) => root.id);
  }

  getParent(id: string): string | undefined {
    return this.parents.get(id);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.owned.dispose();
  }

  private schedule(delayMs: number): void {
    // Changes may come without a pause while a run goes on: what waits is not put off by them.
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.update().catch(this.onError);
    }, delayMs);
  }

  private async update(): Promise<void> {
    const before = this.roots;
    const old = this.nodes;
    await this.reload();
    const roots = this.roots ?? [];
    if (before === undefined || !haveSameIds(before, roots)) {
      this.changed.fire(undefined);
      return;
    }
    for (const { id } of roots) if (!isSame(old.get(id), this.nodes.get(id))) this.changed.fire(id);
  }

  /** One load at a time; a change meanwhile is loaded after it. */
  private async reload(): Promise<void> {
    while (this.loading !== undefined) await this.loading;
    this.loading = this.take();
    try {
      await this.loading;
    } finally {
      this.loading = undefined;
    }
    if (this.isDirty && this.view.visible) this.schedule(settleMs);
  }

  private async take(): Promise<void> {
    this.isDirty = false;
    const roots = await this.load().catch((error: unknown) => {
      this.onError(error);
      return [];
    });
    this.roots = roots;
    this.nodes = new Map();
    this.parents = new Map();
    for (const root of roots) this.note(root);
  }

  private note(node: TreeNode): void {
    this.nodes.set(node.id, node);
    for (const child of node.children ?? []) {
      this.parents.set(child.id, node.id);
      this.note(child);
    }
  }
}

function haveSameIds(a: readonly TreeNode[], b: readonly TreeNode[]): boolean {
  return a.length === b.length && a.every(({ id }, index) => id === b[index]?.id);
}

function isSame(a: TreeNode | undefined, b: TreeNode | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function itemOf(node: TreeNode): vscode.TreeItem {
  const item = new vscode.TreeItem(
    node.label,
    node.children === undefined
      ? vscode.TreeItemCollapsibleState.None
      : node.isExpanded === true
        ? vscode.TreeItemCollapsibleState.Expanded
        : vscode.TreeItemCollapsibleState.Collapsed,
  );
  item.id = node.id;
  item.contextValue = node.context;
  if (node.description !== undefined) item.description = node.description;
  if (node.tooltip !== undefined) item.tooltip = node.tooltip;
  if (node.spoken !== undefined) item.accessibilityInformation = { label: node.spoken };
  if (node.icon !== undefined) {
    const { name, color } = node.icon;
    item.iconPath =
      color === undefined
        ? new vscode.ThemeIcon(name)
        : new vscode.ThemeIcon(name, new vscode.ThemeColor(color));
  }
  if (node.command !== undefined) {
    const { id, argument } = node.command;
    item.command = { command: id, title: 'Open', arguments: [argument] };
  }
  return item;
}
