import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import * as z from 'zod';
import { builtInMetrics } from '../../../../src/core/metrics/builtIn.ts';
import { replySample, scoreWith, shortOf } from '../../../support/metricSample.ts';

const wanted = ['perfect', 'worst', 'empty', 'equal', 'swapped', 'non-ascii'] as const;

const known = z.strictObject({
  expected: z.json().optional(),
  variables: z.record(z.string(), z.json()).optional(),
  system: z.string().optional(),
  turns: z.array(z.tuple([z.string(), z.string()])).optional(),
  otherTrials: z.array(z.string()).optional(),
  reply: z
    .strictObject({
      toolCalls: z.array(z.strictObject({ name: z.string(), arguments: z.string() })),
      latencyMs: z.number(),
      firstTokenMs: z.number(),
      usage: z.strictObject({ inputTokens: z.number(), outputTokens: z.number() }),
      cost: z.number(),
      finishReason: z.string(),
    })
    .partial()
    .optional(),
});

const result = z.enum(['pass', 'fail']);
const row = z.union([z.tuple([z.string(), result]), z.tuple([z.string(), result, z.number()])]);
const otherRow = z.union([
  z.tuple([known, z.string(), result]),
  z.tuple([known, z.string(), result, z.number()]),
]);

const tables = z.record(
  z.string(),
  z.strictObject({
    with: z.record(z.string(), z.json()),
    case: known.default({}),
    ...Object.fromEntries(wanted.map((name) => [name, row.optional()])),
    /** Rows with a case of their own. */
    other: z.partialRecord(z.enum(wanted), otherRow).default({}),
  }),
);

const file = new URL('../../../spec/metrics.yaml', import.meta.url);
const all = tables.parse(parse(readFileSync(file, 'utf8')));

describe('six replies for each metric', () => {
  it('are there for every metric that only computes', () => {
    const computing = builtInMetrics.types.filter(
      (type) => builtInMetrics.get(type)?.needsMeans !== true,
    );

    assert.deepEqual(Object.keys(all).sort(), computing.toSorted());
  });

  for (const [type, table] of Object.entries(all))
    for (const name of wanted)
      it(`${type}: ${name}`, async () => {
        const own = table.other[name];
        const plain = row.optional().parse(Reflect.get(table, name));
        const [more, output, expected, value] = own ?? [table.case, ...(plain ?? [])];
        assert.ok(output !== undefined && expected !== undefined, 'the row is missing');

        const score = await scoreWith({ ...table.with, type }, replySample(output, more));

        assert.equal(shortOf(score), expected, score.explanation);
        if (value !== undefined)
          assert.ok(
            score.status === 'scored' && Math.abs(score.value - value) < 1e-6,
            `${score.status === 'scored' ? score.value : score.status}: ${score.explanation}`,
          );
      });
});
