import assert from 'node:assert/strict';
import type { Target } from '../../../../src/core/live/evaluatePrompt.ts';
import { LivePrompts, type PromptState } from '../../../../src/core/live/livePrompts.ts';
import type { LoadedTargets } from '../../../../src/core/live/loadTargets.ts';
import { CallPool } from '../../../../src/core/run/callPool.ts';
import { startOfText } from '../../../../src/core/text.ts';
import { FakeLog, FakeModel, fakePorts } from '../../../support/fakePorts.ts';
import { caseOf, promptOf, suiteOf } from '../../../support/suites.ts';

function liveOn(
  targets: readonly Target[],
  own: { folders?: string[]; load?: () => Promise<LoadedTargets> } = {},
): LivePrompts {
  const ports = fakePorts({ models: { open: async () => new FakeModel() } });
  const pool = new CallPool<never>(4);
  return new LivePrompts({
    load: own.load ?? (async () => ({ targets, problems: [] })),
    context: async (prompt) => {
      own.folders?.push(prompt);
      return { ports, pool };
    },
    log: new FakeLog(),
    settings: () => ({ fallback: {}, budget: {}, stages: ['real-time'] }),
    confirm: async () => true,
  });
}

const prompt = promptOf('Be kind.');

describe('LivePrompts', () => {
  it('shows the cases that are in while a run goes on', async () => {
    const target = { prompt, suite: suiteOf(), cases: [caseOf('a'), caseOf('b')] };
    const live = liveOn([target]);
    const seen: string[] = [];
    live.onDidChange(({ running }) => {
      seen.push((running?.settled?.all() ?? []).map((item) => item.id).join());
    });

    await live.run(prompt.path);

    assert.ok(seen.includes('a,b') || seen.includes('b,a'), seen.join(' | '));
  });

  it('names the suite that runs', async () => {
    const target = { prompt, suite: suiteOf(), cases: [caseOf('a')] };
    const live = liveOn([target]);
    const states: PromptState[] = [];
    live.onDidChange((state) => states.push(state));

    await live.run(prompt.path);

    assert.equal(states.find((state) => state.running?.total === 1)?.running?.target, target);
  });

  it('asks for the history of the prompt that runs', async () => {
    const folders: string[] = [];
    const live = liveOn([{ prompt, suite: suiteOf(), cases: [] }], { folders });

    await live.run(prompt.path);

    assert.deepEqual(folders, [prompt.path]);
  });

  it('keeps the results of before, as stale, where a mistake leaves nothing to run, and says which', async () => {
    const target = { prompt, suite: suiteOf(), cases: [caseOf('a')] };
    let loaded: LoadedTargets = { targets: [target], problems: [] };
    const live = liveOn([], { load: async () => loaded });
    const before = await live.run(prompt.path);
    const message = 'The prompt is empty.';
    const fault = {
      file: prompt.path,
      range: startOfText,
      severity: 'error',
      code: 'x',
      message,
    } as const;
    loaded = {
      targets: [],
      problems: [{ ...fault, severity: 'warning', message: 'Long.' }, fault],
    };

    const state = await live.run(prompt.path);

    assert.deepEqual(state.failure, { code: 'prompt-unusable', message });
    assert.equal(state.results, before.results);
    assert.equal(state.isStale, true);
  });

  it('does not bring a prompt back that was forgotten while it ran', async () => {
    const target = { prompt, suite: suiteOf(), cases: [caseOf('a')] };
    const live = liveOn([target]);
    const running = live.run(prompt.path);

    live.forget(prompt.path);
    await running;

    assert.equal(live.state(prompt.path), undefined);
  });

  it('says nothing of a prompt without a suite', async () => {
    const state = await liveOn([]).run(prompt.path);

    assert.equal(state.failure, undefined);
    assert.deepEqual(state.results, []);
  });
});
