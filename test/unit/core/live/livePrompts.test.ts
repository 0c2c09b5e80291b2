import assert from 'node:assert/strict';
import { EvalError } from '../../../../src/core/errors.ts';
import type { Target } from '../../../../src/core/live/evaluatePrompt.ts';
import { LivePrompts, type PromptState } from '../../../../src/core/live/livePrompts.ts';
import type { LivePromptsOptions } from '../../../../src/core/live/livePromptsOptions.ts';
import type { LoadedTargets } from '../../../../src/core/live/loadTargets.ts';
import { isOutdated } from '../../../../src/core/live/promptState.ts';
import { CallPool } from '../../../../src/core/run/callPool.ts';
import { startOfText } from '../../../../src/core/text.ts';
import { FakeLog, FakeModel, fakePorts } from '../../../support/fakePorts.ts';
import { caseOf, promptOf, suiteOf } from '../../../support/suites.ts';

function liveOn(
  targets: readonly Target[],
  own: {
    folders?: string[];
    load?: () => Promise<LoadedTargets>;
    confirm?: LivePromptsOptions['confirm'];
    /** Names of models that there is no key for. */
    keyless?: ReadonlySet<string>;
  } = {},
): LivePrompts {
  const ports = fakePorts({
    models: {
      open: async ({ name = '' }) => {
        if (own.keyless?.has(name)) throw new EvalError('key-missing', 'No key.');
        return new FakeModel();
      },
    },
  });
  const pool = new CallPool<never>(4);
  return new LivePrompts({
    load: own.load ?? (async () => ({ targets, problems: [] })),
    context: async (prompt) => {
      own.folders?.push(prompt);
      return { ports, pool };
    },
    log: new FakeLog(),
    settings: () => ({ fallback: {}, budget: {}, stages: ['real-time'] }),
    confirm: own.confirm ?? (async () => true),
  });
}

const prompt = promptOf('Be kind.');

/** A prompt whose suite gets a case more after its first run, for which it is asked. */
function oneTargetThatGrows(confirm: LivePromptsOptions['confirm']) {
  let cases = [caseOf('a')];
  let asked = 0;
  const live = liveOn([], {
    load: async () => ({ targets: [{ prompt, suite: suiteOf(), cases }], problems: [] }),
    confirm: (...about) => (asked++ === 0 ? Promise.resolve(true) : confirm(...about)),
  });
  const more = () => {
    cases = [caseOf('a'), caseOf('b')];
  };
  return { live, more };
}

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

  it('leaves results of the same text current where the calls that were asked for are declined', async () => {
    const { live, more } = oneTargetThatGrows(async () => false);
    const before = await live.run(prompt.path);
    more();

    const state = await live.run(prompt.path);

    assert.equal(state.failure?.code, 'plan-declined');
    assert.equal(state.results, before.results);
    assert.equal(state.isStale, false);
  });

  it('leaves results of the same text current where the question is stopped', async () => {
    const { live, more } = oneTargetThatGrows(() => {
      live.stop(prompt.path);
      return new Promise(() => undefined);
    });
    const before = await live.run(prompt.path);
    more();

    const state = await live.run(prompt.path);

    assert.equal(state.failure, undefined);
    assert.equal(state.results, before.results);
    assert.equal(state.isStale, false);
  });

  it('takes results of another text for older where the new one is declined', async () => {
    let text = 'Be kind.';
    let agrees = true;
    const live = liveOn([], {
      load: async () => ({
        targets: [{ prompt: promptOf(text), suite: suiteOf(), cases: [caseOf('a')] }],
        problems: [],
      }),
      confirm: async () => agrees,
    });
    await live.run(prompt.path);
    text = 'Be brief.';
    agrees = false;

    assert.equal((await live.run(prompt.path)).isStale, true);
  });

  it('asks nothing once it is stopped', async () => {
    let isAsked = false;
    const live = liveOn([], {
      load: async () => {
        live.stop(prompt.path);
        return { targets: [{ prompt, suite: suiteOf(), cases: [caseOf('a')] }], problems: [] };
      },
      confirm: async () => (isAsked = true),
    });

    await live.run(prompt.path);

    assert.equal(isAsked, false);
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

describe('A prompt with two suites', () => {
  const first = '/w/first.metrics.yaml';
  const second = '/w/second.metrics.yaml';
  const targetsOf = (text: string): readonly Target[] => [
    { prompt: promptOf(text), suite: suiteOf({ path: first }), cases: [caseOf('a')] },
    {
      prompt: promptOf(text),
      suite: suiteOf({ path: second, model: { name: 'other' } }),
      cases: [caseOf('a')],
    },
  ];
  const world = () => {
    const keyless = new Set<string>();
    const state = { text: 'Be kind.', keyless };
    const load = async () => ({ targets: targetsOf(state.text), problems: [] });
    return { ...{ live: liveOn([], { load, keyless }), keyless }, state };
  };
  const suitesOf = ({ results }: PromptState) => results.map(({ run }) => run.suite);

  it('keeps the results of the one where the other has no key, and says which', async () => {
    const { live, keyless } = world();
    keyless.add('other');

    const state = await live.run(prompt.path);

    assert.deepEqual(suitesOf(state), [first]);
    assert.equal(state.isStale, false);
    assert.deepEqual(state.failure, {
      code: 'key-missing',
      message: 'second.metrics.yaml: No key.',
    });
  });

  it('keeps the earlier results of the one that cannot run, as older ones', async () => {
    const { live, keyless, state } = world();
    const before = await live.run(prompt.path);
    keyless.add('other');
    state.text = 'Be brief.';

    const after = await live.run(prompt.path);

    assert.deepEqual(suitesOf(after), [first, second]);
    assert.equal(after.results[1], before.results[1]);
    assert.deepEqual(
      after.results.map((result) => isOutdated(after, result)),
      [false, true],
    );
  });

  it('does not call the earlier results older where the text is the same', async () => {
    const { live, keyless } = world();
    await live.run(prompt.path);
    keyless.add('other');

    const after = await live.run(prompt.path);

    assert.equal(after.isStale, false);
    assert.equal(after.olderSuites, undefined);
  });

  it('has only current results again once both have run', async () => {
    const { live, keyless, state } = world();
    await live.run(prompt.path);
    keyless.add('other');
    state.text = 'Be brief.';
    await live.run(prompt.path);
    keyless.clear();

    const after = await live.run(prompt.path);

    assert.equal(after.failure, undefined);
    assert.equal(after.olderSuites, undefined);
    assert.equal(after.isStale, false);
  });
});
