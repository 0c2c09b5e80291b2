import assert from 'node:assert/strict';
import type { Baseline } from '../../../../../src/core/compare/judgeBaseline.ts';
import {
  type Evaluated,
  evaluatePrompt,
  type Target,
} from '../../../../../src/core/live/evaluatePrompt.ts';
import { comparedSides } from '../../../../../src/core/live/sides/comparedSides.ts';
import { readPrompt } from '../../../../../src/core/prompt/formats.ts';
import { CallPool } from '../../../../../src/core/run/callPool.ts';
import type { StoredCompletion } from '../../../../../src/core/run/completion.ts';
import { completion, FakeModel, fakePorts } from '../../../../support/fakePorts.ts';
import { caseOf, metricOf, suiteOf } from '../../../../support/suites.ts';

const { signal } = new AbortController();
const options = { stages: ['real-time'] as const, override: { provider: 'fake', name: 'fake-1' } };

async function targetOf(text: string, value = 'kind', cases = 2): Promise<Target> {
  const { value: prompt } = await readPrompt(
    { path: '/w/a.prompt.md', text },
    { readText: async () => '' },
  );
  assert.ok(prompt);
  const suite = suiteOf({ metrics: [metricOf(value)] });
  return { prompt, suite, cases: Array.from({ length: cases }, (_, at) => caseOf(`c${at}`)) };
}

/** Three versions that were run, whose replies repeat the prompt. @param before what all texts begin with */
async function history(cases = 2, before = '') {
  const model = new FakeModel(async ({ messages }) => completion(`re: ${messages[0]?.content}`));
  const context = {
    ports: fakePorts({ models: { open: async () => model } }),
    pool: new CallPool<StoredCompletion>(4),
  };
  const run = async (text: string) =>
    (await evaluatePrompt(await targetOf(text, 'kind', cases), options, context, signal)).run;
  const runs = { first: await run(`${before}Be kind.`), second: await run(`${before}Be rude.`) };
  const brief = `${before}Be brief.`;
  const present = { target: await targetOf(brief, 'kind', cases), run: await run(brief) };
  return { model, context, present, ...runs };
}

describe('comparedSides', () => {
  it('puts two runs side by side that are both not the present one, without a call', async () => {
    const { model, context, present, first, second } = await history();
    const calls = model.asked.length;

    const shown = await comparedSides(
      present,
      {
        old: { run: first, label: 'first', source: 'Be kind.' },
        new: { run: second, label: 'second', source: 'Be rude.' },
      },
      {},
      context,
      signal,
    );

    assert.equal(shown.run.id, second.id);
    assert.equal(shown.baseline?.run.id, first.id);
    assert.deepEqual(
      [shown.comparison?.metrics[0]?.old, shown.comparison?.metrics[0]?.new],
      [1, 0],
    );
    assert.equal(shown.target.prompt.source, 'Be rude.');
    assert.equal(model.asked.length, calls);
  });

  it('judges both sides by the metrics of today', async () => {
    const { context, present, first, second } = await history();
    const today = { ...present, target: await targetOf('Be brief.', 'rude') };

    const shown = await comparedSides(
      today,
      { old: { run: first, label: 'first' }, new: { run: second, label: 'second' } },
      {},
      context,
      signal,
    );

    assert.deepEqual(
      [shown.comparison?.metrics[0]?.old, shown.comparison?.metrics[0]?.new],
      [0, 1],
    );
  });

  it('finds no changed lines where the text of the new side is not known, and keeps that of the old one', async () => {
    const { context, present, first, second } = await history(12, 'Be polite.\n');
    const beside = (now: Omit<Baseline, 'run'>) => {
      const old = { run: first, label: 'first', source: 'Be polite.\nBe kind.' };
      return comparedSides(present, { old, new: { run: second, ...now } }, {}, context, signal);
    };
    const lineOf = ({ findings }: Evaluated) =>
      findings.find(({ kind }) => kind === 'regression')?.range.start.line;

    const known = await beside({ label: 'second', source: 'Be polite.\nBe rude.' });
    const unknown = await beside({ label: 'the recording r.jsonl' });

    assert.equal(lineOf(known), 1);
    assert.equal(lineOf(unknown), 0);
    assert.equal(unknown.baseline?.source, 'Be polite.\nBe kind.');
  });

  it('shows a new side alone where there is no old one', async () => {
    const { context, present, second } = await history();
    const sides = { old: undefined, new: { run: second, label: 'second', source: 'Be rude.' } };

    const shown = await comparedSides(present, sides, {}, context, signal);

    assert.equal(shown.run.id, second.id);
    assert.equal(shown.comparison, undefined);
  });

  it('takes no replies for old whose time nobody knows, and says so', async () => {
    const { context, present, first } = await history();
    const undated = first.cases.map((item) => ({
      ...item,
      trials: item.trials.map((trial) => ({
        ...trial,
        replies: trial.replies.map((reply) => ({ ...reply, key: '', time: 0 })),
      })),
    }));
    const shown = await comparedSides(
      present,
      {
        old: {
          run: { ...first, cases: undated, startedAt: 0 },
          ...{ label: 'the recording r.jsonl', isUndated: true },
        },
        new: { run: present.run, label: 'now' },
      },
      {},
      context,
      signal,
    );

    assert.deepEqual(shown.comparison?.notes, [
      'When the replies of the recording r.jsonl were given is not known: the model may have moved since.',
    ]);
    assert.equal(shown.comparison?.metrics[0]?.pairs, 2);
  });
});
