import { isAbsolute, isInside, relativePath, resolvePath } from '../../core/path.ts';

/**
 * Paths as a history keeps them: those below its folder relative to it (`./a/b`), so that the history of a folder stays true when the
 * folder is moved, copied or mounted elsewhere (a container, another machine). Others stay absolute.
 */
export class StoredPaths {
  private readonly folder: string;

  /** @param folder absolute, with forward slashes: the one that `.micro-metrics` lies in */
  constructor(folder: string) {
    this.folder = resolvePath('/', folder);
  }

  /** @param path absolute, with forward slashes */
  stored(path: string): string {
    return path !== this.folder && isAbsolute(path) && isInside(this.folder, path)
      ? `./${relativePath(this.folder, path)}`
      : path;
  }

  /** The absolute path again. */
  actual(stored: string): string {
    return stored.startsWith('./') ? resolvePath(this.folder, stored) : stored;
  }

  /** The name of a fact, whose lines may be paths. */
  storedName(name: string): string {
    return name
      .split('\n')
      .map((line) => this.stored(line))
      .join('\n');
  }
}
