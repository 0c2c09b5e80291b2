import assert from 'node:assert/strict';
import type { ComparedEvent } from '../../../../src/core/health/events.ts';
import { evaluatePrompt, type Target } from '../../../../src/core/live/evaluatePrompt.ts';
import { LivePrompts } from '../../../../src/core/live/livePrompts.ts';
import { comparedAsReached, lastStored } from '../../../../src/core/live/restored.ts';
import { readPrompt } from '../../../../src/core/prompt/formats.ts';
import type { RunResult } from '../../../../src/core/results/runResult.ts';
import { CallPool } from '../../../../src/core/run/callPool.ts';
import type { StoredCompletion } from '../../../../src/core/run/completion.ts';
import type { Suite } from '../../../../src/core/suite/suite.ts';
import { completion, FakeLog, FakeModel, fakePorts } from '../../../support/fakePorts.ts';
import { caseOf, metricOf, suiteOf } from '../../../support/suites.ts';

const { signal } = new AbortController();
const options = { stages: ['real-time'] as const, override: { provider: 'fake', name: 'fake-1' } };

async function targetOf(text: string): Promise<Target> {
  const source = { path: '/w/a.prompt.md', text };
  const { value } = await readPrompt(source, { readText: async () => '' });
  assert.ok(value);
  return { prompt: value, suite: suiteOf(), cases: [caseOf('a'), caseOf('b')] };
}

/** Two versions that were run, as a window before a restart leaves them. @param apart milliseconds between them */
async function history(apart = 1000) {
  const model = new FakeModel(async ({ messages }) => completion(`re: ${messages[0]?.content}`));
  const own = fakePorts();
  let later = 0;
  const clock = { ...own.clock, now: () => own.clock.now() + later };
  const ports = fakePorts({ clock, models: { open: async () => model } });
  const context = { ports, pool: new CallPool<StoredCompletion>(4) };
  const old = await evaluatePrompt(await targetOf('Be kind.'), options, context, signal);
  // Runs are told apart by their time.
  later = apart;
  const now = await evaluatePrompt(await targetOf('Be brief.'), options, context, signal);
  return { model, context, old, now };
}

/** Keeps in the history that a metric was found to be worse when the newest version was run. */
async function recordWorse(
  { context, old, now }: Awaited<ReturnType<typeof history>>,
  own: Partial<ComparedEvent> = {},
): Promise<void> {
  const [metric] = now.run.metrics;
  assert.ok(metric);
  const { suite, prompt, id, promptVersion, startedAt } = now.run;
  await context.ports.store.record({
    ...{ type: 'compared', time: startedAt + 1, suite, prompt, run: id, promptVersion },
    ...{ baseline: old.run.id, baselineVersion: old.run.promptVersion },
    verdicts: { [metric.id]: 'regressed' },
    ...own,
  });
}

