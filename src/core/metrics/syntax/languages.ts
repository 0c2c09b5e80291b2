import { parseJson } from '../json/parseJson.ts';
import type { SqlDialect } from './sqlDialects.ts';
import { mistakeAt, type SyntaxCheck } from './syntaxCheck.ts';

/** Languages whose syntax can be checked, by the names that code blocks have. Each parser is loaded when first needed. */
const LOADERS: Readonly<Record<string, () => Promise<SyntaxCheck>>> = {
  json: async () => checkJson,
  yaml: async () => (await import('./yaml.ts')).checkYaml,
  xml: async () => (await import('./xml.ts')).checkXml,
  html: async () => (await import('./html.ts')).checkHtml,
  sql: () => sqlCheck('postgresql'),
  mysql: () => sqlCheck('mysql'),
  mariadb: () => sqlCheck('mariadb'),
  sqlite: () => sqlCheck('sqlite'),
  bigquery: () => sqlCheck('bigquery'),
  javascript: async () => grammar(await javascript(), 'jsx'),
  typescript: async () => grammar(await javascript(), 'ts'),
  tsx: async () => grammar(await javascript(), 'jsx ts'),
  python: async () => grammar((await import('@lezer/python')).parser),
  css: async () => grammar((await import('@lezer/css')).parser),
  java: async () => grammar((await import('@lezer/java')).parser),
  rust: async () => grammar((await import('@lezer/rust')).parser),
  go: async () => grammar((await import('@lezer/go')).parser),
  cpp: async () => grammar((await import('@lezer/cpp')).parser),
  php: async () => grammar((await import('@lezer/php')).parser),
};

const ALIASES: Readonly<Record<string, string>> = {
  js: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  jsx: 'javascript',
  node: 'javascript',
  ts: 'typescript',
  mts: 'typescript',
  py: 'python',
  python3: 'python',
  yml: 'yaml',
  htm: 'html',
  svg: 'xml',
  rs: 'rust',
  golang: 'go',
  c: 'cpp',
  'c++': 'cpp',
  cc: 'cpp',
  cxx: 'cpp',
  h: 'cpp',
  hpp: 'cpp',
  postgres: 'sql',
  postgresql: 'sql',
  pgsql: 'sql',
};

/** The languages that can be checked. */
export const checkedLanguages: readonly string[] = Object.keys(LOADERS);

/** The usual name of a language: `javascript` for `js`. */
export function languageId(name: string): string {
  const lower = name.toLowerCase();
  return Object.hasOwn(ALIASES, lower) ? (ALIASES[lower] ?? lower) : lower;
}

/** What checks a language, by any of its names; undefined where nothing does. */
export async function syntaxCheckOf(name: string): Promise<SyntaxCheck | undefined> {
  const id = languageId(name);
  return Object.hasOwn(LOADERS, id) ? await LOADERS[id]?.() : undefined;
}

async function sqlCheck(dialect: SqlDialect): Promise<SyntaxCheck> {
  const { sqlReaderFor } = await import('./sqlDialects.ts');
  const read = await sqlReaderFor(dialect);
  return (text) => {
    const found = read(text);
    return 'mistake' in found ? [found.mistake] : [];
  };
}

const checkJson: SyntaxCheck = (text) => {
  const read = parseJson(text);
  return read.isJson ? [] : [mistakeAt(text, read.reason, read.offset)];
};

async function javascript() {
  return (await import('@lezer/javascript')).parser;
}

async function grammar(
  parser: typeof import('@lezer/python')['parser'],
  dialect?: string,
): Promise<SyntaxCheck> {
  const { grammarCheck } = await import('./grammar.ts');
  return grammarCheck(dialect === undefined ? parser : parser.configure({ dialect }));
}
