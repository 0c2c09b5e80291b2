import assert from 'node:assert/strict';
import { acceptRun, markedId } from '../../../../src/core/compare/baselines.ts';
import { evaluatePrompt } from '../../../../src/core/live/evaluatePrompt.ts';
import type { PromptEvaluationOptions } from '../../../../src/core/live/evaluationInput.ts';
import type { Ports } from '../../../../src/core/ports.ts';
import { CallPool } from '../../../../src/core/run/callPool.ts';
import { MemoryStore } from '../../../../src/node/store/memoryStore.ts';
import { FakeLog, fakePorts } from '../../../support/fakePorts.ts';
import { runOf } from '../../../support/runs.ts';
import { caseOf, promptOf, suiteOf } from '../../../support/suites.ts';

const target = { prompt: promptOf('Be kind.'), suite: suiteOf(), cases: [caseOf('a')] };

function evaluated(ports: Ports, own: Partial<PromptEvaluationOptions> = {}) {
  const old = runOf({ id: 'old', promptVersion: 'version-0' });
  const options: PromptEvaluationOptions = {
    stages: ['real-time'],
    baseline: async () => ({ run: old, label: 'the version before' }),
    ...own,
  };
  const { signal } = new AbortController();
  return evaluatePrompt(target, options, { ports, pool: new CallPool(2) }, signal);
}

describe('The history of a suite', () => {
  it('keeps what a comparison said of its metrics', async () => {
    const ports = fakePorts();

    const { run, comparison } = await evaluated(ports);

    const [event, ...rest] = await ports.store.events(target.suite.path);
    assert.deepEqual(rest, []);
    assert.ok(event?.type === 'compared');
    assert.equal(event.run, run.id);
    assert.equal(event.baseline, 'old');
    assert.equal(event.baselineVersion, 'version-0');
    const said = (comparison?.metrics ?? [])
      .filter(({ verdict }) => verdict !== 'inconclusive')
      .map(({ id, verdict }) => [id, verdict]);
    assert.deepEqual(Object.entries(event.verdicts), said);
  });

  it('keeps it for comparisons that are made while the run goes on', async () => {
    const ports = fakePorts();

    await evaluated(ports, { live: {} });

    assert.equal((await ports.store.events(target.suite.path)).length, 1);
  });

  it('keeps nothing of experiments, nor of runs that are compared with nothing', async () => {
    const ports = fakePorts();

    await evaluated(ports, { isRecorded: false });
    await evaluated(ports, { baseline: async () => undefined });

    assert.deepEqual(await ports.store.events(target.suite.path), []);
  });

  it('costs nobody the result when it cannot be written', async () => {
    const store = new MemoryStore();
    store.record = async () => {
      throw new Error('The disk is full.');
    };
    const log = new FakeLog();

    const { comparison } = await evaluated(fakePorts({ store, log }));

    assert.ok(comparison);
    assert.match(log.lines.join('\n'), /could not be kept/);
  });

  it('keeps that a person accepted a version', async () => {
    const store = new MemoryStore();
    const run = runOf();

    await acceptRun(store, run, 5000);

    const { prompt, suite, promptVersion } = run;
    assert.deepEqual(await store.events(suite), [
      { type: 'accepted', time: 5000, suite, prompt, promptVersion },
    ]);
    assert.equal(await markedId(store, 'accepted', run), run.id);
  });
});
