import assert from 'node:assert/strict';
import { type Evaluated, evaluatePrompt } from '../../../../src/core/live/evaluatePrompt.ts';
import { LivePrompts } from '../../../../src/core/live/livePrompts.ts';
import { lastStored } from '../../../../src/core/live/restored.ts';
import { comparedSides } from '../../../../src/core/live/sides/comparedSides.ts';
import { CallPool } from '../../../../src/core/run/callPool.ts';
import type { StoredCompletion } from '../../../../src/core/run/completion.ts';
import { chosen } from '../../../support/fakeMeans.ts';
import { completion, FakeLog, FakeModel } from '../../../support/fakePorts.ts';
import { judgeModel, polite, portsWith } from '../../../support/judgedRuns.ts';
import { caseOf, promptOf, suiteOf } from '../../../support/suites.ts';

const { signal } = new AbortController();
const cases = Array.from({ length: 12 }, (_, at) => caseOf(`c${at}`));

/** Versions whose replies a judge has judged; the model is that of the settings. */
async function history() {
  const judge = judgeModel(({ messages }) =>
    completion(chosen(messages.at(-1)?.content.includes('rude') ? 'fail' : 'pass')),
  );
  const model = new FakeModel(async ({ messages }) =>
    completion(`${messages[0]?.content === 'Be rude.' ? 'rude' : 'kind'} ${messages.length}`),
  );
  const ports = portsWith({ judge, model });
  const context = { ports, pool: new CallPool<StoredCompletion>(4) };
  const suite = suiteOf({ metrics: [polite], judge: { name: 'judge' } });
  const settings = { fallback: { name: 'model', parameters: {} } };
  const targetOf = (text: string) => ({ prompt: promptOf(text), suite, cases });
  const run = (text: string) =>
    evaluatePrompt(targetOf(text), { stages: ['real-time'], ...settings }, context, signal);
  const results = {
    kind: await run('Be kind.'),
    rude: await run('Be rude.'),
    nice: await run('Be nice.'),
  };
  const calls = () => judge.asked.length + model.asked.length;
  return { ...results, context, settings, targetOf, calls };
}

const rates = ({ comparison }: Evaluated) =>
  comparison?.metrics.map(({ old, new: now }) => [old, now]);

describe('Stored scores of a judge', () => {
  it('are there on both sides of a comparison that is chosen', async () => {
    const { kind, rude, nice, context, settings, calls } = await history();
    const before = calls();

    const shown = await comparedSides(
      nice,
      {
        old: { run: kind.run, label: 'kind', source: 'Be kind.' },
        new: { run: rude.run, label: 'rude', source: 'Be rude.' },
      },
      settings,
      context,
      signal,
    );

    assert.deepEqual(rates(shown), [[1, 0]]);
    assert.equal(calls(), before);
  });

  it('are there after a restart, and beside another old side', async () => {
    const { kind, context, settings, targetOf, calls } = await history();
    const target = targetOf('Be nice.');
    const before = calls();
    const live = new LivePrompts({
      load: async () => ({ targets: [target], problems: [] }),
      context: async () => context,
      log: new FakeLog(),
      settings: () => ({ ...settings, budget: {}, stages: ['real-time'] }),
      confirm: async () => true,
    });
    const [stored] = await lastStored([target], settings, context, signal);
    assert.ok(stored);
    assert.deepEqual(rates(stored), [[0, 1]]);

    await live.restore(target.prompt.path);
    const [restored] = live.state(target.prompt.path)?.results ?? [];
    assert.ok(restored);
    assert.deepEqual(rates(restored), [[0, 1]]);
    await live.compareWith(target.prompt.path, restored.run, { run: kind.run, label: 'kind' });

    const [beside] = live.state(target.prompt.path)?.results ?? [];
    assert.ok(beside);
    assert.deepEqual(rates(beside), [[1, 1]]);
    assert.equal(calls(), before);
  });
});
