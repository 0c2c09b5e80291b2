import assert from 'node:assert/strict';
import { aborted, EvalError } from '../../../../src/core/errors.ts';
import { LivePrompts } from '../../../../src/core/live/livePrompts.ts';
import type { GitText } from '../../../../src/core/ports.ts';
import { CallPool } from '../../../../src/core/run/callPool.ts';
import type { PlanSummary } from '../../../../src/core/run/plan.ts';
import type { RenderedRequest } from '../../../../src/core/run/request.ts';
import { FakeLog, FakeModel, fakePorts } from '../../../support/fakePorts.ts';
import { bad, good, obedient, type World, world } from '../../../support/liveWorld.ts';
import { caseOf, promptOf, suiteOf } from '../../../support/suites.ts';

const at = (text: string): GitText => ({ text, commit: 'c'.repeat(40) });

/** A repository whose last commit has this text of every file, and how often it was asked. */
function repository(head: GitText | (() => Promise<GitText>)) {
  const asked: string[] = [];
  return {
    asked,
    show: async (path: string, ref: string) => {
      asked.push(`${ref}:${path}`);
      return typeof head === 'function' ? head() : head;
    },
    textsOf: async function* () {},
  };
}

const committed = at(good);

/** A clone whose history is empty, where the line that matters was deleted. */
function clone(...[suite, live, budget, more]: Parameters<typeof world>): World {
  const state = world(suite, live, budget, { git: repository(committed), ...more });
  state.prompt = promptOf(bad);
  return state;
}

const save = (state: World) => state.live.run(state.prompt.path);
const callsOf = (calls: readonly string[], version: string) =>
  calls.filter((call) => call.startsWith(version));

