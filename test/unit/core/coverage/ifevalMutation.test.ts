import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { type IfevalRecord, readRecords } from '../../../../scripts/ifeval/record.ts';
import { type MutationResult, mutate } from '../../../../src/core/coverage/mutate.ts';
import { evaluatePrompt } from '../../../../src/core/live/evaluatePrompt.ts';
import type { Score } from '../../../../src/core/metrics/metric.ts';
import type { Scorer } from '../../../../src/core/ports.ts';
import { CallPool } from '../../../../src/core/run/callPool.ts';
import type { StoredCompletion } from '../../../../src/core/run/completion.ts';
import type { RenderedRequest } from '../../../../src/core/run/request.ts';
import { completion, FakeModel, fakePorts } from '../../../support/fakePorts.ts';
import { caseOf, metricOf, promptOf, suiteOf } from '../../../support/suites.ts';

const file = '../shared/data/ifeval/en.jsonl';

/** The sentence of the prompt that asks for a kind of instruction. */
function sentenceOf(kind: string): string {
  return `Mind the rule ${kind.replace(/[^a-z]+/gi, ' ')} always.`;
}

/** Probability of at least so many heads in so many fair throws. */
function tail(heads: number, throws: number): number {
  let term = 0.5 ** throws;
  let sum = 0;
  for (let k = 0; k <= throws; k++) {
    if (k >= heads) sum += term;
    term *= (throws - k) / (k + 1);
  }
  return sum;
}

/*
 * A prompt that asks for kinds of instructions, a case for each record, and a model that answers as model a did; where the sentence of a
 * kind is left out, it answers the records of that kind as model b did. What each metric says is the official verdict on that answer.
 */
describe('Leaving instructions out on IFEval, by its official verdicts', () => {
  let records: readonly IfevalRecord[];

  before(async function () {
    if (!existsSync(file)) {
      console.log(`      skipped: ${file} is not there`);
      this.skip();
    }
    records = await readRecords(file);
  });

  it('is noticed where model b is surely worse, and by no metric of which no reply is worse', async function () {
    this.timeout(120_000);
    const kinds = kindsOf(records);
    const text = kinds.map((kind) => `- ${sentenceOf(kind)}`).join('\n');
    const chosen = records.filter(({ instructions }) =>
      instructions.some(({ id }) => kinds.includes(id)),
    );
    const byKey = new Map(chosen.map((record) => [String(record.key), record]));
    const answer = async ({ messages, trial }: RenderedRequest) => {
      const record = byKey.get(messages.at(-1)?.content ?? '');
      const system = messages[0]?.content ?? '';
      const isLeftOut = record?.instructions.some(
        ({ id }) => kinds.includes(id) && !system.includes(sentenceOf(id)),
      );
      return completion(`${record?.key} ${isLeftOut ? 'b' : 'a'} ${trial}`);
    };
    const scorer: Scorer = {
      score: async (tasks) =>
        tasks.map(({ sample, metrics }) => {
          const [key = '', side] = (sample.replies.at(-1)?.text ?? '').split(' ');
          return metrics.map(({ id }) => verdictOf(byKey.get(key), side === 'b' ? 'b' : 'a', id));
        }),
    };
    const ports = fakePorts({ models: { open: async () => new FakeModel(answer) }, scorer });
    const context = { ports, pool: new CallPool<StoredCompletion>(8) };
    const target = {
      prompt: promptOf(text),
      suite: suiteOf({ metrics: kinds.map((kind) => metricOf(kind, { id: kind })) }),
      cases: chosen.map(({ key }) =>
        caseOf(String(key), { messages: [{ role: 'user', content: String(key) }] }),
      ),
    };
    const signal = new AbortController().signal;
    const { run } = await evaluatePrompt(
      target,
      { stages: ['real-time'], fallback: {} },
      context,
      signal,
    );
    const results: MutationResult[] = [];
    const options = { stages: ['real-time'] as const, maxCalls: 1e6 };
    for await (const result of mutate(target, run, options, context, signal)) results.push(result);

    assert.equal(results.length, kinds.length);
    let sure = 0;
    for (const [index, kind] of kinds.entries()) {
      const result = results.find(({ instruction }) => instruction.text === sentenceOf(kind));
      assert.ok(result, kind);
      const { worse, better } = movesOf(chosen, kind, kind);
      if (tail(worse, worse + better) < 0.001) {
        sure++;
        assert.ok(
          result.noticedBy.includes(kind),
          `${index} ${kind}: ${worse} worse, ${better} better`,
        );
      }
      for (const other of kinds) {
        const moves = movesOf(chosen, kind, other);
        if (moves.worse === 0) assert.ok(!result.noticedBy.includes(other), `${kind} ${other}`);
      }
    }
    assert.ok(sure >= 1, 'The data imply nothing.');
  });
});

/** The kinds that are asked for most. */
function kindsOf(records: readonly IfevalRecord[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { instructions } of records)
    for (const { id } of instructions) counts.set(id, (counts.get(id) ?? 0) + 1);
  return [...counts]
    .toSorted((a, b) => b[1] - a[1])
    .slice(0, 8)
    .map(([kind]) => kind);
}

function passes(record: IfevalRecord, side: 'a' | 'b', kind: string): boolean | undefined {
  const own = record.instructions.flatMap(({ id }, index) =>
    id === kind ? [record[side].verdicts[index] === true] : [],
  );
  return own.length === 0 ? undefined : own.every(Boolean);
}

function verdictOf(record: IfevalRecord | undefined, side: 'a' | 'b', kind: string): Score {
  const passed = record && passes(record, side, kind);
  return passed === undefined
    ? { status: 'skipped', explanation: 'Not asked for.' }
    : { status: 'scored', value: passed ? 1 : 0, passed, explanation: 'Official.', evidence: [] };
}

/** How a metric moves when the sentence of a kind is left out, counted from the verdicts alone. */
function movesOf(records: readonly IfevalRecord[], leftOut: string, metric: string) {
  let worse = 0;
  let better = 0;
  for (const record of records) {
    if (!record.instructions.some(({ id }) => id === leftOut)) continue;
    const a = passes(record, 'a', metric);
    const b = passes(record, 'b', metric);
    if (a === true && b === false) worse++;
    if (a === false && b === true) better++;
  }
  return { worse, better };
}
