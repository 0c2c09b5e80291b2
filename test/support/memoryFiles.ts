import { matchesGlob } from 'node:path/posix';
import { EvalError } from '../../src/core/errors.ts';
import { isInside, relativePath } from '../../src/core/path.ts';
import type { Files } from '../../src/core/ports.ts';

/** Files in memory, by absolute path. */
export function memoryFiles(texts: Readonly<Record<string, string>>): Files {
  const textOf = (path: string): string => {
    const text = texts[path];
    if (text === undefined)
      throw new EvalError('file-missing', `There is no file ${path}.`, { file: path });
    return text;
  };
  return {
    readText: async (path, { maxBytes = Number.POSITIVE_INFINITY } = {}) => {
      const text = textOf(path);
      if (Buffer.byteLength(text) <= maxBytes) return text;
      throw new EvalError('file-too-large', `${path} is too large.`, { file: path });
    },
    async *readLines(path) {
      const lines = textOf(path).split(/\r\n|\n|\r/);
      if (lines.at(-1) === '') lines.pop();
      yield* lines;
    },
    exists: async (path) => texts[path] !== undefined,
    find: async (folder, glob) =>
      Object.keys(texts)
        .filter((path) => isInside(folder, path) && matchesGlob(relativePath(folder, path), glob))
        .sort(),
  };
}
