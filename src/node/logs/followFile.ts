import { type FileHandle, open, stat } from 'node:fs/promises';
import { EvalError } from '../../core/errors.ts';
import type { Disposable } from '../../core/lifecycle.ts';
import { LineBuffer } from './lineBuffer.ts';

/** What is told of a file that grows. */
export type Followed =
  | { readonly type: 'line'; readonly text: string }
  /** All that is there has been read; `place` is behind its last whole line. */
  | { readonly type: 'caught-up'; readonly place: FilePlace }
  /** There is no such file, yet or any more. */
  | { readonly type: 'missing' }
  /** From here on lines are those of another file, or of the same one begun anew. */
  | { readonly type: 'begun-anew'; readonly because: 'rotated' | 'truncated' };

/** A place in a file between two lines. */
export interface FilePlace {
  /** Which file it is, whatever its name. */
  readonly file: string;
  /** In bytes. */
  readonly offset: number;
}

export interface FollowOptions {
  readonly path: string;
  /**
   * Where to begin, where the file under this name is still that one and no shorter; else it is read from its beginning, after
   * `begun-anew`. Default: the beginning.
   */
  readonly from?: FilePlace;
  /** Characters; a longer line is given cut off, one character longer than that. */
  readonly maxLineLength: number;
  readonly signal: AbortSignal;
  /** Calls back when the file may have changed; more often than needed does no harm. */
  readonly watch: (path: string, onChange: () => void) => Disposable;
  /** Awaited after a change, so that many in a row are read at once. */
  readonly pause: () => Promise<void>;
}

const pieceBytes = 256 * 1024;
const lineFeed = 0x0a;

/**
 * The lines of a file from its beginning, and whatever is written to it later, until the signal ends it. A line without an end waits
 * for it. A file that is replaced under its name (rotation) is read to its end first, then the new one from its beginning; one that became
 * shorter is read from its beginning. While nothing changes, nothing is done.
 * @throws {EvalError} bad-file when it is a folder or a device
 */
export async function* followFile(options: FollowOptions): AsyncGenerator<Followed> {
  const { path, signal, watch, pause } = options;
  const changes = new Changes(signal);
  const watching = watch(path, () => changes.notify());
  let file: OpenFile | undefined;
  let hadFile = false;
  let saidMissing = false;
  try {
    while (!signal.aborted) {
      if (file === undefined) {
        file = await openFile(path, options.maxLineLength);
        const isFirst = file !== undefined && !hadFile;
        if (file !== undefined && hadFile) yield { type: 'begun-anew', because: 'rotated' };
        hadFile ||= file !== undefined;
        if (file !== undefined && isFirst && options.from !== undefined) {
          if (file.id !== options.from.file) yield { type: 'begun-anew', because: 'rotated' };
          else file.skipTo(options.from.offset);
        }
      }
      if (file === undefined) {
        if (!saidMissing) yield { type: 'missing' };
        saidMissing = true;
      } else {
        saidMissing = false;
        if (await file.isShorter()) {
          file.beginAnew();
          yield { type: 'begun-anew', because: 'truncated' };
        }
        yield* linesIn(file, signal);
        if (await isReplaced(path, file)) {
          // What was written to it between the last look and its end.
          yield* linesIn(file, signal);
          const rest = file.flush();
          if (rest !== undefined) yield { type: 'line', text: rest };
          await file.close();
          file = undefined;
          continue;
        }
        yield { type: 'caught-up', place: { file: file.id, offset: file.lineOffset } };
      }
      await changes.next();
      if (!signal.aborted) await pause();
    }
  } finally {
    watching.dispose();
    await file?.close();
  }
}

async function* linesIn(file: OpenFile, signal: AbortSignal): AsyncGenerator<Followed> {
  for (let lines = await file.read(); lines !== undefined; lines = await file.read()) {
    for (const text of lines) yield { type: 'line', text };
    if (signal.aborted) return;
  }
}

/** Remembers that something changed while nobody waited for it. */
class Changes {
  private readonly signal: AbortSignal;
  private hasChanged = false;
  private wake: (() => void) | undefined;

  constructor(signal: AbortSignal) {
    this.signal = signal;
    signal.addEventListener('abort', () => this.wake?.(), { once: true });
  }

  notify(): void {
    this.hasChanged = true;
    this.wake?.();
  }

  /** Resolves at the next change, at once where there was one, and when the signal ends it. */
  async next(): Promise<void> {
    if (!this.hasChanged && !this.signal.aborted) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
      this.wake = undefined;
    }
    this.hasChanged = false;
  }
}

class OpenFile {
  readonly id: string;
  private readonly handle: FileHandle;
  private readonly lines: LineBuffer;
  private readonly bytes = new Uint8Array(pieceBytes);
  private decoder = new TextDecoder();
  private offset = 0;
  /** Bytes up to the last line end that was read. */
  lineOffset = 0;

  constructor(handle: FileHandle, id: string, maxLineLength: number) {
    this.handle = handle;
    this.id = id;
    this.lines = new LineBuffer(maxLineLength);
  }

  /** The lines of the next piece; undefined at the end of what is there. */
  async read(): Promise<readonly string[] | undefined> {
    const { bytesRead } = await this.handle.read(this.bytes, 0, pieceBytes, this.offset);
    if (bytesRead === 0) return undefined;
    const end = this.bytes.subarray(0, bytesRead).lastIndexOf(lineFeed);
    if (end >= 0) this.lineOffset = this.offset + end + 1;
    this.offset += bytesRead;
    return this.lines.push(
      this.decoder.decode(this.bytes.subarray(0, bytesRead), { stream: true }),
    );
  }

  async isShorter(): Promise<boolean> {
    return (await this.handle.stat()).size < this.offset;
  }

  /** Goes on behind a line end. A place behind the end of the file is found out as a file that became shorter. */
  skipTo(offset: number): void {
    this.offset = offset;
    this.lineOffset = offset;
  }

  beginAnew(): void {
    this.offset = 0;
    this.lineOffset = 0;
    this.decoder = new TextDecoder();
    this.lines.flush();
  }

  flush(): string | undefined {
    return this.lines.flush();
  }

  close(): Promise<void> {
    return this.handle.close();
  }
}

async function openFile(path: string, maxLineLength: number): Promise<OpenFile | undefined> {
  const handle = await open(path).catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
  if (handle === undefined) return undefined;
  const found = await handle.stat();
  if (!found.isFile()) {
    await handle.close();
    throw new EvalError('bad-file', `${path} is not a file.`, { file: path });
  }
  const { dev, ino } = found;
  return new OpenFile(handle, `${dev}:${ino}`, maxLineLength);
}

async function isReplaced(path: string, file: OpenFile): Promise<boolean> {
  try {
    const { dev, ino } = await stat(path);
    return `${dev}:${ino}` !== file.id;
  } catch (error) {
    if (isMissing(error)) return true;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
