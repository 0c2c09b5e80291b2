/// <reference path="./nodeSqlParser.d.ts" />
import * as z from 'zod';
import type { SqlReader } from './sqlReader.ts';
import { mistakeAt } from './syntaxCheck.ts';

/** Dialects that can be parsed. Others were tried, and take prose for SQL or refuse everyday statements. */
export const sqlDialects = ['postgresql', 'mysql', 'mariadb', 'sqlite', 'bigquery'] as const;

export type SqlDialect = (typeof sqlDialects)[number];

/** Longest text that is parsed, in UTF-16 units: the parsers try many readings, so that very long texts take very long. */
const longest = 20_000;

/** Loads the parser of a dialect. */
export async function sqlReaderFor(dialect: SqlDialect): Promise<SqlReader> {
  const read = await parserFor(dialect);
  return (text) => {
    if (text.length > longest)
      return { mistake: mistakeAt(text, `it is longer than ${longest} characters`, longest) };
    return text.trim() === '' ? { statements: [] } : read(text);
  };
}

async function parserFor(dialect: SqlDialect): Promise<SqlReader> {
  switch (dialect) {
    case 'postgresql':
      return (await import('./postgresql.ts')).readPostgresql;
    case 'mysql':
      return reader((await import('node-sql-parser/build/mysql.js')).default.Parser, 'MySQL');
    case 'mariadb':
      return reader((await import('node-sql-parser/build/mariadb.js')).default.Parser, 'MariaDB');
    case 'sqlite':
      return reader((await import('node-sql-parser/build/sqlite.js')).default.Parser, 'Sqlite');
    case 'bigquery':
      return reader((await import('node-sql-parser/build/bigquery.js')).default.Parser, 'BigQuery');
  }
}

interface AstParser {
  astify(sql: string, options: { readonly database: string }): unknown;
}

function reader(Parser: new () => AstParser, database: string): SqlReader {
  const parser = new Parser();
  return (text) => {
    try {
      const parsed = parser.astify(text, { database });
      return { statements: (Array.isArray(parsed) ? parsed : [parsed]).map(kindOf) };
    } catch (error) {
      // A full stack is no mistake of a place.
      const place = error instanceof RangeError ? undefined : placed.safeParse(error).data;
      if (place === undefined) return { mistake: mistakeAt(text, 'it cannot be read', 0) };
      const { found, location } = place;
      const words = found === null ? 'it ends too early' : 'this does not belong here';
      return { mistake: mistakeAt(text, words, location.start.offset) };
    }
  };
}

const placed = z.object({
  found: z.string().nullable(),
  location: z.object({ start: z.object({ offset: z.number() }) }),
});

const kinds = z.object({ type: z.string(), keyword: z.string().optional() });

/** `create table` rather than `create` alone, as for PostgreSQL. */
function kindOf(statement: unknown): string {
  const { data } = kinds.safeParse(statement);
  if (data === undefined) return 'other';
  const { type, keyword } = data;
  const isNamed = keyword !== undefined && ['create', 'drop', 'alter', 'truncate'].includes(type);
  return (isNamed ? `${type} ${keyword}` : type).toLowerCase();
}
