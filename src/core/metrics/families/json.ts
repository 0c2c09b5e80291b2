import * as z from 'zod';
import { canonicalJson, type JsonObject, type JsonValue } from '../../json.ts';
import { commonKeys, defineMetric } from '../define.ts';
import { jsonPart } from '../json/codeFence.ts';
import { followPath, joinPath, nodeAt, parsePath } from '../json/jsonPath.ts';
import { type JsonNode, parseJson } from '../json/parseJson.ts';
import { type SchemaMistake, schemaChecker } from '../json/schemaChecker.ts';
import { failed, graded, type Mark, verdict } from '../outcome.ts';
import { amount, list, quote } from '../wording.ts';
import { patternProblem } from './matches.ts';

const jsonType = z.enum(['string', 'number', 'integer', 'boolean', 'null', 'array', 'object']);

const pathCheck = z
  .strictObject({
    path: z
      .string()
      .refine((path) => parsePath(path) !== undefined, {
        error: 'This is no JSON path. Write it like `$.answer`, `$.items[0].name` or `$.items[*]`.',
      })
      .describe('Where, e.g. `$.items[*].price`; with `*`, every value must pass.'),
    exists: z.boolean().optional().describe('Whether there must be a value; default true.'),
    equals: z.json().optional().describe('The value.'),
    'one-of': z.array(z.json()).min(1).optional().describe('Allowed values.'),
    type: jsonType.optional().describe('Its type.'),
    matches: z.string().min(1).optional().describe('A regular expression that matches in a text.'),
    min: z.number().optional().describe('Least number, or least length of a text, list or object.'),
    max: z.number().optional().describe('Greatest number, or greatest length.'),
  })
  .check((context) => {
    const pattern = context.value.matches;
    const problem = pattern === undefined ? undefined : patternProblem(pattern, 'u');
    if (problem !== undefined)
      context.issues.push({ code: 'custom', message: problem, path: ['matches'], input: pattern });
  });

type PathCheck = z.infer<typeof pathCheck>;

export const json = defineMetric({
  type: 'json',
  summary: 'The reply is JSON, follows a JSON Schema, and has the right values at given paths.',
  zero: 'It is not JSON, or nothing that is asked for holds.',
  one: 'It is JSON and all that is asked for holds; between: the share of the checks that do.',
  parameters: z.strictObject({
    schema: z
      .union([z.record(z.string(), z.json()), z.boolean()])
      .optional()
      .describe('A JSON Schema (2020-12, or draft 7 where its `$schema` says so).'),
    paths: z.array(pathCheck).min(1).optional().describe('Checks of single values.'),
    'code-fence': z
      .boolean()
      .default(false)
      .describe('Whether the JSON may stand in a Markdown code fence.'),
    'allow-nan': z
      .boolean()
      .default(false)
      .describe('Whether `NaN`, `Infinity` and `-Infinity` are read as numbers, as Python does.'),
    ...commonKeys,
  }),
  examples: [
    { metric: { type: 'json' }, output: '{"answer": 42}', passes: true },
    { metric: { type: 'json' }, output: '```json\n{"answer": 42}\n```', passes: false },
    {
      metric: { type: 'json', 'code-fence': true },
      output: '```json\n{"answer": 42}\n```',
      passes: true,
    },
    {
      metric: { type: 'json', schema: { type: 'object', required: ['answer'] } },
      output: '{"reply": 42}',
      passes: false,
    },
    {
      metric: { type: 'json', paths: [{ path: '$.items[*].price', type: 'number', min: 0 }] },
      output: '{"items": [{"price": 1}, {"price": 2.5}]}',
      passes: true,
    },
  ],
  async judge({ text }, parameters) {
    const part = jsonPart(text, parameters['code-fence']);
    const read = parseJson(part.text, { allowNaN: parameters['allow-nan'] });
    if (!read.isJson) {
      const start = Math.min(part.offset + read.offset, Math.max(0, text.length - 1));
      const line = text.slice(0, start).split('\n').length;
      return verdict(false, `The reply is not JSON: ${read.reason} (line ${line}).`, [
        { start, end: Math.min(start + 1, text.length), label: read.reason },
      ]);
    }
    const { schema, paths = [] } = parameters;
    const mistakes: { readonly text: string; readonly mark: Mark }[] = [];
    const at = (node: JsonNode, label: string): Mark => ({
      start: part.offset + node.start,
      end: part.offset + node.end,
      label,
    });
    let met = 0;
    if (schema !== undefined) {
      const check = await schemaChecker(schema);
      if ('problem' in check) return failed(`The schema cannot be used: ${check.problem}`);
      const wrong = check.mistakes(read.node.value);
      if (wrong.length === 0) met++;
      for (const mistake of wrong) {
        const words = `${pathOf(read.node, mistake)} ${mistake.message}`;
        mistakes.push({ text: words, mark: at(nodeAt(read.node, mistake.keys), words) });
      }
    }
    for (const check of paths) {
      const wrong = pathMistakes(read.node, check);
      if (wrong.length === 0) met++;
      for (const { words, node } of wrong) mistakes.push({ text: words, mark: at(node, words) });
    }
    if (mistakes.length === 0)
      return verdict(
        true,
        schema === undefined && paths.length === 0
          ? 'The reply is JSON.'
          : 'The reply is JSON and all checks hold.',
      );
    const asked = paths.length + (schema === undefined ? 0 : 1);
    return graded(
      met / asked,
      false,
      `The reply is JSON, but ${list(mistakes.map((mistake) => mistake.text))}.`,
      mistakes.map((mistake) => mistake.mark),
    );
  },
});

