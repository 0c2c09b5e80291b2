import assert from 'node:assert/strict';
import { markRun } from '../../../../src/core/compare/baselines.ts';
import { EvalError } from '../../../../src/core/errors.ts';
import { hashOf } from '../../../../src/core/hash.ts';
import { LivePrompts, type PromptState } from '../../../../src/core/live/livePrompts.ts';
import type { Store } from '../../../../src/core/ports.ts';
import { readPrompt } from '../../../../src/core/prompt/formats.ts';
import type { ModelParameters, Prompt } from '../../../../src/core/prompt/prompt.ts';
import { versionId } from '../../../../src/core/prompt/version.ts';
import type { BudgetLimits } from '../../../../src/core/run/budget.ts';
import { CallPool } from '../../../../src/core/run/callPool.ts';
import type { StoredCompletion } from '../../../../src/core/run/completion.ts';
import { caseOrder } from '../../../../src/core/run/order.ts';
import type { RenderedRequest } from '../../../../src/core/run/request.ts';
import type { Suite } from '../../../../src/core/suite/suite.ts';
import { completion, FakeLog, FakeModel, fakePorts } from '../../../support/fakePorts.ts';
import { caseOf, metricOf, promptOf, suiteOf } from '../../../support/suites.ts';

const good = 'Be kind. Say yes.';
const bad = 'Be kind.';
const day = 24 * 60 * 60 * 1000;

/** Says yes where the prompt asks for it, and always in cases whose id does not begin with `b`. */
const obedient = (request: RenderedRequest): string => {
  const text = request.messages.map(({ content }) => content).join(' ');
  return text.includes('Say yes') || !/\bb\d/.test(text) ? 'yes' : 'no';
};

interface World {
  readonly live: LivePrompts;
  readonly store: Store;
  readonly model: FakeModel;
  /** Calls made since the last time it was asked, as `prompt case trial`. */
  readonly calls: () => readonly string[];
  readonly states: PromptState[];
  prompt: Prompt;
  now: number;
  answer: (request: RenderedRequest) => string;
  fingerprint: string | undefined;
  /** As the user's settings have them. */
  parameters: ModelParameters;
  endpoint: string;
}

/** A suite of 12 cases, 4 of which need the instruction. */
function world(
  own: Partial<Suite> = {},
  live: { confirmRounds?: number } = {},
  budget: BudgetLimits = {},
): World {
  const ids = ['b1', 'b2', 'b3', 'b4', 'c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7', 'c8'];
  const suite = suiteOf({ metrics: [metricOf('yes')], ...own });
  const cases = ids.map((id) => caseOf(id));
  const model = new FakeModel(async (request) => ({
    ...completion(state.answer(request)),
    ...(state.fingerprint !== undefined && { fingerprint: state.fingerprint }),
  }));
  const ports = fakePorts({
    models: {
      open: async () => ({
        ...{ info: model.info, answersByCase: false, endpoint: state.endpoint },
        complete: (request, signal) => model.complete(request, signal),
      }),
    },
    clock: { now: () => state.now++, elapsed: () => state.now, delay: async () => undefined },
  });
  const pool = new CallPool<StoredCompletion>(4);
  const prompts = new LivePrompts({
    load: async () => ({ targets: [{ prompt: state.prompt, suite, cases }], problems: [] }),
    context: async () => ({ ports, pool }),
    log: new FakeLog(),
    settings: () => ({
      fallback: { parameters: state.parameters },
      budget,
      stages: ['real-time'],
      live,
    }),
    confirm: async () => true,
  });
  let seen = 0;
  const state: World = {
    live: prompts,
    store: ports.store,
    model,
    calls: () => {
      const made = model.asked.slice(seen).map((request) => {
        const text = request.messages.map(({ content }) => content).join(' ');
        const version = text.includes('Say yes') ? 'good' : 'bad';
        return `${version} ${/question (\w+)/.exec(text)?.[1]} ${request.trial}`;
      });
      seen = model.asked.length;
      return made;
    },
    states: [],
    prompt: promptOf(good),
    now: Date.UTC(2026, 10, 24),
    answer: obedient,
    fingerprint: undefined,
    parameters: {},
    endpoint: model.endpoint,
  };
  prompts.onDidChange((next) => state.states.push(next));
  return state;
}

