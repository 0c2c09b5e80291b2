import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../core/lifecycle.ts';
import { contentsAreKnown } from './knownContents.ts';
import { NodeRows } from './nodeRows.ts';
import type { TreeNode } from './treeNode.ts';

/**
 * Shows rows in a tree view. Rows are known by their ids, so that new contents keep selection, scroll position and open
 * rows; only rows that changed are drawn again. Nothing is asked for while the view is hidden.
 */
export class NodeTree implements vscode.TreeDataProvider<string>, Disposable {
  readonly view: vscode.TreeView<string>;
  private readonly id: string;
  private readonly owned = new DisposableStore();
  private readonly changed = this.owned.add(new vscode.EventEmitter<string | undefined>());
  private readonly rows: NodeRows;
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
    this.id = id;
    this.rows = this.owned.add(
      new NodeRows({
        load,
        onError: options.onError,
        isVisible: () => this.view.visible,
        announce: (row) => this.changed.fire(row),
      }),
    );
    this.view = this.owned.add(
      vscode.window.createTreeView(id, {
        treeDataProvider: this,
        canSelectMany: options.canSelectMany ?? false,
        showCollapseAll: options.showCollapseAll ?? false,
      }),
    );
    this.owned.add(
      this.view.onDidChangeVisibility(({ visible }) => {
        if (visible) this.rows.appeared();
      }),
    );
  }

  /** What is shown may be out of date. */
  refresh(): void {
    this.rows.refresh();
  }

  node(id: unknown): TreeNode | undefined {
    return typeof id === 'string' ? this.rows.node(id) : undefined;
  }

  getTreeItem(id: string): vscode.TreeItem {
    const node = this.rows.give(id);
    return node === undefined ? new vscode.TreeItem('') : itemOf(node);
  }

  async getChildren(id?: string): Promise<string[]> {
    const children = await this.rows.giveChildren(id);
    contentsAreKnown(this.id);
    return children;
  }

  getParent(id: string): string | undefined {
    return this.rows.parent(id);
  }

  dispose(): void {
    this.owned.dispose();
  }
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
    const { id, arguments: given } = node.command;
    item.command = { command: id, title: 'Open', arguments: [...given] };
  }
  return item;
}
