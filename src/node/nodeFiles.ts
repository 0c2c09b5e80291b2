import { createReadStream, type Dirent } from 'node:fs';
import { access, type FileHandle, open, readdir } from 'node:fs/promises';
import { matchesGlob } from 'node:path/posix';
import { createInterface } from 'node:readline';
import { EvalError } from '../core/errors.ts';
import { relativePath } from '../core/path.ts';
import type { Files } from '../core/ports.ts';

const defaultMaxBytes = 2 * 1024 * 1024;
const skippedFolders: ReadonlySet<string> = new Set(['node_modules', '.git', '.micro-metrics']);
/** A workspace with more entries than this is searched no further. */
const maxEntries = 200_000;

/** Files on the disk. */
export const nodeFiles: Files = { readText, readLines, exists, find };

async function readText(path: string, options: { maxBytes?: number } = {}): Promise<string> {
  const maxBytes = options.maxBytes ?? defaultMaxBytes;
  let file: FileHandle | undefined;
  try {
    file = await open(path);
    const { size } = await file.stat();
    if (size > maxBytes) {
      throw new EvalError(
        'file-too-large',
        `${path} has ${megabytes(size)}; at most ${megabytes(maxBytes)} are read.`,
        { file: path },
      );
    }
    const bytes = await file.readFile();
    if (bytes.subarray(0, 8192).includes(0)) {
      throw new EvalError('bad-file', `${path} is a binary file, not text.`, { file: path });
    }
    // The decoder takes a byte order mark off.
    return new TextDecoder().decode(bytes);
  } catch (error) {
    throw fileError(path, error);
  } finally {
    await file?.close();
  }
}

async function* readLines(path: string): AsyncGenerator<string> {
  try {
    const input = createReadStream(path, { encoding: 'utf8' });
    let isFirst = true;
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      yield isFirst ? line.replace(/^\ufeff/, '') : line;
      isFirst = false;
    }
  } catch (error) {
    throw fileError(path, error);
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function find(folder: string, glob: string): Promise<readonly string[]> {
  const found: string[] = [];
  const folders = [folder];
  let entries = 0;
  for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
    for (const entry of await entriesOf(next)) {
      if (++entries > maxEntries) return found.sort();
      const path = next.endsWith('/') ? `${next}${entry.name}` : `${next}/${entry.name}`;
      // Links are not followed: a loop of them would have no end.
      if (entry.isDirectory() && !skippedFolders.has(entry.name)) folders.push(path);
      else if (entry.isFile() && matchesGlob(relativePath(folder, path), glob)) found.push(path);
    }
  }
  return found.sort();
}

async function entriesOf(folder: string): Promise<readonly Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function fileError(path: string, error: unknown): unknown {
  if (error instanceof EvalError || !(error instanceof Error) || !('code' in error)) return error;
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') {
    return new EvalError('file-missing', `There is no file ${path}.`, { file: path, cause: error });
  }
  return new EvalError('bad-file', `${path} cannot be read (${String(error.code)}).`, {
    file: path,
    cause: error,
  });
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}
