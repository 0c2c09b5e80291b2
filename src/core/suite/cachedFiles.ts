import type { Files } from '../ports.ts';

/** UTF-16 units that are kept in all: beyond it what was read first is read anew. */
const maxKept = 16 * 1024 * 1024;

/**
 * Files of folders that somebody watches: what was read or listed before is remembered until `changed` is called for it.
 * Nothing is remembered of files outside the watched folders.
 */
export class CachedFiles implements Files {
  private readonly files: Files;
  private readonly isWatched: (path: string) => boolean;
  private readonly texts = new Map<string, Promise<string>>();
  /** Of the texts that are remembered, oldest first. */
  private readonly lengths = new Map<string, number>();
  private readonly listings = new Map<string, Promise<readonly string[]>>();
  private readonly presence = new Map<string, Promise<boolean>>();
  /** Files that were read or saved before, so that lists know of them. */
  private readonly seen = new Set<string>();

  constructor(files: Files, isWatched: (path: string) => boolean) {
    this.files = files;
    this.isWatched = isWatched;
  }

  /** A file has another text now; it may also be new. */
  changed(path: string): void {
    this.texts.delete(path);
    if (this.seen.has(path)) return;
    this.seen.add(path);
    this.listings.clear();
    this.presence.clear();
  }

  /** A file or folder came, went or was renamed. */
  appearedOrVanished(path: string): void {
    // A folder takes its contents along.
    for (const known of [...this.texts.keys()])
      if (known === path || known.startsWith(`${path}/`)) this.texts.delete(known);
    this.listings.clear();
    this.presence.clear();
  }

  /** Other folders are watched now, or events may have been missed. */
  clear(): void {
    this.texts.clear();
    this.listings.clear();
    this.presence.clear();
  }

  readText(path: string, options?: { maxBytes?: number }): Promise<string> {
    if (options !== undefined || !this.isWatched(path)) return this.files.readText(path, options);
    this.seen.add(path);
    return remember(this.texts, path, async () => {
      const text = await this.files.readText(path);
      this.makeRoom(path, text.length);
      return text;
    });
  }

  /** Forgets what was read first where a text that was just read does not fit in any more. */
  private makeRoom(path: string, length: number): void {
    this.lengths.delete(path);
    this.lengths.set(path, length);
    let total = 0;
    for (const [known, own] of this.lengths) {
      if (this.texts.has(known)) total += own;
      else this.lengths.delete(known);
    }
    for (const [known, own] of this.lengths) {
      if (total <= maxKept) return;
      this.texts.delete(known);
      this.lengths.delete(known);
      total -= own;
    }
  }

  readLines(path: string): AsyncIterable<string> {
    return this.files.readLines(path);
  }

  async stamp(path: string): Promise<string | undefined> {
    return this.files.stamp?.(path);
  }

  exists(path: string): Promise<boolean> {
    if (!this.isWatched(path)) return this.files.exists(path);
    return remember(this.presence, path, () => this.files.exists(path));
  }

  find(folder: string, glob: string): Promise<readonly string[]> {
    if (!this.isWatched(`${folder}/`)) return this.files.find(folder, glob);
    return remember(this.listings, `${folder}\n${glob}`, () => this.files.find(folder, glob));
  }
}

/** What failed is asked for again. */
function remember<T>(
  known: Map<string, Promise<T>>,
  key: string,
  make: () => Promise<T>,
): Promise<T> {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make();
  known.set(key, made);
  made.catch(() => {
    if (known.get(key) === made) known.delete(key);
  });
  return made;
}
