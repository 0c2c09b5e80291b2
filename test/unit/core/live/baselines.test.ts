import assert from 'node:assert/strict';
import { markRun, unmark } from '../../../../src/core/compare/baselines.ts';
import { isEvalError } from '../../../../src/core/errors.ts';
import {
  chosenBaseline,
  defaultBaseline,
  previousBaseline,
} from '../../../../src/core/live/baselines.ts';
import { readPrompt } from '../../../../src/core/prompt/formats.ts';
import { versionId } from '../../../../src/core/prompt/version.ts';
import { committedPath, withCommitted } from '../../../../src/core/report/committedBaseline.ts';
import type { RunResult } from '../../../../src/core/results/runResult.ts';
import { MemoryStore } from '../../../../src/node/store/memoryStore.ts';
import { memoryFiles } from '../../../support/memoryFiles.ts';
import { runOf } from '../../../support/runs.ts';

const now = runOf({ id: 'now', promptVersion: 'v3', startedAt: 3000 });
const middle = runOf({ id: 'middle', promptVersion: 'v2', startedAt: 2000 });
const old = runOf({ id: 'old', promptVersion: 'v1', startedAt: 1000 });
const noFiles = memoryFiles({});
const noIncludes = { readText: async () => '' };

async function storeWithAll(): Promise<MemoryStore> {
  const store = new MemoryStore();
  for (const run of [old, middle, now]) await store.saveRun(run);
  return store;
}

describe('defaultBaseline', () => {
  it('is the newest run of another version', async () => {
    const store = await storeWithAll();

    assert.equal((await defaultBaseline(now, { store, files: noFiles }))?.run.id, 'middle');
  });

  it('is no run that was stopped, as long as another version was run to its end', async () => {
    const store = new MemoryStore();
    await store.saveRun(old);
    await store.saveRun({ ...middle, status: 'stopped' });

    assert.equal((await defaultBaseline(now, { store, files: noFiles }))?.run.id, 'old');
  });

  it('is a run that was stopped where there is no other', async () => {
    const store = new MemoryStore();
    await store.saveRun({ ...middle, status: 'stopped' });

    assert.equal((await defaultBaseline(now, { store, files: noFiles }))?.run.id, 'middle');
  });

  it('is the pinned run as long as one is pinned', async () => {
    const store = await storeWithAll();

    await markRun(store, 'pinned', old);
    const pinned = await defaultBaseline(now, { store, files: noFiles });
    await unmark(store, 'pinned', old);
    const unpinned = await defaultBaseline(now, { store, files: noFiles });

    assert.equal(pinned?.run.id, 'old');
    assert.match(pinned?.label ?? '', /^the pinned version/);
    assert.equal(unpinned?.run.id, 'middle');
  });

  it('is not the accepted run', async () => {
    const store = await storeWithAll();
    await markRun(store, 'accepted', old);

    assert.equal((await defaultBaseline(now, { store, files: noFiles }))?.run.id, 'middle');
  });

  it('falls back to the newest run when the pinned one is gone', async () => {
    const store = await storeWithAll();
    await markRun(store, 'pinned', { ...old, id: 'never saved' });

    assert.equal((await defaultBaseline(now, { store, files: noFiles }))?.run.id, 'middle');
  });

  it('keeps the pins of prompts and suites apart', async () => {
    const store = await storeWithAll();
    await markRun(store, 'pinned', { ...old, suite: '/w/other.metrics.yaml' });

    assert.equal((await defaultBaseline(now, { store, files: noFiles }))?.run.id, 'middle');
  });
});

