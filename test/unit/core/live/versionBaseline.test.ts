import assert from 'node:assert/strict';
import { isEvalError } from '../../../../src/core/errors.ts';
import { evaluatePrompt, type Target } from '../../../../src/core/live/evaluatePrompt.ts';
import { gitBaseline, gitName } from '../../../../src/core/live/versionBaseline.ts';
import type { GitText, Ports } from '../../../../src/core/ports.ts';
import { readPrompt } from '../../../../src/core/prompt/formats.ts';
import { CallPool } from '../../../../src/core/run/callPool.ts';
import type { StoredCompletion } from '../../../../src/core/run/completion.ts';
import { completion, FakeModel, fakePorts } from '../../../support/fakePorts.ts';
import { caseOf, suiteOf } from '../../../support/suites.ts';

const { signal } = new AbortController();
const options = { stages: ['real-time'] as const, override: { provider: 'fake', name: 'fake-1' } };

async function targetOf(text: string): Promise<Target> {
  const source = { path: '/w/a.prompt.md', text };
  const { value } = await readPrompt(source, { readText: async () => '' });
  assert.ok(value);
  return { prompt: value, suite: suiteOf(), cases: [caseOf('a'), caseOf('b')] };
}

function repository(shown: GitText) {
  return { show: async () => shown };
}

function settingOf(own: Partial<Ports> = {}) {
  const model = new FakeModel(async ({ messages }) => completion(`re: ${messages[0]?.content}`));
  const ports = fakePorts({ models: { open: async () => model }, ...own });
  return { model, context: { ports, pool: new CallPool<StoredCompletion>(4) } };
}

describe('gitBaseline', () => {
  it('evaluates the old text with the suite of today', async () => {
    const { model, context } = settingOf();
    const target = await targetOf('Be kind.');
    const { run } = await evaluatePrompt(target, options, context, signal);

    const git = repository({ text: 'Be brief.', commit: '7f3c2a1d' });
    const found = await gitBaseline('main', { target, run, options }, git, context, signal);

    assert.equal(found?.label, 'git main');
    assert.equal(found?.isAtCommit, true);
    assert.equal(found?.source, 'Be brief.');
    assert.equal(found?.run.cases[0]?.trials[0]?.output, 're: Be brief.');
    assert.equal(model.asked.length, 4);
  });

  it('leaves the history as it is', async () => {
    const { context } = settingOf();
    const target = await targetOf('Be kind.');
    const { run } = await evaluatePrompt(target, options, context, signal);

    const git = repository({ text: 'Be brief.', commit: '7f3c2a1d' });
    await gitBaseline('main', { target, run, options }, git, context, signal);

    const { store } = context.ports;
    const runs = await store.runs({ prompt: target.prompt.path, limit: 10 });
    assert.deepEqual(
      runs.map(({ id }) => id),
      [run.id],
    );
    assert.equal((await store.versions(target.prompt.path, 10)).length, 1);
  });

  it('takes the stored run of that version', async () => {
    const { model, context } = settingOf();
    const before = await evaluatePrompt(await targetOf('Be brief.'), options, context, signal);
    const target = await targetOf('Be kind.');
    const { run } = await evaluatePrompt(target, options, context, signal);

    const git = repository({ text: 'Be brief.', commit: '7f3c2a1d' });
    const found = await gitBaseline('main', { target, run, options }, git, context, signal);

    assert.equal(found?.run.id, before.run.id);
    assert.equal(model.asked.length, 4);
  });

  it('asks only for the cases that the stored run lacks', async () => {
    const { model, context } = settingOf();
    const target = await targetOf('Be kind.');
    const few = { ...(await targetOf('Be brief.')), cases: [caseOf('a')] };
    await evaluatePrompt(few, options, context, signal);
    const { run } = await evaluatePrompt(target, options, context, signal);

    const git = repository({ text: 'Be brief.', commit: '7f3c2a1d' });
    const found = await gitBaseline('main', { target, run, options }, git, context, signal);

    assert.equal(found?.run.cases.length, 2);
    assert.equal(model.asked.length, 4);
  });

  it('is absent when the prompt means the same as at the ref', async () => {
    const { context } = settingOf();
    const target = await targetOf('Be kind.');
    const { run } = await evaluatePrompt(target, options, context, signal);

    const git = repository({ text: 'Be kind.', commit: '7f3c2a1d' });
    const found = await gitBaseline('main', { target, run, options }, git, context, signal);

    assert.equal(found, undefined);
  });

  it('says why there is no old text', async () => {
    const { context } = settingOf();
    const target = await targetOf('Be kind.');
    const { run } = await evaluatePrompt(target, options, context, signal);
    const git = repository({ text: undefined, reason: 'There is no commit “mian”.' });

    await assert.rejects(
      gitBaseline('mian', { target, run, options }, git, context, signal),
      (error) => isEvalError(error, 'usage') && /git:mian: There is no commit/.test(error.message),
    );
  });
});

describe('gitName', () => {
  it('names a ref with its commit, and a commit once', () => {
    const commit = '7f3c2a1d0123456789abcdef0123456789abcdef';

    assert.equal(gitName('main', commit), 'main (7f3c2a1)');
    assert.equal(gitName('HEAD', commit), 'Last commit (7f3c2a1)');
    assert.equal(gitName('HEAD~3', commit), 'HEAD~3 (7f3c2a1)');
    assert.equal(gitName('7f3c2a1', commit), '7f3c2a1');
    assert.equal(gitName(commit, commit), '7f3c2a1d0123');
  });
});
