import assert from 'node:assert/strict';
import { acceptRun, markRun } from '../../../../../src/core/compare/baselines.ts';
import type { Baseline } from '../../../../../src/core/compare/judgeBaseline.ts';
import type { SideChoice } from '../../../../../src/core/compare/sides/sideChoice.ts';
import { aborted, EvalError, isEvalError } from '../../../../../src/core/errors.ts';
import { resolveSide, type SideSources } from '../../../../../src/core/live/sides/resolveSide.ts';
import { jsonReport } from '../../../../../src/core/report/report.ts';
import { MemoryStore } from '../../../../../src/node/store/memoryStore.ts';
import { memoryFiles } from '../../../../support/memoryFiles.ts';
import { caseResultOf, runOf } from '../../../../support/runs.ts';
import { caseOf, promptOf, suiteOf } from '../../../../support/suites.ts';

const now = runOf({ id: 'now', promptVersion: 'v3', startedAt: 3000 });
const middle = runOf({ id: 'middle', promptVersion: 'v2', startedAt: 2000 });
const old = runOf({ id: 'old', promptVersion: 'v1', startedAt: 1000 });
const target = { prompt: promptOf('Be brief.'), suite: suiteOf(), cases: [caseOf('a')] };
const present = { target, run: now };
const { path: prompt } = target.prompt;

const textOfOld = { id: 'v1', prompt, source: 'Be kind.', time: 1000 };

async function sourcesOf(own: Partial<SideSources> = {}): Promise<SideSources> {
  const store = new MemoryStore();
  for (const run of [old, middle, now]) await store.saveRun(run);
  await store.saveVersion(textOfOld);
  const report = JSON.stringify(jsonReport([{ run: old }], (path) => path));
  const other = JSON.stringify(
    jsonReport(
      [{ run: runOf({ prompt: '/x/b.prompt.md', cases: [caseResultOf('z')] }) }],
      (path) => path,
    ),
  );
  return {
    store,
    files: memoryFiles({
      '/w/report.json': report,
      '/w/other.json': other,
      '/w/notes.json': '{"title": "No report."}',
      '/w/broken.json': '{',
    }),
    history: { textsOf: async function* () {} },
    atRef: async (): Promise<Baseline> => ({ run: old, label: 'git main', name: 'main (7f3c2a1)' }),
    commitAt: async () => '7f3c2a1'.padEnd(40, '0'),
    recording: async () => ({ run: middle, label: 'the recording r.jsonl', isUndated: true }),
    ...own,
  };
}

const failsWith = (code: string, pattern: RegExp) => (error: unknown) =>
  isEvalError(error) && error.code === code && pattern.test(error.message);

