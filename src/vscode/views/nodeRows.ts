import type { TreeNode } from './treeNode.ts';

/** Changes that come closer together are shown together, in milliseconds. VS Code puts off what follows within 200. */
const settleMs = 250;
/** A window that has just begun draws the first rows it was given within this time, in milliseconds. */
const beginMs = 3000;

export interface NodeRowsOptions {
  readonly load: () => Promise<readonly TreeNode[]>;
  readonly onError: (error: unknown) => void;
  readonly isVisible: () => boolean;
  /** Tells VS Code of a row with other contents; undefined: of all rows. */
  readonly announce: (id: string | undefined) => void;
}

/**
 * The rows of a tree view, and what VS Code has of them.
 *
 * The first question of a view needs care. News that reach the window before it has taken in the answer are lost: it takes the
 * answer, which is older, for the news, and after news of all rows the extension host no longer knows what the window shows
 * and ignores all further news of single rows. Later questions wait for each other. So nothing is announced before the first
 * answer is given, and what is announced soon after it is announced once more, as news of all rows, which are never ignored.
 */
export class NodeRows {
  private readonly options: NodeRowsOptions;
  private nodes = new Map<string, TreeNode>();
  private parents = new Map<string, string>();
  private roots: readonly TreeNode[] | undefined;
  /** What VS Code was given last: the order of the outermost rows, and each row. */
  private givenOrder: readonly string[] | undefined;
  private readonly given = new Map<string, TreeNode>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private beginTimer: ReturnType<typeof setTimeout> | undefined;
  /** Whether news may have come before the window had the first rows. */
  private isDoubtful = false;
  private loading: Promise<void> | undefined;
  private isDirty = true;

  constructor(options: NodeRowsOptions) {
    this.options = options;
  }

  /** What is shown may be out of date. */
  refresh(): void {
    this.isDirty = true;
    if (this.roots !== undefined && this.options.isVisible()) this.schedule(settleMs);
  }

  /** The view came to sight. VS Code asks by itself for rows that it never had. */
  appeared(): void {
    if (this.isDirty && this.roots !== undefined) this.schedule(0);
  }

  node(id: string): TreeNode | undefined {
    return this.nodes.get(id);
  }

  /** The row as VS Code gets it. */
  give(id: string): TreeNode | undefined {
    const node = this.nodes.get(id);
    if (node === undefined) this.given.delete(id);
    else this.given.set(id, node);
    return node;
  }

  /** Ids of the rows below a row, or of the outermost, as VS Code gets them. */
  async giveChildren(id?: string): Promise<string[]> {
    if (id !== undefined) return (this.nodes.get(id)?.children ?? []).map((child) => child.id);
    while (this.roots === undefined) await (this.loading ?? this.reload());
    const order = this.roots.map((root) => root.id);
    this.givenOrder = order;
    this.beginTimer ??= setTimeout(() => this.begun(), beginMs);
    return [...order];
  }

  parent(id: string): string | undefined {
    return this.parents.get(id);
  }

  dispose(): void {
    clearTimeout(this.timer);
    clearTimeout(this.beginTimer);
  }

  private schedule(delayMs: number): void {
    // Changes may come without a pause while a run goes on: what waits is not put off by them.
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.update().catch(this.options.onError);
    }, delayMs);
  }

  private async update(): Promise<void> {
    await this.reload();
    // Who has not got any rows yet is about to.
    if (this.givenOrder === undefined) return;
    const { announce } = this.options;
    const outdated = this.outdated();
    if (!this.hasGivenOrder()) announce(undefined);
    else for (const { id } of outdated) announce(id);
    if (!this.hasGivenOrder() || outdated.length > 0) this.isDoubtful = true;
  }

  private begun(): void {
    if (this.isDoubtful) this.options.announce(undefined);
  }

  private hasGivenOrder(): boolean {
    const { givenOrder = [], roots = [] } = this;
    return (
      givenOrder.length === roots.length && roots.every(({ id }, index) => id === givenOrder[index])
    );
  }

  private outdated(): readonly TreeNode[] {
    return (this.roots ?? []).filter((root) => !isSame(this.given.get(root.id), root));
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
    if (this.isDirty && this.options.isVisible()) this.schedule(settleMs);
  }

  private async take(): Promise<void> {
    this.isDirty = false;
    const roots = await this.options.load().catch((error: unknown) => {
      this.options.onError(error);
      return [];
    });
    this.roots = roots;
    this.nodes = new Map();
    this.parents = new Map();
    for (const root of roots) this.note(root);
    for (const id of this.given.keys()) if (!this.nodes.has(id)) this.given.delete(id);
  }

  private note(node: TreeNode): void {
    this.nodes.set(node.id, node);
    for (const child of node.children ?? []) {
      this.parents.set(child.id, node.id);
      this.note(child);
    }
  }
}

function isSame(a: TreeNode | undefined, b: TreeNode): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
