import type { Files } from '../ports.ts';

/** Files of which only those in a folder itself are found, not those below it. */
export class FlatFiles implements Files {
  private readonly files: Files;

  constructor(files: Files) {
    this.files = files;
  }

  readText(path: string, options?: { maxBytes?: number }): Promise<string> {
    return this.files.readText(path, options);
  }

  readLines(path: string): AsyncIterable<string> {
    return this.files.readLines(path);
  }

  async stamp(path: string): Promise<string | undefined> {
    return this.files.stamp?.(path);
  }

  exists(path: string): Promise<boolean> {
    return this.files.exists(path);
  }

  find(folder: string, glob: string): Promise<readonly string[]> {
    return this.files.find(folder, glob.replaceAll('**/', ''));
  }
}