describe('resolveSide', () => {
  it('knows the last result as it ran', async () => {
    const side = await resolveSide({ kind: 'now' }, present, await sourcesOf());

    assert.equal(side.run, now);
    assert.equal(side.name, 'Now');
    assert.equal(side.source, 'Be brief.');
  });

  const found: readonly { choice: SideChoice; run: string; name?: string; source?: string }[] = [
    { choice: { kind: 'previous' }, run: 'middle', name: 'Previous version' },
    { choice: { kind: 'git', ref: 'main' }, run: 'old', name: 'main (7f3c2a1)' },
    { choice: { kind: 'recording', path: '/w/r.jsonl' }, run: 'middle' },
    { choice: { kind: 'run', id: 'old' }, run: 'old', source: 'Be kind.' },
    {
      choice: { kind: 'report', path: '/w/report.json' },
      ...{ run: '/w/report.json#0', name: 'report.json', source: 'Be kind.' },
    },
  ];
  for (const { choice, run, name, source } of found)
    it(`finds the run of ${JSON.stringify(choice)}`, async () => {
      const side = await resolveSide(choice, present, await sourcesOf());

      assert.deepEqual([side.run.id, side.name, side.source], [run, name, source]);
    });

  it('finds the pinned and the accepted run, each whether or not there is the other', async () => {
    const sources = await sourcesOf();
    await markRun(sources.store, 'pinned', middle);
    await acceptRun(sources.store, old, 1);

    const pinned = await resolveSide({ kind: 'pinned' }, present, sources);
    const accepted = await resolveSide({ kind: 'accepted' }, present, sources);

    assert.deepEqual([pinned.run.id, pinned.name], ['middle', 'Pinned version']);
    assert.deepEqual([accepted.run.id, accepted.name], ['old', 'Accepted version']);
  });

  for (const [ref, name] of [
    ['main', 'main (7f3c2a1)'],
    ['HEAD', 'Last commit (7f3c2a1)'],
  ] as const)
    it(`takes the last result for ${ref} where that means the same as today, by the name of its commit`, async () => {
      const sources = await sourcesOf({ atRef: async () => undefined });
      const side = await resolveSide({ kind: 'git', ref }, present, sources);

      assert.equal(side.run.id, 'now');
      assert.equal(side.name, name);
    });

  it('does not know the text of a report of a version that nobody has', async () => {
    const store = new MemoryStore();
    const side = await resolveSide(
      { kind: 'report', path: '/w/report.json' },
      present,
      await sourcesOf({ store }),
    );

    assert.equal(side.source, undefined);
    assert.equal(side.isReport, true);
  });

  const faults: readonly { choice: SideChoice; code: string; says: RegExp }[] = [
    { choice: { kind: 'pinned' }, code: 'usage', says: /No run of a\.prompt\.md is pinned.*Pin/ },
    { choice: { kind: 'accepted' }, code: 'usage', says: /accepted yet\. Accept/ },
    {
      choice: { kind: 'run', id: 'pruned' },
      code: 'usage',
      says: /no longer in the history.*Choose/,
    },
    { choice: { kind: 'report', path: '/w/gone.json' }, code: 'file-missing', says: /gone\.json/ },
    { choice: { kind: 'report', path: '/w/broken.json' }, code: 'bad-file', says: /no report/ },
    { choice: { kind: 'report', path: '/w/notes.json' }, code: 'bad-file', says: /not a report/ },
    {
      choice: { kind: 'report', path: '/w/other.json' },
      ...{ code: 'usage', says: /runs of b\.prompt\.md, none of a\.prompt\.md/ },
    },
  ];
  for (const { choice, code, says } of faults)
    it(`says what is wrong with ${JSON.stringify(choice)}, and what to do`, async () => {
      await assert.rejects(resolveSide(choice, present, await sourcesOf()), failsWith(code, says));
    });

  it('says that there is no version before where the history has none', async () => {
    await assert.rejects(
      resolveSide({ kind: 'previous' }, present, await sourcesOf({ store: new MemoryStore() })),
      failsWith('usage', /no run of another text of a\.prompt\.md\. Change the prompt/),
    );
  });

  it('refuses a run of another suite', async () => {
    const sources = await sourcesOf();
    await sources.store.saveRun(runOf({ id: 'other', suite: '/w/b.metrics.yaml' }));

    await assert.rejects(
      resolveSide({ kind: 'run', id: 'other' }, present, sources),
      failsWith('usage', /with b\.metrics\.yaml; only runs of a\.prompt\.md with a\.metrics\.yaml/),
    );
  });

  it('passes on what goes wrong at the source', async () => {
    const atRef = async () => {
      throw new EvalError('usage', 'There is no commit “mian”.');
    };
    const recording = async () => {
      throw aborted();
    };
    const sources = await sourcesOf({ atRef, recording });

    await assert.rejects(
      resolveSide({ kind: 'git', ref: 'mian' }, present, sources),
      failsWith('usage', /mian/),
    );
    await assert.rejects(
      resolveSide({ kind: 'recording', path: '/w/r.jsonl' }, present, sources),
      failsWith('aborted', /Stopped/),
    );
  });
});
