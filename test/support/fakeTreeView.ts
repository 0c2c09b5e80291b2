/** What a tree view asks its rows of. */
export interface FakeTreeSource {
  readonly children: () => Promise<readonly string[]>;
  /** The row as it is drawn. */
  readonly item: (id: string) => string;
}

export interface FakeTreeTimes {
  /** How long a message takes, in milliseconds. */
  readonly latencyMs: number;
  /** How long the window is busy with other things before it takes in the first rows, in milliseconds. */
  readonly busyMs: number;
}

/** News that come closer together than that are taken together, in milliseconds; the first one is taken at once. */
const debounceMs = 200;

/**
 * The outermost rows of a tree view as VS Code 1.101 to 1.139 keeps them: the extension host knows which rows it gave, the window
 * draws them, and messages between both take their time. What matters here and is in no documentation:
 *
 * - news of a row that the host does not know are ignored;
 * - news of all rows make the host forget its rows; the window is to ask for them anew, as it is after news of rows that it
 *   does not have;
 * - where news reach a window that has not taken in the answer to its first question, it takes that answer and does not ask
 *   anew; later questions wait for each other.
 */
export class FakeTreeView {
  /** What is drawn, by id. */
  readonly drawn = new Map<string, string>();
  /** How often all rows were drawn. */
  fullDraws = 0;
  private readonly source: FakeTreeSource;
  private readonly times: FakeTreeTimes;
  private known: Set<string> | undefined;
  /** Grows when the host forgets its rows: answers to older questions are dropped. */
  private forgotten = 0;
  private asking: Promise<void> | undefined;
  private news: Set<string | undefined> | undefined;
  private queue: Promise<void> = Promise.resolve();

  constructor(source: FakeTreeSource, times: FakeTreeTimes) {
    this.source = source;
    this.times = times;
  }

  /** The view comes to sight for the first time. */
  show(): Promise<void> {
    return this.askAll();
  }

  /** News of a row, or of all rows: what the extension fires. */
  announce(id: string | undefined): void {
    if (this.news !== undefined) {
      this.news.add(id);
      return;
    }
    this.news = new Set();
    this.take(new Set([id]));
    this.waitForMore();
  }

  private waitForMore(): void {
    setTimeout(() => {
      const waiting = this.news ?? new Set();
      this.news = undefined;
      if (waiting.size > 0) this.take(waiting);
    }, debounceMs);
  }

  private take(ids: ReadonlySet<string | undefined>): void {
    this.queue = this.queue.then(() => this.refresh(ids));
  }

  private async refresh(ids: ReadonlySet<string | undefined>): Promise<void> {
    if (ids.has(undefined)) {
      this.forget();
      await this.message();
      await this.askAll();
      await this.message();
      return;
    }
    const items = [...ids].flatMap((id) =>
      id !== undefined && this.known?.has(id) ? [[id, this.source.item(id)] as const] : [],
    );
    if (items.length === 0) return;
    await this.message();
    const has = items.filter(([id]) => this.drawn.has(id));
    if (has.length === 0) await this.askAll();
    for (const [id, item] of has) this.drawn.set(id, item);
    await this.message();
  }

  private forget(): void {
    this.known = undefined;
    this.forgotten++;
  }

  private askAll(): Promise<void> {
    this.asking ??= this.ask().finally(() => {
      this.asking = undefined;
    });
    return this.asking;
  }

  private async ask(): Promise<void> {
    await this.message();
    const items = await this.answer();
    await this.message();
    if (this.fullDraws === 0) await this.busy();
    this.fullDraws++;
    this.drawn.clear();
    for (const [id, item] of items) this.drawn.set(id, item);
  }

  /** In the host. */
  private async answer(): Promise<readonly (readonly [string, string])[]> {
    if (this.known !== undefined) return this.itemsOf([...this.known]);
    this.forget();
    const asked = this.forgotten;
    const ids = await this.source.children();
    if (asked !== this.forgotten) return [];
    const items = this.itemsOf(ids);
    this.known = new Set(ids);
    return items;
  }

  private itemsOf(ids: readonly string[]): readonly (readonly [string, string])[] {
    return ids.map((id) => [id, this.source.item(id)]);
  }

  private busy(): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, this.times.busyMs));
  }

  private message(): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, this.times.latencyMs));
  }
}
