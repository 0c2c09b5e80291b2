import * as z from 'zod';
import { isEvalError } from '../../errors.ts';
import type { JsonObject } from '../../json.ts';
import { jsonOf } from '../../prompt/modelKeys.ts';
import { type CommonParameters, commonKeys, defineMetric } from '../define.ts';
import { locateQuotes } from '../judging/locateQuote.ts';
import type { CodeCall, Means } from '../means.ts';
import { failed, graded, type Mark, type Outcome, skipped } from '../outcome.ts';
import type { Sample } from '../sample.ts';
import type { Target } from '../target.ts';

const limits = {
  'timeout-ms': z
    .int()
    .min(10)
    .max(600_000)
    .default(10_000)
    .describe('Longest time for one reply, in milliseconds; then it is stopped.'),
  options: z
    .record(z.string(), z.unknown())
    .optional()
    .describe('Handed to the code as `options`; texts may name variables of the case.'),
};

export const javascript = defineMetric({
  type: 'javascript',
  summary:
    'A function of your own, the default export of an ES module beside the suite, says whether the reply passes.',
  zero: 'The function gave `false` or 0.',
  one: 'It gave `true` or 1; between: the number it gave.',
  needsMeans: true,
  acceptsEmpty: () => true,
  parameters: z.strictObject({
    file: z
      .string()
      .regex(/\.[cm]?js$/, { error: "'file' must be a module that ends in .js, .mjs or .cjs." })
      .describe('The module, relative to this file, e.g. `./checks/prices.js`.'),
    'memory-mb': z
      .int()
      .min(16)
      .max(4096)
      .default(128)
      .describe('Memory it may use, in megabytes.'),
    ...limits,
    ...commonKeys,
  }),
  examples: [],
  judge: (target, parameters, sample, means) =>
    outcomeOfCode(target, sample, means, {
      kind: 'javascript',
      run: [parameters.file],
      input: inputOf(target, sample, parameters),
      timeLimitMs: parameters['timeout-ms'],
      memoryMb: parameters['memory-mb'],
    }),
});

export const command = defineMetric({
  type: 'command',
  summary:
    'A program of your own, which reads the reply as JSON and writes its verdict as JSON, says whether the reply passes.',
  zero: 'The program wrote `false` or 0.',
  one: 'It wrote `true` or 1; between: the number it wrote.',
  needsMeans: true,
  acceptsEmpty: () => true,
  parameters: z.strictObject({
    run: z
      .array(z.string())
      .min(1)
      .describe(
        'The program and its arguments, e.g. `[python3, ./check.py]`; runs in the folder of this file.',
      ),
    ...limits,
    ...commonKeys,
  }),
  examples: [],
  judge: (target, parameters, sample, means) =>
    outcomeOfCode(target, sample, means, {
      kind: 'command',
      run: parameters.run,
      input: inputOf(target, sample, parameters),
      timeLimitMs: parameters['timeout-ms'],
      memoryMb: 0,
    }),
});

interface CodeParameters extends CommonParameters {
  readonly options?: { readonly [key: string]: unknown } | undefined;
}

/** What code is given. Published in `types/index.d.ts`: keep them in step. */
function inputOf(target: Target, sample: Sample, { options = {} }: CodeParameters): JsonObject {
  const { caseId, trial, variables, expected, messages } = sample;
  const input = {
    reply: target.text,
    toolCalls: target.reply.toolCalls,
    conversation: messages.slice(0, target.reply.messageIndex),
    variables,
    ...(expected !== undefined && { expected }),
    case: caseId,
    trial,
    options,
  };
  return Object.fromEntries(Object.entries(input).map(([key, value]) => [key, jsonOf(value)]));
}

const evidence = z.array(
  z.strictObject({
    start: z.int().min(0),
    end: z.int().min(0),
    label: z.string().optional(),
  }),
);

const verdict = z.union(
  [
    z.boolean(),
    z.number().min(0).max(1),
    z.strictObject({ skipped: z.string() }),
    z
      .strictObject({
        passed: z.boolean().optional(),
        value: z.number().min(0).max(1).optional(),
        explanation: z.string().optional(),
        quotes: z.array(z.string()).optional(),
        evidence: evidence.optional(),
      })
      .refine(({ passed, value }) => passed !== undefined || value !== undefined),
  ],
  {
    error:
      'it must give true, false, a number from 0 to 1, { skipped: why }, or an object with `passed` or `value` (0 to 1), and perhaps ' +
      '`explanation`, `quotes` and `evidence`',
  },
);

async function outcomeOfCode(
  target: Target,
  _sample: Sample,
  means: Means | undefined,
  call: CodeCall,
): Promise<Outcome> {
  if (means === undefined) return failed('Custom code cannot be run here.');
  const what = `'${call.run.join(' ')}'`;
  let given: unknown;
  try {
    given = await means.run(call);
  } catch (error) {
    if (!isEvalError(error) || error.code === 'aborted') throw error;
    return failed(error.message);
  }
  const read = verdict.safeParse(given);
  if (!read.success)
    return failed(`${what} gave ${shown(given)}; ${read.error.issues[0]?.message ?? ''}.`);
  const { data } = read;
  if (typeof data === 'boolean')
    return graded(data ? 1 : 0, data, `${what} says that it ${data ? 'passes' : 'does not pass'}.`);
  if (typeof data === 'number') return graded(data, data >= 0.5, `${what} gives it ${data}.`);
  if ('skipped' in data) return skipped(data.skipped);
  const passed = data.passed ?? (data.value ?? 0) >= 0.5;
  const value = data.value ?? (passed ? 1 : 0);
  const explanation =
    data.explanation ?? `${what} says that it ${passed ? 'passes' : 'does not pass'}.`;
  return graded(value, passed, explanation, [
    ...locateQuotes(target.text, data.quotes ?? []),
    ...marksInside(target.text, data.evidence ?? []),
  ]);
}

function marksInside(text: string, marks: z.output<typeof evidence>): readonly Mark[] {
  return marks
    .filter(({ start, end }) => start < end && end <= text.length)
    .map(({ start, end, label }) => ({ start, end, ...(label !== undefined && { label }) }));
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