describe('lastStored', () => {
  it('brings the newest run back beside the version before it, without a call', async () => {
    const { model, context, old, now } = await history();
    const calls = model.asked.length;

    const [found] = await lastStored([now.target], {}, context, signal);

    assert.equal(found?.run.id, now.run.id);
    assert.equal(found?.baseline?.run.id, old.run.id);
    assert.equal(found?.baseline?.source, 'Be kind.');
    assert.equal(found?.comparison?.cases.length, 2);
    assert.equal(model.asked.length, calls);
  });

  it('shows the text that ran, where the file has another one by now', async () => {
    const { context } = await history();

    const [found] = await lastStored([await targetOf('Be bold.')], {}, context, signal);

    assert.equal(found?.target.prompt.source, 'Be brief.');
  });

  it('keeps a verdict that was reached while the samples were drawn, and what it rests on', async () => {
    const parts = await history();
    const { context, now } = parts;
    const [metric] = now.run.metrics;
    assert.ok(metric);
    await recordWorse(parts, { reruns: { [metric.id]: { failedAgain: 2, cases: 3 } } });

    const [found] = await lastStored([now.target], {}, context, signal);

    assert.equal(found?.comparison?.verdict, 'regressed');
    assert.equal(found?.comparison?.metrics[0]?.verdict, 'regressed');
    assert.deepEqual(found?.comparison?.metrics[0]?.reruns, { failedAgain: 2, cases: 3 });
  });

  it('does not take a verdict back because the old samples were old: they were run again for it', async () => {
    const parts = await history(8 * 24 * 60 * 60 * 1000);
    const { context, now } = parts;
    await recordWorse(parts);

    const [found] = await lastStored([now.target], {}, context, signal);

    assert.equal(found?.comparison?.verdict, 'regressed');
    assert.equal(found?.comparison?.notes, undefined);
  });

  /** What a restart finds where the metrics are others by now than when a verdict was reached. */
  async function judgedThen(metrics: (own: Suite['metrics']) => Suite['metrics']) {
    const parts = await history();
    const { context, now } = parts;
    await recordWorse(parts);
    const today = { ...now.target.suite, metrics: metrics(now.target.suite.metrics) };
    const target = { ...now.target, suite: today };
    const [found] = await lastStored([target], { alpha: 0.9 }, context, signal);
    return found?.comparison?.metrics ?? assert.fail('no comparison');
  }

  it('puts a verdict on no metric that was changed since: both sides are judged by that of today', async () => {
    const [metric] = await judgedThen((own) => own.map(({ id }) => ({ ...metricOf('brief'), id })));

    assert.deepEqual([metric?.old, metric?.new, metric?.verdict], [0, 1, 'improved']);
  });

  it('judges a metric that was added since by the test of finished runs', async () => {
    const metrics = await judgedThen((own) => [...own, metricOf('brief', { id: 'brief' })]);

    assert.deepEqual(
      metrics.map(({ verdict }) => verdict),
      ['regressed', 'improved'],
    );
  });

  it('claims nothing from old samples that are more than a week older where no verdict was reached', async () => {
    const { context, now } = await history(8 * 24 * 60 * 60 * 1000);

    const [found] = await lastStored([now.target], {}, context, signal);

    assert.equal(found?.comparison?.verdict, 'inconclusive');
    assert.match(found?.comparison?.notes?.join() ?? '', /no verdict rests on them/);
  });

  it('knows nothing of a prompt that was never run', async () => {
    const { context } = await history();
    const source = { path: '/w/b.prompt.md', text: 'New.' };
    const { value: prompt } = await readPrompt(source, { readText: async () => '' });
    assert.ok(prompt);

    assert.deepEqual(
      await lastStored([{ prompt, suite: suiteOf(), cases: [] }], {}, context, signal),
      [],
    );
  });
});

describe('comparedAsReached', () => {
  /** A verdict that was reached beside the old run. */
  async function judged() {
    const parts = await history();
    const { context, now } = parts;
    await recordWorse(parts);
    const beside = async (run: RunResult) => {
      const baseline = { run, label: 'git HEAD' };
      const { target } = now;
      return comparedAsReached(
        target,
        now.run,
        baseline,
        { stages: ['real-time'], judge: undefined },
        context,
        signal,
      );
    };
    return { ...parts, beside };
  }

  it('keeps the verdict beside another run that has the same replies to the same text', async () => {
    const { old, beside } = await judged();

    const { comparison } = await beside({ ...old.run, id: 'at-a-commit' });

    assert.equal(comparison?.verdict, 'regressed');
    assert.equal(comparison?.baseline.label, 'git HEAD');
  });

  it('judges anew beside a run with another reply, or of another text', async () => {
    const { old, beside } = await judged();
    const [first, ...rest] = old.run.cases;
    assert.ok(first);
    const trials = first.trials.map((trial) => ({ ...trial, output: 'Another one.' }));
    const replied = { ...old.run, id: 'drawn-again', cases: [{ ...first, trials }, ...rest] };

    assert.equal((await beside(replied)).comparison?.verdict, 'inconclusive');
    const other = { ...old.run, id: 'other-text', promptVersion: 'another' };
    assert.equal((await beside(other)).comparison?.verdict, 'inconclusive');
  });
});

describe('LivePrompts.restore', () => {
  it('says that the results are of an older text where they are', async () => {
    const { context, now } = await history();
    const live = (target: Target) =>
      new LivePrompts({
        load: async () => ({ targets: [target], problems: [] }),
        context: async () => context,
        log: new FakeLog(),
        settings: () => ({ fallback: {}, budget: {}, stages: ['real-time'] }),
        confirm: async () => true,
      });
    const same = live(now.target);
    const edited = live(await targetOf('Be bold.'));

    await same.restore(now.run.prompt);
    await edited.restore(now.run.prompt);

    assert.equal(same.state(now.run.prompt)?.isStale, false);
    assert.equal(edited.state(now.run.prompt)?.isStale, true);
  });
});
