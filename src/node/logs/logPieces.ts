import { createReadStream } from 'node:fs';
import { mustBeFile, mustBeText, readingError } from '../nodeFiles.ts';

/** Bytes that are read, and handed on, at a time. */
const pieceBytes = 256 * 1024;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/**
 * A log in pieces of whole lines (UTF-8), in order, in memory that does not grow with it. Of a line that is longer than allowed
 * only so much is given that it is seen to be too long.
 *
 * @param maxLength of a line, in characters
 * @throws {EvalError} file-missing; bad-file when it is binary, or no file
 */
export async function* readLogPieces(path: string, maxLength: number): AsyncGenerator<Uint8Array> {
  // A character of a text takes at most three bytes for each UTF-16 unit.
  const maxBytes = 3 * (maxLength + 1);
  let rest: Uint8Array[] = [];
  let length = 0;
  let isFirst = true;
  let endedWithReturn = false;
  try {
    await mustBeFile(path);
    for await (const chunk of createReadStream(path, { highWaterMark: pieceBytes })) {
      if (!(chunk instanceof Uint8Array)) continue;
      if (isFirst) mustBeText(path, chunk);
      isFirst = false;
      // The other half of `\r\n`, where the pieces part between the two.
      const from = endedWithReturn && chunk[0] === lineFeed ? 1 : 0;
      const end = lastLineEnd(chunk);
      if (end > from) {
        yield joined(rest, chunk.subarray(from, end));
        rest = [];
        length = 0;
      }
      endedWithReturn = chunk.at(-1) === carriageReturn;
      const left = chunk.subarray(Math.max(from, end), chunk.length);
      if (left.length === 0 || length >= maxBytes) continue;
      const kept = new Uint8Array(left.subarray(0, maxBytes - length));
      rest.push(kept);
      length += kept.length;
    }
    if (length > 0) yield joined(rest, new Uint8Array());
  } catch (error) {
    throw readingError(path, error);
  }
}

/** The place after the last line end; 0 where there is none. */
function lastLineEnd(bytes: Uint8Array): number {
  return Math.max(bytes.lastIndexOf(lineFeed), bytes.lastIndexOf(carriageReturn)) + 1;
}

function joined(before: readonly Uint8Array[], last: Uint8Array): Uint8Array {
  if (before.length === 0) return last;
  const whole = new Uint8Array(before.reduce((sum, { length }) => sum + length, last.length));
  let at = 0;
  for (const part of [...before, last]) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