describe('defaultBaseline in a history without another version', () => {
  const path = committedPath(now.suite);
  const filesWith = async (run: RunResult) =>
    memoryFiles({ [path]: await withCommitted(noFiles, [run], path) });
  const historyOf = (texts: readonly string[]) => ({
    textsOf: async function* () {
      yield* texts;
    },
    commitsWith: async () => new Map<string, string>(),
  });

  it('is the committed run beside the suite', async () => {
    const found = await defaultBaseline(now, {
      store: new MemoryStore(),
      files: await filesWith(old),
    });

    assert.equal(found?.run.promptVersion, 'v1');
    assert.equal(found?.isReport, true);
    assert.equal(found?.since, 'the committed baseline');
    assert.match(found?.label ?? '', /^a\.baseline\.json, the version of/);
  });

  it('has the text that the commits of the prompt have of that version', async () => {
    const { value } = await readPrompt({ path: now.prompt, text: 'Be kind.' }, noIncludes);
    assert.ok(value);
    const files = await filesWith({ ...old, promptVersion: versionId(value) });

    const found = await defaultBaseline(now, {
      ...{ store: new MemoryStore(), files },
      history: historyOf(['Be bold.', 'Be kind.']),
    });

    assert.equal(found?.source, 'Be kind.');
  });

  it('is the committed run of the same version', async () => {
    const files = await filesWith({ ...old, promptVersion: now.promptVersion });

    const found = await defaultBaseline(now, { store: new MemoryStore(), files });

    assert.equal(found?.run.promptVersion, now.promptVersion);
  });

  it('is no run that was made here of the same version: beside itself it says nothing', async () => {
    const store = new MemoryStore();
    await store.saveRun(now);

    assert.equal(await defaultBaseline(now, { store, files: await filesWith(now) }), undefined);
  });

  it('is none of them as soon as another version was run', async () => {
    const store = await storeWithAll();

    const found = await defaultBaseline(now, { store, files: await filesWith(old) });

    assert.equal(found?.run.id, 'middle');
    assert.equal(found?.since, undefined);
  });

  it('is nothing where the committed file cannot be read, which is told', async () => {
    const told: string[] = [];

    const found = await defaultBaseline(now, {
      ...{ store: new MemoryStore(), files: memoryFiles({ [path]: '{"version":2}' }) },
      onTrouble: ({ code, message }) => told.push(`${code}: ${message}`),
    });

    assert.equal(found, undefined);
    assert.equal(told.length, 1);
    assert.match(told.join(), /^bad-file: \/w\/a\.baseline\.json is not a report/);
  });

  it('does not hide a store that fails', async () => {
    const store = Object.assign(new MemoryStore(), {
      runs: () => Promise.reject(new Error('disk')),
    });

    await assert.rejects(defaultBaseline(now, { store, files: noFiles }), /disk/);
  });
});

describe('previousBaseline', () => {
  it('is absent for the first version', async () => {
    const store = new MemoryStore();
    await store.saveRun(now);

    assert.equal(await previousBaseline(now, { store }), undefined);
  });
});

describe('chosenBaseline', () => {
  const path = committedPath(now.suite);

  it('is absent when nothing was pinned, committed or accepted', async () => {
    const store = await storeWithAll();

    assert.equal(await chosenBaseline(now, { store, files: noFiles }), undefined);
  });

  it('is the accepted run', async () => {
    const store = await storeWithAll();
    await markRun(store, 'accepted', old);

    assert.equal((await chosenBaseline(now, { store, files: noFiles }))?.run.id, 'old');
  });

  it('is the pinned run before the accepted one', async () => {
    const store = await storeWithAll();
    await markRun(store, 'accepted', old);
    await markRun(store, 'pinned', middle);

    assert.equal((await chosenBaseline(now, { store, files: noFiles }))?.run.id, 'middle');
  });

  it('is the committed run where the store knows none', async () => {
    const files = memoryFiles({ [path]: await withCommitted(noFiles, [old], path) });

    const found = await chosenBaseline(now, { store: new MemoryStore(), files });

    assert.equal(found?.run.promptVersion, 'v1');
    assert.equal(found?.isReport, true);
    assert.match(found?.label ?? '', /^a\.baseline\.json/);
  });

  it('is the committed run before another one that was accepted here', async () => {
    const store = await storeWithAll();
    await markRun(store, 'accepted', middle);
    const files = memoryFiles({ [path]: await withCommitted(noFiles, [old], path) });

    assert.equal((await chosenBaseline(now, { store, files }))?.run.promptVersion, 'v1');
  });

  it('takes the whole run from the store when it is the committed one', async () => {
    const store = await storeWithAll();
    await markRun(store, 'accepted', old);
    const files = memoryFiles({ [path]: await withCommitted(noFiles, [old], path) });

    const found = await chosenBaseline(now, { store, files });

    assert.equal(found?.run.id, 'old');
    assert.equal(found?.isReport, undefined);
  });

  it('refuses a committed file that is no report', async () => {
    const files = memoryFiles({ [path]: '{"version":2}' });

    await assert.rejects(
      chosenBaseline(now, { store: new MemoryStore(), files }),
      (error) => isEvalError(error, 'bad-file') && error.message.includes(path),
    );
  });
});

describe('withCommitted', () => {
  const path = '/w/a.baseline.json';

  it('replaces the run of the same prompt and keeps those of others', async () => {
    const other = runOf({ prompt: '/w/b.prompt.md', promptVersion: 'other' });
    const files = memoryFiles({ [path]: await withCommitted(noFiles, [old, other], path) });

    const text = await withCommitted(files, [now], path);

    const versions = JSON.parse(text).runs.map(
      (run: { promptVersion: string }) => run.promptVersion,
    );
    assert.deepEqual(versions, ['v3', 'other']);
  });

  it('names files relative to itself', async () => {
    const text = await withCommitted(noFiles, [runOf({ prompt: '/w/prompts/a.prompt.md' })], path);

    const [run] = JSON.parse(text).runs;
    assert.equal(run.prompt, 'prompts/a.prompt.md');
    assert.equal(run.suite, 'a.metrics.yaml');
  });
});
