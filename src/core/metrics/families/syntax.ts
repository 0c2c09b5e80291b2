import * as z from 'zod';
import { commonKeys, defineMetric } from '../define.ts';
import { graded, type Outcome, verdict } from '../outcome.ts';
import { lineOf, mistakeMarks } from '../syntax/mistakeMarks.ts';
import { sqlDialects, sqlReaderFor } from '../syntax/sqlDialects.ts';
import type { SyntaxMistake } from '../syntax/syntaxCheck.ts';
import { codePart } from '../text/codeBlocks.ts';
import { list, quote } from '../wording.ts';

const fence = z.boolean().default(true).describe('Whether it may stand in a Markdown code fence.');

const requires = z
  .array(z.string().min(1))
  .min(1)
  .optional()
  .describe('Names of elements that must be there.');

export const xml = defineMetric({
  type: 'xml',
  summary: 'The reply is one well-formed XML document, with given elements.',
  zero: 'It is not well-formed, or no element asked for is there.',
  one: 'It is well-formed and all elements are there; between: the share of the elements that are.',
  source: 'W3C, "Extensible Markup Language (XML) 1.0 (Fifth Edition)", 2008',
  parameters: z.strictObject({ requires, 'code-fence': fence, ...commonKeys }),
  examples: [
    {
      metric: { type: 'xml', requires: ['answer'] },
      output: '<reply><answer>42</answer></reply>',
      passes: true,
    },
    { metric: { type: 'xml' }, output: '<reply><answer>42</reply>', passes: false },
  ],
  prepare: () => import('../syntax/xml.ts'),
  async judge({ text }, parameters) {
    const part = codePart(text, parameters['code-fence']);
    const { checkXml, xmlElements } = await import('../syntax/xml.ts');
    const mistakes = checkXml(part.text);
    if (mistakes.length > 0) return withMistakes(text, 'well-formed XML', mistakes, part.offset);
    return withElements('well-formed XML', xmlElements(part.text), parameters.requires);
  },
});

export const html = defineMetric({
  type: 'html',
  summary: 'The reply is HTML without mistakes, with given elements.',
  zero: 'It has mistakes or no element at all, or no element asked for is there.',
  one: 'It has no mistake and all elements are there; between: the share of the elements that are.',
  source: 'WHATWG, "HTML Living Standard", section 13.2 (parse errors), and elements left open',
  parameters: z.strictObject({
    requires,
    document: z
      .boolean()
      .default(false)
      .describe('Whether it must be a whole document that begins with `<!DOCTYPE html>`.'),
    'code-fence': fence,
    ...commonKeys,
  }),
  examples: [
    {
      metric: { type: 'html', requires: ['ul', 'li'] },
      output: '<ul><li>One<li>Two</ul>',
      passes: true,
    },
    { metric: { type: 'html' }, output: '<p>One <b>two</p>', passes: false },
    { metric: { type: 'html' }, output: 'No markup.', passes: false },
  ],
  prepare: () => import('../syntax/html.ts'),
  async judge({ text }, parameters) {
    const part = codePart(text, parameters['code-fence']);
    const { readHtml } = await import('../syntax/html.ts');
    const { mistakes, elements } = readHtml(part.text);
    if (parameters.document && !/^<!doctype\s+html/i.test(part.text))
      return verdict(false, 'The reply does not begin with <!DOCTYPE html>.');
    if (mistakes.length > 0)
      return withMistakes(text, 'HTML without mistakes', mistakes, part.offset);
    if (elements.size === 0) return verdict(false, 'The reply has no HTML element.');
    return withElements('HTML without mistakes', elements, parameters.requires);
  },
});

