import assert from 'node:assert/strict';
import fc from 'fast-check';
import * as z from 'zod';
import { builtInMetrics } from '../../../../src/core/metrics/builtIn.ts';
import type { MetricDefinition, MetricExample } from '../../../../src/core/metrics/metric.ts';
import {
  type Metric,
  replySample,
  scoreWith,
  shortOf,
  turnsSample,
} from '../../../support/metricSample.ts';

const toMetric = z.looseObject({ type: z.string() }).catchall(z.json());

function definitions(): MetricDefinition[] {
  return builtInMetrics.types.flatMap((type) => builtInMetrics.get(type) ?? []);
}

type Example = Omit<MetricExample, 'metric'> & { readonly metric: Metric };

function examples(): Example[] {
  return definitions().flatMap(({ examples: all }) =>
    all.map((example) => ({ ...example, metric: toMetric.parse(example.metric) })),
  );
}

/** Replies of all kinds: prose, marks that metrics look for, other scripts, broken pairs. */
const output = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .array(
      fc.constantFrom(
        ' ',
        '\n',
        '\n\n',
        '.',
        '!',
        ',',
        '"',
        '*',
        '**',
        '***',
        '-',
        '# ',
        '```',
        '[',
        ']',
        '{',
        '}',
        '<<',
        '>>',
        ':',
        'Section 1',
        'word',
        'YES',
        'I',
        'sorry',
        'ß',
        'İ',
        'é',
        'e\u0301',
        '世界',
        '👍🏽',
        '\ud800',
        '0',
        '1.5',
        'null',
        '\r\n',
      ),
      { maxLength: 25 },
    )
    .map((parts) => parts.join('')),
);

/** Metrics that do not look at the text of a reply. */
const ANY_TEXT = new Set(['latency', 'tokens', 'cost', 'finish-reason']);

