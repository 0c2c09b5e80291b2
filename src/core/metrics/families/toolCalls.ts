import * as z from 'zod';
import { canonicalJson, type JsonObject, type JsonValue } from '../../json.ts';
import type { ToolCall } from '../../prompt/message.ts';
import { commonKeys, defineMetric } from '../define.ts';
import { parseJson } from '../json/parseJson.ts';
import { schemaChecker } from '../json/schemaChecker.ts';
import { failed, graded, verdict } from '../outcome.ts';
import { amount, list, quote } from '../wording.ts';
import { patternProblem } from './matches.ts';

const pattern = z
  .strictObject({
    pattern: z.string().min(1).describe('A regular expression that matches in a text.'),
  })
  .check((context) => {
    const problem = patternProblem(context.value.pattern, 'u');
    if (problem !== undefined)
      context.issues.push({
        code: 'custom',
        message: problem,
        path: ['pattern'],
        input: context.value,
      });
  });

const wantedCall = z.strictObject({
  name: z.string().min(1).describe('Name of the tool.'),
  arguments: z
    .record(z.string(), z.union([pattern, z.json()]))
    .optional()
    .describe(
      'Arguments that the call must have: a value, or `{pattern: ...}` for a text that a pattern matches.',
    ),
  'only-arguments': z
    .boolean()
    .default(false)
    .describe('Whether the call may have no other arguments than these.'),
  schema: z
    .union([z.record(z.string(), z.json()), z.boolean()])
    .optional()
    .describe('A JSON Schema that the arguments must follow.'),
});

type WantedCall = z.infer<typeof wantedCall>;

export const toolCalls = defineMetric({
  type: 'tool-calls',
  summary: 'The reply calls the right tools with the right arguments.',
  zero: 'No call is as asked.',
  one: 'All calls are as asked and no others were made; between: F1, the harmonic mean of the shares of made and of asked calls that agree.',
  parameters: z.strictObject({
    calls: z.array(wantedCall).describe('The calls that are asked for; an empty list: no call.'),
    order: z
      .enum(['any', 'same'])
      .default('any')
      .describe(
        'Whether the calls must come in the order of the list; other calls may come between.',
      ),
    extra: z
      .boolean()
      .default(false)
      .describe('Whether other calls may be made too; they then count for nothing.'),
    turns: z
      .enum(['reply', 'all'])
      .default('reply')
      .describe('Whether the calls of this reply count, or those of all replies up to it.'),
    ...commonKeys,
  }),
  examples: [
    {
      metric: {
        type: 'tool-calls',
        calls: [{ name: 'refund', arguments: { order: 7, reason: { pattern: 'broken' } } }],
      },
      output: '',
      reply: {
        toolCalls: [{ name: 'refund', arguments: '{"order": 7, "reason": "it is broken"}' }],
      },
      passes: true,
    },
    {
      metric: { type: 'tool-calls', calls: [{ name: 'refund', arguments: { order: 7 } }] },
      output: '',
      reply: { toolCalls: [{ name: 'refund', arguments: '{"order": 8}' }] },
      passes: false,
    },
    { metric: { type: 'tool-calls', calls: [] }, output: 'No tool needed.', passes: true },
  ],
  acceptsEmpty: ({ calls }) => calls.length === 0,
  async judge({ reply, replyIndex }, { calls, order, extra, turns }, sample) {
    const made =
      turns === 'all'
        ? sample.replies.slice(0, replyIndex + 1).flatMap((one) => one.toolCalls)
        : reply.toolCalls;
    const faults: string[][] = [];
    for (const call of made) {
      const row: string[] = [];
      for (const wanted of calls) {
        const fault = await faultOf(call, wanted);
        if (typeof fault === 'object') return failed(`The schema cannot be used: ${fault.problem}`);
        row.push(fault);
      }
      faults.push(row);
    }
    const pairs =
      order === 'same' ? inOrder(faults, calls.length) : inAnyOrder(faults, calls.length);
    const matched = pairs.size;
    const counted = extra ? matched : made.length;
    const total = counted + calls.length;
    const f1 = total === 0 ? 1 : (2 * matched) / total;
    const passed = matched === calls.length && (extra || made.length === matched);
    const taken = new Set(pairs.values());
    const problems = [
      ...calls.flatMap((wanted, i) =>
        pairs.has(i) ? [] : [problemOf(wanted, i, made, faults, taken)],
      ),
      ...(extra
        ? []
        : made.flatMap((call, i) =>
            taken.has(i) || calls.some(({ name }, at) => name === call.name && !pairs.has(at))
              ? []
              : [`${quote(call.name)} was called though it is not asked for`],
          )),
    ];
    return passed
      ? verdict(
          true,
          made.length === 0 ? 'No tool was called.' : `${amount(matched, 'call')} as asked.`,
        )
      : graded(
          Math.min(f1, 1 - 1e-9),
          false,
          `${list(problems.length > 0 ? problems : ['The calls came in another order'])}.`,
        );
  },
});