/** Runs the good prompt, then the one without its instruction. */
async function edited(state: World): Promise<PromptState> {
  await state.live.run(state.prompt.path);
  state.calls();
  state.prompt = promptOf(bad);
  return state.live.run(state.prompt.path);
}

/** Saves a version under which the cases named fail, and no others; with a `~`, they fail the first time alone. */
async function step(state: World, failing: string): Promise<PromptState> {
  const count = (await state.store.versions(state.prompt.path, 100)).length;
  state.prompt = promptOf(`${good} Step ${count}. Fail: ${failing}.`);
  state.answer = (request) => {
    const [prompt = '', question = ''] = request.messages.map(({ content }) => content);
    const fails = / Fail: (.*)\./.exec(prompt)?.[1]?.split(' ') ?? [];
    const id = question.replace('question ', '');
    return fails.includes(id) || (request.trial === 0 && fails.includes(`${id}~`)) ? 'no' : 'yes';
  };
  return state.live.run(state.prompt.path);
}

async function steps(state: World, failing: readonly string[]): Promise<void> {
  for (const some of failing) await step(state, some);
}

describe('A run against an older version', () => {
  it('confirms failures on fresh samples of both versions until they are known to be worse', async () => {
    const state = world();

    const { results } = await edited(state);

    const comparison = results[0]?.comparison;
    assert.equal(comparison?.verdict, 'regressed');
    assert.match(comparison?.metrics[0]?.summary ?? '', /Failed again on re-run: 4 of 4 cases\./);
    const calls = state.calls();
    assert.equal(calls.filter((call) => call.endsWith(' 0')).length, 12);
    const again = calls.filter((call) => !call.endsWith(' 0'));
    assert.ok(
      again.every((call) => / b\d /.test(call)),
      again.join(),
    );
    assert.ok(again.some((call) => call.startsWith('good')));
    assert.ok(again.length <= 16, `${again.length} further calls`);
  });

  it('keeps rates to the first samples', async () => {
    const { results } = await edited(world());

    const [result] = results;
    assert.equal(result?.run.metrics[0]?.scored, 12);
    assert.equal(result?.run.metrics[0]?.passed, 8);
    assert.equal(result?.comparison?.metrics[0]?.old, 1);
    assert.ok((result?.run.cases[0]?.trials.length ?? 0) > 1);
  });

  it('shows the verdict while the run still goes on, and never takes it back', async () => {
    const state = world();

    await edited(state);

    const verdicts = state.states.flatMap(({ running, results }) => {
      const shown = running?.early ?? (running === undefined ? results[0] : undefined);
      return shown?.comparison ? [shown.comparison.verdict] : [];
    });
    const first = verdicts.indexOf('regressed');
    assert.ok(first >= 0);
    assert.ok(verdicts.slice(first).every((verdict) => verdict === 'regressed'));
  });

  it('says nothing of better or worse while nothing is shown', async () => {
    const state = world({ metrics: [metricOf('yes')] });
    const texts: string[] = [];
    state.live.onDidChange(({ running }) => {
      const comparison = running?.early?.comparison;
      if (comparison?.verdict !== 'inconclusive') return;
      texts.push(comparison.live?.summary ?? '', ...comparison.metrics.map((m) => m.summary));
    });

    await edited(state);

    assert.ok(texts.length > 0);
    assert.ok(!texts.some((text) => /worse|better|drop|->/.test(text)), texts.join('\n'));
    assert.ok(texts.some((text) => /flips?, .* expected by chance/.test(text)));
  });

  it('asks nothing when the edit is undone', async () => {
    const state = world();
    await edited(state);
    state.calls();
    state.prompt = promptOf(good);

    const { results } = await state.live.run(state.prompt.path);

    assert.deepEqual(state.calls(), []);
    assert.equal(results[0]?.comparison?.verdict, 'improved');
    assert.equal(results[0]?.findings.length, 0);
  });

  it('takes stored old samples first', async () => {
    const state = world();
    await edited(state);
    state.prompt = promptOf(`${bad} Really.`);
    await state.live.run(state.prompt.path);
    state.calls();
    state.prompt = promptOf(bad);

    await state.live.run(state.prompt.path);

    assert.deepEqual(state.calls(), []);
  });

  it('runs all trials that a suite asks for, and judges them at once', async () => {
    const state = world({ trials: 3 });

    const { results } = await edited(state);

    assert.equal(state.calls().length, 36);
    assert.equal(results[0]?.comparison?.verdict, 'regressed');
    assert.equal(results[0]?.comparison?.live?.resolve, undefined);
  });

  it('re-runs nothing when confirmation is switched off, and offers Resolve with its price', async () => {
    const state = world({}, { confirmRounds: 0 });

    const { results } = await edited(state);

    assert.equal(state.calls().length, 12);
    const comparison = results[0]?.comparison;
    assert.equal(comparison?.verdict, 'inconclusive');
    assert.deepEqual(comparison?.live?.resolve?.calls, 48);
    assert.ok(Math.abs((comparison?.live?.resolve?.cost ?? 0) - 0.048) < 1e-9);
    assert.ok((comparison?.live?.resolve?.detects ?? 0) > 0);
  });

  it('completes every case to three samples on Resolve', async () => {
    const state = world({}, { confirmRounds: 0 });
    await edited(state);
    state.calls();

    const { results } = await state.live.resolve(state.prompt.path);

    assert.equal(state.calls().length, 48);
    const comparison = results[0]?.comparison;
    assert.equal(comparison?.verdict, 'regressed');
    assert.equal(comparison?.live?.resolve, undefined);
    assert.equal(results[0]?.run.trials, 3);
  });

  it('does not ask for what Resolve asked before', async () => {
    const state = world({}, { confirmRounds: 0 });
    await edited(state);
    await state.live.resolve(state.prompt.path);
    state.calls();

    await state.live.resolve(state.prompt.path);

    assert.deepEqual(state.calls(), []);
  });

  it('does not blame the edit when the model moved', async () => {
    const state = world();
    await state.live.run(state.prompt.path);
    state.now += 8 * day;
    state.prompt = promptOf(`${good} Please.`);
    state.answer = (request) =>
      /question b\d/.test(request.messages.map(({ content }) => content).join(' ')) ? 'no' : 'yes';

    const { results } = await state.live.run(state.prompt.path);

    const comparison = results[0]?.comparison;
    assert.equal(comparison?.verdict, 'inconclusive');
    assert.equal(comparison?.live?.control?.cause, 'model');
    assert.match(
      comparison?.live?.notes.join(' ') ?? '',
      /The model moved, not your edit: .* passed 0 of 12 and this one 0 of 12/,
    );
  });

  it('runs the old version again when another build of the model answers', async () => {
    const state = world();
    state.fingerprint = 'build-1';
    await state.live.run(state.prompt.path);
    state.calls();
    state.fingerprint = 'build-2';
    state.prompt = promptOf(bad);

    const { results } = await state.live.run(state.prompt.path);

    const control = results[0]?.comparison?.live?.control;
    assert.equal(results[0]?.comparison?.verdict, 'regressed');
    assert.equal(control?.cause, 'edit');
    assert.equal(control?.old.passed, control?.old.samples);
    assert.ok(state.calls().some((call) => call.startsWith('good b')));
  });

  it('answers "was it my edit?" with both versions side by side', async () => {
    const state = world();
    await edited(state);

    const { results } = await state.live.control(state.prompt.path);

    const comparison = results[0]?.comparison;
    assert.equal(comparison?.live?.control?.cause, 'edit');
    assert.match(comparison?.live?.notes.join(' ') ?? '', /It was the edit/);
  });

  it('runs the old version again when other model parameters were set meanwhile', async () => {
    const state = world();
    state.parameters = { temperature: 0.7, maxTokens: 50 };
    await state.live.run(state.prompt.path);
    state.calls();
    state.parameters = { temperature: 0, maxTokens: 50 };
    state.prompt = promptOf(bad);

    const { results } = await state.live.run(state.prompt.path);

    const comparison = results[0]?.comparison;
    assert.equal(comparison?.verdict, 'regressed');
    assert.equal(comparison?.live?.control?.cause, 'edit');
    assert.match(
      comparison?.live?.notes.join(' ') ?? '',
      /made with other model parameters \(temperature\), so the previous version is run again/,
    );
    assert.ok(state.calls().some((call) => call.startsWith('good b')));
  });

  it('lets no verdict rest on parameters that only the settings changed', async () => {
    const state = world();
    await state.live.run(state.prompt.path);
    state.parameters = { temperature: 2 };
    state.prompt = promptOf(`${good} Please.`);
    state.answer = ({ parameters }) => (parameters.temperature === 2 ? 'no' : 'yes');

    const { results } = await state.live.run(state.prompt.path);

    const comparison = results[0]?.comparison;
    assert.equal(comparison?.verdict, 'inconclusive');
    assert.equal(comparison?.live?.control?.cause, 'parameters');
    assert.match(
      comparison?.live?.notes.join(' ') ?? '',
      /Other model parameters made the difference, not your edit: .* passed 0 of 36/,
    );
  });

  it('takes parameters that the prompt file changed for the edit that is judged', async () => {
    const state = world();
    const read = async (temperature: number) => {
      const text = `---\ntemperature: ${temperature}\n---\nsystem:\n${good}\n`;
      const { value } = await readPrompt(
        { path: state.prompt.path, text },
        { readText: async () => '' },
      );
      return value ?? assert.fail();
    };
    state.prompt = await read(0);
    await state.live.run(state.prompt.path);
    state.prompt = await read(2);
    state.answer = ({ parameters }) => (parameters.temperature === 2 ? 'no' : 'yes');

    const { results } = await state.live.run(state.prompt.path);

    assert.equal(results[0]?.comparison?.verdict, 'regressed');
    assert.deepEqual(results[0]?.comparison?.live?.notes, []);
  });

  it('doubts old samples of another endpoint', async () => {
    const state = world();
    await state.live.run(state.prompt.path);
    state.endpoint = 'fake http://127.0.0.2';
    state.prompt = promptOf(bad);

    const { results } = await state.live.run(state.prompt.path);

    assert.match(results[0]?.comparison?.live?.notes.join(' ') ?? '', /are of another model/);
  });

  it('sees a chain of small drops beside the accepted version', async () => {
    const state = world({}, { confirmRounds: 0 });
    const [accepted] = (await state.live.run(state.prompt.path)).results;
    assert.ok(accepted);
    await markRun(state.store, 'accepted', accepted.run);
    let broken = 0;
    state.answer = (request) => {
      const text = request.messages.map(({ content }) => content).join(' ');
      const position =
        Number(/question \w(\d)/.exec(text)?.[1]) + (/question c/.test(text) ? 4 : 0);
      return position <= broken ? 'no' : 'yes';
    };

    const found: number[] = [];
    for (const count of [2, 4, 7]) {
      broken = count;
      state.prompt = promptOf(`${good} Step ${broken}.`);
      const { results } = await state.live.run(state.prompt.path);
      assert.equal(results[0]?.comparison?.verdict, 'inconclusive');
      found.push(results[0]?.findings.filter(({ kind }) => kind === 'regression').length ?? 0);
    }

    assert.deepEqual(found, [0, 0, 1]);
    const [finding] = state.live.state(state.prompt.path)?.results[0]?.findings ?? [];
    assert.match(finding?.message ?? '', /Seen beside the accepted version/);
  });

  it('claims no chain of drops on old samples alone: the accepted version is run again', async () => {
    const state = world({}, { confirmRounds: 8 });
    const [accepted] = (await state.live.run(state.prompt.path)).results;
    assert.ok(accepted);
    await markRun(state.store, 'accepted', accepted.run);
    state.now += 8 * day;
    // The model moved: every version fails most cases now.
    state.answer = () => 'no';
    state.prompt = promptOf(`${good} Please.`);
    await state.live.run(state.prompt.path);
    state.prompt = promptOf(`${good} And again.`);

    const { results } = await state.live.run(state.prompt.path);

    assert.notEqual(results[0]?.sinceAccepted?.verdict, 'regressed');
    assert.equal(results[0]?.sinceAccepted?.live?.control?.cause, 'model');
    assert.deepEqual(
      results[0]?.findings.filter(({ kind }) => kind === 'regression'),
      [],
    );
  });

  it('sees a chain of drops beside an accepted version of weeks ago, on fresh samples', async () => {
    const state = world({}, {});
    const [accepted] = (await state.live.run(state.prompt.path)).results;
    assert.ok(accepted);
    await markRun(state.store, 'accepted', accepted.run);
    state.now += 15 * day;
    const texts = ['c1 c2 c3', 'c1 c2 c3 c4 c5', 'c1 c2 c3 c4 c5 c6 c7'];
    let last: PromptState | undefined;
    for (const failing of texts) last = await step(state, failing);

    assert.equal(last?.results[0]?.sinceAccepted?.verdict, 'regressed');
    assert.ok((last?.results[0]?.sinceAccepted?.live?.control?.old.samples ?? 0) > 0);
  });

  it('does not run a case again that was shaky before, and says so', async () => {
    const state = world();
    await steps(state, ['', 'c1~', '', 'c1~', '']);
    state.calls();

    const { results } = await step(state, 'c1 c2');

    const again = state.calls().filter((call) => !call.endsWith(' 0'));
    assert.ok(again.length > 0);
    assert.ok(
      again.every((call) => / c2 /.test(call)),
      again.join(),
    );
    const comparison = results[0]?.comparison;
    const note = "'c1' failed and was not run again, for it was shaky before: passed 3 of 5.";
    assert.deepEqual(comparison?.live?.notes, [note]);
    const item = comparison?.cases.find(({ id }) => id === 'c1');
    assert.match(item?.metrics[0]?.summary ?? '', /earlier versions passed it 3 of 5\./);
  });

  it('runs every failure again when somebody asks whether it was the edit', async () => {
    const state = world();
    await steps(state, ['', 'c1~', '', 'c1~', '', 'c1']);
    state.calls();

    await state.live.control(state.prompt.path);

    assert.ok(state.calls().some((call) => call.startsWith('good c1')));
  });

  it('runs a case again that versions fail and pass in turn, each of them for good', async () => {
    const state = world();
    await steps(state, ['', 'c1', '', 'c1', '']);
    state.calls();

    await step(state, 'c1');

    assert.ok(state.calls().some((call) => call.startsWith('good c1') && !call.endsWith(' 0')));
  });

  it('screens first what earlier versions passed most reliably', async () => {
    const state = world();
    await steps(state, ['c1 b3', 'c1', 'c1', '']);
    state.calls();

    await step(state, '');

    const order = state.calls().map((call) => call.split(' ')[1]);
    assert.equal(order.length, 12);
    assert.deepEqual(order.slice(-2), ['b3', 'c1']);
  });

  it('takes no order from samples that are compared', async () => {
    const state = world();
    state.answer = (request) =>
      request.messages.some(({ content }) => /c[1-4]$/.test(content)) ? 'no' : 'yes';
    await state.live.run(state.prompt.path);
    // Another version that sends the same requests: its samples are those of the first one.
    state.prompt = { ...state.prompt, defaults: { unused: 'x' } };
    await state.live.run(state.prompt.path);
    state.calls();
    state.prompt = promptOf(bad);

    await state.live.run(state.prompt.path);

    const order = state.calls().map((call) => call.split(' ')[1] ?? '');
    const seed = hashOf(['/w/a.metrics.yaml', versionId(state.prompt)]);
    assert.deepEqual(order.slice(0, 12), caseOrder(order.slice(0, 12), seed));
  });

  it('stops at the budget and keeps what is known', async () => {
    const state = world({}, {}, { perRun: 0.0145 });

    const { results } = await edited(state);

    assert.equal(state.calls().length, 14);
    assert.equal(results[0]?.run.status, 'stopped');
    assert.equal(results[0]?.comparison?.verdict, 'inconclusive');
    assert.equal(results[0]?.run.metrics[0]?.passed, 8);
  });

  it('runs a pinned version once more before a verdict, and not again for the next edit', async () => {
    const state = world();
    const [pinned] = (await state.live.run(state.prompt.path)).results;
    assert.ok(pinned);
    await markRun(state.store, 'pinned', pinned.run);
    state.prompt = promptOf(bad);
    state.calls();

    const first = (await state.live.run(state.prompt.path)).results[0]?.comparison;
    const firstCalls = state.calls();
    state.prompt = promptOf(`${bad} Really.`);
    const second = (await state.live.run(state.prompt.path)).results[0]?.comparison;

    assert.equal(first?.verdict, 'regressed');
    assert.match(first?.live?.notes[0] ?? '', /^The pinned version was chosen after its results/);
    assert.ok(firstCalls.some((call) => call.startsWith('good b')));
    assert.equal(second?.verdict, 'regressed');
    assert.ok(!state.calls().some((call) => call.startsWith('good')));
  });

  it('does not take a case for worse whose fresh calls fail', async () => {
    const state = world();
    await state.live.run(state.prompt.path);
    state.prompt = promptOf(bad);
    state.answer = (request) => {
      if (request.trial > 0) throw new EvalError('model-bad-request', 'No.');
      return obedient(request);
    };

    const { results } = await state.live.run(state.prompt.path);

    const comparison = results[0]?.comparison;
    assert.equal(comparison?.verdict, 'inconclusive');
    assert.equal(comparison?.live?.flips, 4);
    assert.equal(comparison?.cases.find(({ id }) => id === 'b1')?.metrics[0]?.label, 'flipped');
    assert.equal(results[0]?.run.metrics[0]?.scored, 12);
  });

  it('needs only some of the fresh calls to come back', async () => {
    const state = world();
    await state.live.run(state.prompt.path);
    state.prompt = promptOf(bad);
    state.answer = (request) => {
      const isLost = request.messages.some(({ content }) => /question b[12]$/.test(content));
      if (request.trial > 0 && isLost) throw new EvalError('model-bad-request', 'No.');
      return obedient(request);
    };

    const { results } = await state.live.run(state.prompt.path);

    assert.equal(results[0]?.comparison?.verdict, 'regressed');
  });

  it('keeps what was drawn when it is stopped while failures are run again', async () => {
    const state = world();
    await state.live.run(state.prompt.path);
    state.prompt = promptOf(bad);
    state.answer = (request) => {
      if (request.trial > 0) state.live.stop(state.prompt.path);
      return obedient(request);
    };
    const stopped = await state.live.run(state.prompt.path);
    state.answer = obedient;
    state.calls();

    const { results } = await state.live.run(state.prompt.path);

    assert.equal(stopped.results[0]?.run.status, 'stopped');
    assert.equal(stopped.results[0]?.comparison?.verdict, 'inconclusive');
    assert.equal(results[0]?.comparison?.verdict, 'regressed');
    assert.ok(!state.calls().some((call) => call.endsWith(' 0')), 'the screen is not asked again');
  });

  it('goes on where calls fail, and counts them as missing, never as failed', async () => {
    const state = world();
    await state.live.run(state.prompt.path);
    state.prompt = promptOf(`${good} Please.`);
    state.answer = (request) => {
      if (/question c/.test(request.messages.map(({ content }) => content).join(' '))) {
        throw new EvalError('model-bad-request', 'No.');
      }
      return 'yes';
    };

    const { results } = await state.live.run(state.prompt.path);

    assert.equal(results[0]?.comparison?.verdict, 'inconclusive');
    assert.equal(results[0]?.comparison?.metrics[0]?.pairs, 4);
  });
});