describe('The first save of a prompt that never ran here', () => {
  it('says what got worse since the last commit', async () => {
    const state = clone();

    const { results } = await save(state);

    const [result] = results;
    assert.equal(result?.comparison?.verdict, 'regressed');
    assert.equal(result?.comparison?.baseline.label, 'the last commit');
    assert.equal(result?.baseline?.source, good);
    assert.equal(result?.baseline?.name, 'Last commit (ccccccc)');
    assert.equal(result?.baseline?.isAtCommit, true);
    assert.match(
      result?.findings.find(({ kind }) => kind === 'regression')?.message ?? '',
      /got worse since the last commit: 8 of 12 passed now, 12 of 12 before/,
    );
    assert.deepEqual(result?.comparison?.live?.notes, [
      'No other version was run before, so the last commit was run on the same cases.',
    ]);
  });

  it('asks both versions once for every case, then only for what failed', async () => {
    const state = clone();

    await save(state);

    const calls = state.calls();
    assert.equal(callsOf(calls, 'good').filter((call) => call.endsWith(' 0')).length, 12);
    assert.equal(callsOf(calls, 'bad').filter((call) => call.endsWith(' 0')).length, 12);
    assert.ok(calls.filter((call) => !call.endsWith(' 0')).every((call) => / b\d /.test(call)));
  });

  it('counts both in the plan that is confirmed, and in the progress', async () => {
    const plans: PlanSummary[] = [];
    const state = clone(undefined, { confirmRounds: 0 }, undefined, {
      confirm: async (_, plan) => {
        plans.push(plan);
        return true;
      },
    });

    await save(state);

    assert.deepEqual(
      plans.map(({ requests, cases }) => ({ requests, cases })),
      [{ requests: 24, cases: 12 }],
    );
    assert.equal(plans[0]?.estimatedCost?.toFixed(3), '0.024');
    const last = state.states.findLast(({ running }) => running?.early === undefined && running);
    assert.equal(last?.running?.plan?.requests, 24);
    assert.equal(last?.running?.total, 24);
    assert.ok(
      state.states.every(({ running }) => running === undefined || running.total % 24 === 0),
    );
  });

  it('shows no reply of the old version as one of this', async () => {
    const state = clone();
    const shown = new Set<string>();
    state.live.onDidChange(({ running }) => {
      for (const item of running?.settled?.all() ?? [])
        for (const { output } of item.trials)
          if (/^b/.test(item.id) && output !== null) shown.add(output);
    });

    await save(state);

    assert.deepEqual([...shown], ['no']);
  });

  it('keeps the old version as the one before, so that the next save compares with it', async () => {
    const git = repository(committed);
    const state = clone(undefined, undefined, undefined, { git });
    const first = await save(state);
    state.calls();

    const again = await save(state);

    assert.deepEqual(state.calls(), []);
    assert.equal(again.results[0]?.comparison?.verdict, 'regressed');
    assert.equal(again.results[0]?.baseline?.run.id, first.results[0]?.baseline?.run.id);
    assert.deepEqual(git.asked, ['HEAD:/w/a.prompt.md']);
    const [, newest, oldest] = await state.store.runs({ prompt: state.prompt.path, limit: 9 });
    assert.equal(newest?.id, first.results[0]?.run.id);
    assert.equal(oldest?.id, first.results[0]?.baseline?.run.id);
    assert.equal(oldest?.status, 'complete');
    assert.equal(oldest?.metrics[0]?.passed, 12);
  });

  it('comes back after a restart with what was said of it, and nothing is sent', async () => {
    const state = clone();
    const { results } = await save(state);
    state.calls();
    const ports = fakePorts({ store: state.store });
    const restarted = new LivePrompts({
      load: async () => ({ targets: results.map(({ target }) => target), problems: [] }),
      context: async () => ({ ports, pool: new CallPool(2) }),
      log: new FakeLog(),
      settings: () => ({ fallback: {}, budget: {}, stages: ['real-time'] }),
      confirm: async () => true,
      git: repository(committed),
    });

    await restarted.restore(state.prompt.path);

    const [result] = restarted.state(state.prompt.path)?.results ?? [];
    assert.equal(result?.run.id, results[0]?.run.id);
    assert.equal(result?.comparison?.verdict, 'regressed');
    assert.deepEqual(state.calls(), []);
  });

  it('costs nothing where the old replies are stored', async () => {
    const state = clone(undefined, { confirmRounds: 0 });
    state.prompt = promptOf(good);
    await save(state);
    const other = '/w/other.metrics.yaml';
    const second = clone({ path: other }, { confirmRounds: 0 });
    for (const { id } of await state.store.runs({ prompt: state.prompt.path, limit: 1 })) {
      const run = await state.store.run(id);
      for (const { trials } of run?.cases ?? [])
        for (const { replies } of trials)
          for (const { key } of replies) {
            const stored = (await state.store.completions([key])).get(key);
            const request = await state.store.request(key);
            if (stored && request) await second.store.saveCompletion(stored, request);
          }
    }

    await save(second);

    assert.equal(callsOf(second.calls(), 'good').length, 0);
  });

  it('stops once a metric is known to be worse', async () => {
    const state = clone();
    state.answer = (request) => (obedient(request) === 'yes' && isGood(request) ? 'yes' : 'no');

    const { results } = await save(state);

    assert.equal(results[0]?.comparison?.verdict, 'regressed');
    assert.equal(results[0]?.comparison?.metrics[0]?.ofCases, 12);
    assert.equal(results[0]?.run.status, 'complete');
  });

  it('takes as many trials of both as the suite asks for', async () => {
    const state = clone({ trials: 3 });

    const { results } = await save(state);

    assert.equal(state.calls().length, 72);
    assert.equal(results[0]?.comparison?.verdict, 'regressed');
    assert.equal(results[0]?.baseline?.run.metrics[0]?.scored, 36);
  });
});

/** Calls of a world's model that go on until they are let go or aborted. */
class HeldCalls {
  private readonly held: (() => void)[] = [];
  private isOpen = false;

  constructor({ model }: World, isHeld: (request: RenderedRequest) => boolean) {
    const complete = model.complete.bind(model);
    model.complete = async (request, signal) => {
      const answer = await complete(request, signal);
      if (isHeld(request)) await this.hold(signal);
      return answer;
    };
  }

  /** Until so many calls are under way. */
  async count(calls: number): Promise<void> {
    while (this.held.length < calls) await new Promise((resolve) => setImmediate(resolve));
  }

  letGo(): void {
    this.isOpen = true;
    for (const go of this.held.splice(0)) go();
  }

  private hold(signal: AbortSignal): Promise<void> {
    if (this.isOpen) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.held.push(resolve);
      signal.addEventListener('abort', () => reject(aborted()), { once: true });
    });
  }
}

