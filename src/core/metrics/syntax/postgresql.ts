import { parse } from 'pgsql-ast-parser';
import { messageOf } from '../../errors.ts';
import type { SqlReader } from './sqlReader.ts';
import { mistakeAt } from './syntaxCheck.ts';

/** Reads statements in the dialect of PostgreSQL. */
export const readPostgresql: SqlReader = (text) => {
  try {
    return { statements: parse(text).map(({ type }) => type) };
  } catch (error) {
    const message = messageOf(error);
    const [, line, column] = /at line (\d+) col (\d+)/.exec(message) ?? [];
    const offset =
      line === undefined || column === undefined
        ? text.length
        : offsetOf(text, Number(line), Number(column));
    const odd = /Unexpected \S+ token: "([^"\n]{1,40})"/.exec(message)?.[1];
    const words =
      odd !== undefined
        ? `“${odd}” does not belong here`
        : /end of input/.test(message)
          ? 'it ends too early'
          : 'this does not belong here';
    return { mistake: mistakeAt(text, words, offset) };
  }
};

/** Offset of a place given by line and column, both from 1. */
function offsetOf(text: string, line: number, column: number): number {
  let start = 0;
  for (let i = 1; i < line; i++) start = text.indexOf('\n', start) + 1;
  return start + column - 1;
}
