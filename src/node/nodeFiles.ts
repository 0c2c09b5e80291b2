import { createReadStream, type Dirent } from 'node:fs';
import { access, type FileHandle, open, readdir, stat } from 'node:fs/promises';
import { Breather } from '../core/breather.ts';
import { EvalError } from '../core/errors.ts';
import type { Files } from '../core/ports.ts';
import { Glob, type GlobState } from './glob.ts';
import { nodeClock } from './nodeClock.ts';
import { splitLines } from './splitLines.ts';

const defaultMaxBytes = 2 * 1024 * 1024;
/** Characters of one line; a row of a case file is far shorter. */
const maxLineLength = 16 * 1024 * 1024;
const skippedFolders: ReadonlySet<string> = new Set(['node_modules', '.git', '.micro-metrics']);
/** A workspace with more entries than this is searched no further. */
const maxEntries = 200_000;

/** Files on the disk. */
export const nodeFiles: Files = { readText, readLines, exists, find, stamp };

async function readText(path: string, options: { maxBytes?: number } = {}): Promise<string> {
  const maxBytes = options.maxBytes ?? defaultMaxBytes;
  let file: FileHandle | undefined;
  try {
    await mustBeFile(path);
    file = await open(path);
    const { size } = await file.stat();
    if (size > maxBytes) {
      throw new EvalError(
        'file-too-large',
        `${path} has ${megabytes(size)}; at most ${megabytes(maxBytes)} are read. Shorten or split it.`,
        { file: path },
      );
    }
    const bytes = await file.readFile();
    mustBeText(path, bytes);
    // The decoder takes a byte order mark off.
    return new TextDecoder().decode(bytes);
  } catch (error) {
    throw readingError(path, error);
  } finally {
    await file?.close();
  }
}

async function stamp(path: string): Promise<string | undefined> {
  try {
    const { mtimeNs, ctimeNs, size, ino } = await stat(path, { bigint: true });
    return [mtimeNs, ctimeNs, size, ino].join(' ');
  } catch {
    return undefined;
  }
}

async function* readLines(path: string): AsyncGenerator<string> {
  const tooLong = (line: number) =>
    new EvalError('bad-file', `Line ${line} of ${path} is longer than 16 million characters.`, {
      file: path,
    });
  try {
    await mustBeFile(path);
    yield* splitLines(textOf(path), maxLineLength, tooLong);
  } catch (error) {
    throw readingError(path, error);
  }
}

async function* textOf(path: string): AsyncGenerator<string> {
  // The decoder takes a byte order mark off, and keeps characters whole that lie in two chunks.
  const decoder = new TextDecoder();
  let isFirst = true;
  const breather = new Breather(nodeClock);
  for await (const chunk of createReadStream(path)) {
    if (!(chunk instanceof Uint8Array)) continue;
    if (isFirst) mustBeText(path, chunk);
    isFirst = false;
    yield decoder.decode(chunk, { stream: true });
    // What is done with the lines of a chunk takes longer than reading the next one.
    if (breather.isDue) await breather.pause();
  }
  yield decoder.decode();
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function find(folder: string, pattern: string): Promise<readonly string[]> {
  const glob = new Glob(pattern);
  const found: string[] = [];
  const folders: { readonly path: string; readonly state: GlobState }[] = [
    { path: folder.endsWith('/') ? folder.slice(0, -1) : folder, state: glob.start() },
  ];
  let entries = 0;
  for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
    for (const entry of await entriesOf(next.path === '' ? '/' : next.path)) {
      if (++entries > maxEntries) return found.sort();
      const path = `${next.path}/${entry.name}`;
      // Links are not followed: a loop of them would have no end, and others may lead out of the workspace.
      if (entry.isDirectory() && !skippedFolders.has(entry.name)) {
        const state = glob.enter(next.state, entry.name);
        if (state.length > 0) folders.push({ path, state });
      } else if (entry.isFile() && glob.matches(next.state, entry.name)) found.push(path);
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

/** A pipe would be waited for, and a device read, without end. */
export async function mustBeFile(path: string): Promise<void> {
  const found = await stat(path);
  if (found.isFile()) return;
  const kind = found.isDirectory() ? 'a folder' : 'a device or pipe';
  throw new EvalError('bad-file', `${path} is ${kind}, not a file.`, { file: path });
}

export function mustBeText(path: string, bytes: Uint8Array): void {
  if (!bytes.subarray(0, 8192).includes(0)) return;
  const [first, second] = bytes;
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  throw new EvalError(
    'bad-file',
    isUtf16
      ? `${path} is written in UTF-16. Save it as UTF-8.`
      : `${path} is a binary file, not text.`,
    { file: path },
  );
}

export function readingError(path: string, error: unknown): unknown {
  if (error instanceof EvalError || !(error instanceof Error) || !('code' in error)) return error;
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') {
    return new EvalError('file-missing', `There is no file ${path}.`, { file: path, cause: error });
  }
  const isDenied = error.code === 'EACCES' || error.code === 'EPERM';
  const reason = isDenied ? 'no permission' : String(error.code);
  return new EvalError('bad-file', `${path} cannot be read (${reason}).`, {
    file: path,
    cause: error,
  });
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}