function pathOf(root: JsonNode, mistake: SchemaMistake): string {
  let path = '$';
  let node: JsonNode | undefined = root;
  for (const key of mistake.keys) {
    const step: string | number = Array.isArray(node?.value) ? Number(key) : key;
    path = joinPath(path, step);
    node = node?.children.get(step);
  }
  return path;
}

function pathMistakes(root: JsonNode, check: PathCheck): { words: string; node: JsonNode }[] {
  const found = followPath(root, parsePath(check.path) ?? []);
  if (check.exists === false)
    return found.map(({ path, node }) => ({ words: `${path} must not be there`, node }));
  if (found.length === 0) return [{ words: `${check.path} is missing`, node: root }];
  return found.flatMap(({ path, node }) =>
    valueMistakes(node.value, check).map((words) => ({ words: `${path} ${words}`, node })),
  );
}

function valueMistakes(value: JsonValue, check: PathCheck): string[] {
  const mistakes: string[] = [];
  const written = canonicalJson(value);
  if (check.equals !== undefined && written !== canonicalJson(check.equals))
    mistakes.push(`is ${quote(written)}, not ${quote(canonicalJson(check.equals))}`);
  const allowed = check['one-of']?.map((one) => canonicalJson(one));
  if (allowed && !allowed.includes(written))
    mistakes.push(`is ${quote(written)}, not ${list(allowed, 'or')}`);
  if (check.type !== undefined && !isOfType(value, check.type))
    mistakes.push(`is ${quote(written)}, not of type ${check.type}`);
  if (check.matches !== undefined) {
    if (typeof value !== 'string') mistakes.push('is not a text');
    else if (!new RegExp(check.matches, 'u').test(value))
      mistakes.push(`is ${quote(value)}, which /${check.matches}/ does not match`);
  }
  mistakes.push(...sizeMistakes(value, check));
  return mistakes;
}

function sizeMistakes(value: JsonValue, { min, max }: PathCheck): string[] {
  if (min === undefined && max === undefined) return [];
  if (value === null || typeof value === 'boolean') return ['has no size'];
  const isNumber = typeof value === 'number';
  const size = isNumber ? value : typeof value === 'string' ? [...value].length : sizeOf(value);
  const noun = typeof value === 'string' ? 'character' : 'item';
  const shown = isNumber ? `is ${size}` : `has ${amount(size, noun)}`;
  if (min !== undefined && size < min) return [`${shown}; at least ${min} is needed`];
  if (max !== undefined && size > max) return [`${shown}; at most ${max} is allowed`];
  return [];
}

function sizeOf(value: readonly JsonValue[] | JsonObject): number {
  return Object.keys(value).length;
}

function isOfType(value: JsonValue, type: z.infer<typeof jsonType>): boolean {
  switch (type) {
    case 'null':
      return value === null;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}