function isGood({ messages }: { messages: readonly { content: string }[] }): boolean {
  return messages.some(({ content }) => content.includes('Say yes'));
}

describe('The last commit is left out', () => {
  const left: readonly (readonly [why: string, head: GitText | (() => Promise<GitText>)])[] = [
    ['without git', { text: undefined, reason: 'git is not installed.' }],
    ['where the file is not in it', { text: undefined, reason: 'No.', isAbsent: true }],
    ['where it has the same text', at(bad)],
    ['where it means the same', at(`${bad}\n`)],
    ['where it is no readable prompt', at('---\nmodel: [\n---\n')],
    ['where git fails', () => Promise.reject(new Error('spawn failed'))],
    ['where git does not answer in time', () => new Promise<never>(() => undefined)],
  ];
  for (const [why, head] of left) {
    it(why, async () => {
      const state = clone(undefined, undefined, undefined, { git: repository(head) });

      const { results, failure } = await save(state);

      assert.equal(failure, undefined);
      assert.equal(results[0]?.comparison, undefined);
      assert.equal(results[0]?.run.metrics[0]?.scored, 12);
      assert.equal(state.calls().length, 12);
    });
  }

  it('where both together would be asked about and this version alone would not', async () => {
    const plans: PlanSummary[] = [];
    const state = clone(undefined, undefined, undefined, {
      isLarge: (_, { requests }) => requests > 20,
      confirm: async (_, plan) => plans.push(plan) > 0,
    });

    const { results } = await save(state);

    assert.equal(results[0]?.comparison, undefined);
    assert.deepEqual(
      plans.map(({ requests }) => requests),
      [12],
    );
  });

  it('not where there is a question anyway: it is about both', async () => {
    const plans: PlanSummary[] = [];
    const state = clone(undefined, { confirmRounds: 0 }, undefined, {
      isLarge: (_, { requests }) => requests > 10,
      confirm: async (_, plan) => plans.push(plan) > 0,
    });

    await save(state);

    assert.deepEqual(
      plans.map(({ requests }) => requests),
      [24],
    );
  });

  for (const [what, budget] of [
    ['a run', { perRun: 0.02 }],
    ['the day', { perDay: 0.02 }],
    ['calls', { calls: 20 }],
  ] as const) {
    it(`where both together would pass the budget of ${what}`, async () => {
      const state = clone(undefined, undefined, budget);

      const { results } = await save(state);

      assert.equal(results[0]?.comparison, undefined);
      assert.equal(results[0]?.run.status, 'complete');
    });
  }

  it('once a version was run to its end, and git is not asked', async () => {
    const git = repository({ text: undefined, reason: 'git is not installed.' });
    const state = clone(undefined, undefined, undefined, { git });
    await save(state);
    await save(state);
    state.prompt = promptOf(good);
    await save(state);

    assert.equal(git.asked.length, 1);
  });

  it('where its model is out of reach', async () => {
    const of = async (keyless?: string) => {
      const live = onModels(keyless);
      return (await live.run('/w/a.prompt.md')).results[0];
    };

    assert.equal((await of('gone'))?.comparison, undefined);
    assert.equal((await of('gone'))?.run.status, 'complete');
    assert.equal((await of())?.comparison?.baseline.label, 'the last commit');
  });
});

describe('A first save of a prompt with two suites', () => {
  it('compares each with the last commit, and says so of each', async () => {
    const git = repository(committed);
    const suites = ['/w/a.metrics.yaml', '/w/b.metrics.yaml'].map((path) => suiteOf({ path }));
    const targets = suites.map((suite) => ({ prompt: promptOf(bad), suite, cases: [caseOf('a')] }));
    const ports = fakePorts();
    const plans: PlanSummary[] = [];
    const live = new LivePrompts({
      load: async () => ({ targets, problems: [] }),
      context: async () => ({ ports, pool: new CallPool(2) }),
      log: new FakeLog(),
      settings: () => ({ fallback: {}, budget: {}, stages: ['real-time'] }),
      confirm: async (_, plan) => plans.push(plan) > 0,
      git,
    });

    const { results } = await live.run('/w/a.prompt.md');

    assert.deepEqual(
      results.map(({ run, comparison }) => [run.suite, comparison?.baseline.label]),
      suites.map(({ path }) => [path, 'the last commit']),
    );
    // The replies of the first suite serve the second, of either version.
    assert.deepEqual(
      plans.map(({ requests }) => requests),
      [2],
    );
  });
});