function problemOf(
  wanted: WantedCall,
  index: number,
  made: readonly ToolCall[],
  faults: readonly (readonly string[])[],
  taken: ReadonlySet<number>,
): string {
  const near = made.findIndex((call, i) => call.name === wanted.name && !taken.has(i));
  if (near < 0) return `${quote(wanted.name)} was not called`;
  const fault = faults[near]?.[index] ?? '';
  return `${quote(wanted.name)} ${fault === '' ? 'was called out of order' : fault}`;
}

/** What is wrong with a call; an empty text when it is as wanted. */
async function faultOf(
  call: ToolCall,
  wanted: WantedCall,
): Promise<string | { readonly problem: string }> {
  if (call.name !== wanted.name) return 'was not called';
  const read = parseJson(call.arguments.trim() === '' ? '{}' : call.arguments);
  if (!read.isJson) return `was called with arguments that are not JSON: ${read.reason}`;
  const { value } = read.node;
  if (!isObject(value)) return 'was called with arguments that are no object';
  const asked = Object.entries(wanted.arguments ?? {});
  for (const [name, expected] of asked) {
    const actual = Object.hasOwn(value, name) ? value[name] : undefined;
    if (actual === undefined) return `was called without ${quote(name)}`;
    if (!isAsWanted(actual, expected))
      return `was called with ${quote(name)} ${quote(canonicalJson(actual))}, not ${quote(patternOf(expected) ?? canonicalJson(expected))}`;
  }
  const other = Object.keys(value).find((name) => !asked.some(([known]) => known === name));
  if (wanted['only-arguments'] && other !== undefined)
    return `was called with ${quote(other)}, which is not asked for`;
  if (wanted.schema === undefined) return '';
  const checker = await schemaChecker(wanted.schema);
  if ('problem' in checker) return checker;
  const [mistake] = checker.mistakes(value);
  return mistake === undefined
    ? ''
    : `was called with arguments where $${mistake.keys.map((key) => `.${key}`).join('')} ${mistake.message}`;
}

function isAsWanted(actual: JsonValue, expected: JsonValue): boolean {
  const source = patternOf(expected);
  if (source === undefined) return canonicalJson(actual) === canonicalJson(expected);
  return typeof actual === 'string' && new RegExp(source, 'u').test(actual);
}

/** The pattern of `{pattern: ...}`; an object with other keys is a value. */
function patternOf(expected: JsonValue): string | undefined {
  const read = pattern.safeParse(expected);
  return read.success ? `${read.data.pattern}` : undefined;
}

/** A largest set of pairs of wanted and made calls (augmenting paths; H. W. Kuhn, "The Hungarian method", 1955). */
function inAnyOrder(faults: readonly (readonly string[])[], wanted: number): Map<number, number> {
  const byMade = new Map<number, number>();
  const place = (index: number, tried: Set<number>): boolean => {
    for (let made = 0; made < faults.length; made++) {
      if (faults[made]?.[index] !== '' || tried.has(made)) continue;
      tried.add(made);
      const other = byMade.get(made);
      if (other !== undefined && !place(other, tried)) continue;
      byMade.set(made, index);
      return true;
    }
    return false;
  };
  for (let index = 0; index < wanted; index++) place(index, new Set());
  return new Map([...byMade].map(([made, index]) => [index, made]));
}

/** The longest common subsequence of wanted and made calls. */
function inOrder(faults: readonly (readonly string[])[], wanted: number): Map<number, number> {
  const fits = (i: number, j: number) => faults[j]?.[i] === '';
  const table = Array.from({ length: wanted + 1 }, () => new Uint32Array(faults.length + 1));
  const at = (i: number, j: number) => table[i]?.[j] ?? 0;
  for (let i = wanted - 1; i >= 0; i--)
    for (let j = faults.length - 1; j >= 0; j--) {
      const row = table[i];
      if (row) row[j] = Math.max(at(i + 1, j), at(i, j + 1), fits(i, j) ? at(i + 1, j + 1) + 1 : 0);
    }
  const pairs = new Map<number, number>();
  for (let [i, j] = [0, 0]; i < wanted && j < faults.length; ) {
    if (fits(i, j) && at(i, j) === at(i + 1, j + 1) + 1) pairs.set(i++, j++);
    else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return pairs;
}

function isObject(value: JsonValue): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