export const yaml = defineMetric({
  type: 'yaml',
  summary: 'The reply is YAML (a mapping or a list unless other values are allowed).',
  zero: 'It is not.',
  one: 'It is.',
  source: 'YAML Language Development Team, "YAML Ain\'t Markup Language, version 1.2", 2021',
  parameters: z.strictObject({
    'allow-scalar': z
      .boolean()
      .default(false)
      .describe(
        'Whether a single text or number will do: nearly every line of prose is that in YAML.',
      ),
    'code-fence': fence,
    ...commonKeys,
  }),
  examples: [
    { metric: { type: 'yaml' }, output: 'name: Ann\ntags: [a, b]', passes: true },
    { metric: { type: 'yaml' }, output: 'name: [Ann', passes: false },
    { metric: { type: 'yaml' }, output: 'Just a sentence.', passes: false },
  ],
  prepare: () => import('../syntax/yaml.ts'),
  async judge({ text }, parameters) {
    const part = codePart(text, parameters['code-fence']);
    const { checkYaml, isYamlCollection } = await import('../syntax/yaml.ts');
    const mistakes = checkYaml(part.text);
    if (mistakes.length > 0) return withMistakes(text, 'YAML', mistakes, part.offset);
    if (parameters['allow-scalar']) return verdict(true, 'The reply is YAML.');
    return isYamlCollection(part.text)
      ? verdict(true, 'The reply is YAML.')
      : verdict(false, 'The reply is no mapping and no list.');
  },
});

const dialect = z
  .enum(sqlDialects)
  .default('postgresql')
  .describe(`The dialect: ${sqlDialects.map((name) => `\`${name}\``).join(', ')}.`);

export const sql = defineMetric({
  type: 'sql',
  summary: 'The reply is SQL that can be parsed in a dialect, with statements of given kinds.',
  zero: 'It cannot be parsed, or no statement is of an allowed kind.',
  one: 'It can, and all statements are allowed; between: the share of those that are.',
  source:
    'Parsers of the packages pgsql-ast-parser (PostgreSQL) and node-sql-parser (the others). The one for SQLite does not know PRAGMA, names in square brackets and ON CONFLICT; those for SQL Server and Snowflake take or refuse too much to be offered',
  parameters: z.strictObject({
    dialect,
    allow: z
      .array(z.string().min(1))
      .min(1)
      .optional()
      .describe('Kinds of statement that may be there, e.g. `select`, `insert`, `create table`.'),
    'code-fence': fence,
    ...commonKeys,
  }),
  examples: [
    {
      metric: { type: 'sql', allow: ['select'] },
      output: 'SELECT name FROM users WHERE age > 30;',
      passes: true,
    },
    { metric: { type: 'sql', allow: ['select'] }, output: 'DELETE FROM users', passes: false },
    { metric: { type: 'sql' }, output: 'SELECT FROM WHERE', passes: false },
    {
      metric: { type: 'sql', dialect: 'mysql' },
      output: 'SELECT `name` FROM `users` LIMIT 5, 10',
      passes: true,
    },
  ],
  prepare: (parameters) => sqlReaderFor(dialect.catch('postgresql').parse(parameters.dialect)),
  async judge({ text }, parameters) {
    const part = codePart(text, parameters['code-fence']);
    const read = (await sqlReaderFor(parameters.dialect))(part.text);
    if ('mistake' in read) return withMistakes(text, 'SQL', [read.mistake], part.offset);
    const { statements } = read;
    if (statements.length === 0) return verdict(false, 'The reply has no SQL statement.');
    const allowed = parameters.allow?.map((kind) => kind.toLowerCase());
    const others = allowed ? statements.filter((kind) => !allowed.includes(kind)) : [];
    return others.length === 0
      ? verdict(true, `The reply is SQL: ${list(statements)}.`)
      : graded(
          1 - others.length / statements.length,
          false,
          `The reply has ${list([...new Set(others)].map(quote))}; only ${list((allowed ?? []).map(quote), 'or')} may be there.`,
        );
  },
});

function withMistakes(
  text: string,
  what: string,
  mistakes: readonly SyntaxMistake[],
  offset: number,
): Outcome {
  const [first] = mistakes;
  const at = offset + (first?.start ?? 0);
  return verdict(
    false,
    `The reply is not ${what}: ${first?.message ?? ''} (line ${lineOf(text, at)}).`,
    mistakeMarks(mistakes, offset, text.length),
  );
}

function withElements(
  what: string,
  found: ReadonlySet<string>,
  wanted: readonly string[] = [],
): Outcome {
  const missing = wanted.filter((name) => !found.has(name));
  return missing.length === 0
    ? verdict(true, `The reply is ${what}.`)
    : graded(
        1 - missing.length / wanted.length,
        false,
        `The reply has no ${list(
          missing.map((name) => `<${name}>`),
          'or',
        )}.`,
      );
}