/** A prompt whose last commit names another model. @param keyless the model that there is no key for */
function onModels(keyless: string | undefined): LivePrompts {
  const ports = fakePorts({
    models: {
      open: async ({ name }) => {
        if (name !== undefined && name === keyless) throw new EvalError('key-missing', 'No key.');
        return new FakeModel();
      },
    },
  });
  const target = { prompt: promptOf(bad), suite: suiteOf(), cases: [caseOf('b1'), caseOf('c1')] };
  return new LivePrompts({
    load: async () => ({ targets: [target], problems: [] }),
    context: async () => ({ ports, pool: new CallPool(2) }),
    log: new FakeLog(),
    settings: () => ({ fallback: {}, budget: {}, stages: ['real-time'] }),
    confirm: async () => true,
    git: repository(at(`---\nmodel: { name: gone }\n---\n${good}`)),
  });
}

describe('A first save that goes wrong', () => {
  it('sends nothing where its plan is declined', async () => {
    const state = clone(undefined, undefined, undefined, { confirm: async () => false });

    const { failure, results } = await save(state);

    assert.equal(failure?.code, 'plan-declined');
    assert.deepEqual(results, []);
    assert.deepEqual(state.calls(), []);
  });

  it('is silent where it is stopped while git is asked', async () => {
    const state: World = clone(undefined, undefined, undefined, {
      git: repository(async () => {
        state.live.stop();
        return committed;
      }),
    });

    const { failure } = await save(state);

    assert.equal(failure, undefined);
    assert.deepEqual(state.calls(), []);
  });

  it('keeps what came of this version where the old one cannot be asked', async () => {
    const state = clone();
    state.answer = (request) => {
      if (isGood(request)) throw new EvalError('model-unauthorised', 'Down.');
      return obedient(request);
    };

    const { results } = await save(state);

    assert.equal(results[0]?.run.metrics[0]?.scored, 12);
    assert.equal(results[0]?.comparison?.verdict, 'inconclusive');
    const runs = await state.store.runs({ prompt: state.prompt.path, limit: 9 });
    assert.equal(runs.length, 1);
  });

  it('ends as stopped where somebody stops it, and the next save asks for the rest of both', async () => {
    const state = clone();
    const listening = state.live.onDidChange(({ running }) => {
      if ((running?.done ?? 0) >= 14) state.live.stop();
    });
    const { results } = await save(state);
    listening.dispose();
    const first = state.calls();

    const again = await save(state);

    assert.equal(results[0]?.run.status, 'stopped');
    assert.equal(again.results[0]?.comparison?.verdict, 'regressed');
    assert.equal(again.results[0]?.comparison?.baseline.label, 'the last commit');
    const good0 = [...first, ...state.calls()].filter((call) => /^good \w+ 0$/.test(call));
    assert.equal(new Set(good0).size, 12);
  });

  it('takes over the calls of both versions that are under way when the next save comes', async () => {
    const state = clone(undefined, { confirmRounds: 0 });
    const held = new HeldCalls(state, isGood);
    const first = save(state);
    // As many as the pool makes at once.
    await held.count(4);
    state.prompt = promptOf(`${bad} Be brief.`);
    const second = save(state);
    await first;
    held.letGo();

    const { results } = await second;

    assert.equal(results[0]?.comparison?.baseline.label, 'the last commit');
    assert.equal(callsOf(state.calls(), 'good').length, 12);
  });

  it('does not let the half of a run that another save has stopped take its place', async () => {
    const state = clone();
    const listening = state.live.onDidChange(({ running }) => {
      if ((running?.done ?? 0) >= 3) state.live.stop();
    });
    await save(state);
    listening.dispose();
    state.prompt = promptOf(`${bad} Be brief.`);

    const { results } = await save(state);

    assert.equal(results[0]?.comparison?.baseline.label, 'the last commit');
    assert.equal(results[0]?.comparison?.verdict, 'regressed');
  });
});