describe('built-in metrics', () => {
  for (const definition of definitions()) {
    it(`${definition.type} refuses unknown keys`, () => {
      const read = definition.parameters.safeParse({ 'no-such-key': 1 });

      assert.equal(read.success, false);
      const codes = read.error?.issues.map((issue) => issue.code) ?? [];
      assert.ok(codes.includes('unrecognized_keys'), codes.join());
    });

    it(`${definition.type} has a JSON Schema in which every key is described`, () => {
      const { properties } = z.toJSONSchema(definition.parameters, { io: 'input' });

      for (const [key, schema] of Object.entries(properties ?? {})) {
        assert.match(key, /^[a-z]+(-[a-z]+)*$/);
        assert.ok(typeof schema === 'object' && schema.description, `${definition.type}.${key}`);
      }
    });
  }

  for (const example of examples())
    it(`example: ${JSON.stringify(example.metric)} on ${JSON.stringify(example.output)}`, async () => {
      const score = await scoreWith(example.metric, replySample(example.output, example));

      assert.equal(shortOf(score), example.passes ? 'pass' : 'fail', score.explanation);
    });

  it('scores any reply with a value from 0 to 1 and evidence inside it', async () => {
    await fc.assert(
      fc.asyncProperty(
        output,
        fc.constantFrom(...examples()),
        async (text, { metric, ...more }) => {
          const sample = replySample(text, more);

          const score = await scoreWith(metric, sample);

          assert.notEqual(score.status, 'failed', score.explanation);
          if (score.status !== 'scored') return;
          assert.ok(score.value >= 0 && score.value <= 1, `value ${score.value}`);
          if (metric.threshold === undefined && metric.negate !== true) {
            if (score.value === 1) assert.ok(score.passed);
            if (score.value === 0) assert.ok(!score.passed);
          }
          for (const { start, end } of score.evidence)
            assert.ok(0 <= start && start <= end && end <= text.length, `${start}-${end}`);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('swaps passed and the value with negate, except for an empty reply', async () => {
    await fc.assert(
      fc.asyncProperty(
        output,
        fc.constantFrom(...examples()),
        async (text, { metric, ...more }) => {
          fc.pre(text.trim() !== '' && metric.type !== 'all-of' && metric.type !== 'any-of');
          const sample = replySample(text, more);

          const plain = await scoreWith({ ...metric, negate: false }, sample);
          const negated = await scoreWith({ ...metric, negate: true }, sample);

          assert.equal(negated.status, plain.status);
          if (plain.status !== 'scored' || negated.status !== 'scored') return;
          assert.equal(negated.passed, !plain.passed);
          assert.ok(Math.abs(negated.value - (1 - plain.value)) < 1e-9);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('lets no empty reply pass, not even with negate, unless emptiness is asked for', async () => {
    for (const { metric, ...more } of examples())
      for (const negate of [true, false]) {
        if (ANY_TEXT.has(metric.type) || metric.type.endsWith('-of') || metric.type === 'weighted')
          continue;
        const asksForNone =
          metric.max === 0 ||
          metric.exactly === 0 ||
          (Array.isArray(metric.calls) && metric.calls.length === 0);
        if (asksForNone || metric.type === 'equals') continue;
        const score = await scoreWith(
          { ...metric, negate },
          replySample(' \n', { ...more, reply: { ...more.reply, toolCalls: [] } }),
        );
        assert.equal(shortOf(score), 'fail', JSON.stringify(metric));
      }
  });
});

describe('keys of every metric', () => {
  it('lets threshold decide what passes', async () => {
    const metric = { type: 'contains', values: ['a', 'b', 'c'] };

    assert.equal(shortOf(await scoreWith(metric, replySample('a b'))), 'fail');
    assert.equal(
      shortOf(await scoreWith({ ...metric, threshold: 0.6 }, replySample('a b'))),
      'pass',
    );
    assert.equal(
      shortOf(await scoreWith({ ...metric, threshold: 0.6, negate: true }, replySample('a b'))),
      'fail',
    );
  });

  it('judges every turn and names the one that does not pass', async () => {
    const sample = turnsSample([
      ['Hi', 'Hello there'],
      ['And?', 'Nothing'],
      ['So?', 'Hello again'],
    ]);

    const score = await scoreWith(
      { type: 'contains', value: 'Hello', 'apply-to': 'every-turn' },
      sample,
    );

    assert.equal(shortOf(score), 'fail');
    assert.match(score.explanation, /^Turn 2: /);
    assert.ok(score.status === 'scored' && Math.abs(score.value - 2 / 3) < 1e-9);
  });

  it('gives evidence with the turn it is in', async () => {
    const sample = turnsSample([
      ['Hi', 'fine'],
      ['And?', 'no, sorry'],
    ]);

    const score = await scoreWith(
      { type: 'excludes', value: 'sorry', 'apply-to': 'every-turn' },
      sample,
    );

    assert.deepEqual(score.status === 'scored' && score.evidence, [
      { start: 4, end: 9, label: 'forbidden', reply: 1 },
    ]);
  });

  it('judges a value inside a JSON reply and puts evidence at its place', async () => {
    const text = '```json\n{"items": [{"name": "bad idea"}]}\n```';

    const score = await scoreWith(
      { type: 'excludes', value: 'bad', 'apply-to': '$.items[0].name' },
      replySample(text),
    );

    assert.ok(score.status === 'scored' && !score.passed);
    assert.deepEqual(
      score.evidence.map(({ start, end }) => text.slice(start, end)),
      ['bad'],
    );
  });

  it('takes the whole value as evidence where escapes shift it', async () => {
    const text = '{"a": "x\\ny bad"}';

    const score = await scoreWith(
      { type: 'excludes', value: 'bad', 'apply-to': '$.a' },
      replySample(text),
    );

    assert.deepEqual(score.status === 'scored' && score.evidence, [
      { start: 7, end: 15, reply: 0 },
    ]);
  });

  for (const [what, text] of [
    ['is not JSON', 'no'],
    ['has no such value', '{"b": 1}'],
  ] as const)
    it(`fails where the reply ${what}`, async () => {
      for (const negate of [false, true]) {
        const metric = { type: 'contains', value: 'x', 'apply-to': '$.a', negate };
        assert.equal((await scoreWith(metric, replySample(text))).status, 'failed');
      }
    });

  it('judges tool calls as JSON', async () => {
    const sample = replySample('', {
      reply: { toolCalls: [{ name: 'refund', arguments: '{"order": 7}' }] },
    });

    const score = await scoreWith(
      {
        type: 'json',
        'apply-to': 'tool-calls',
        paths: [
          { path: '$[0].name', equals: 'refund' },
          { path: '$[0].arguments.order', type: 'integer' },
        ],
      },
      sample,
    );

    assert.equal(shortOf(score), 'pass', score.explanation);
  });
});
