import assert from 'node:assert/strict';
import fc from 'fast-check';
import { outcomesOf } from '../../src/core/health/outcomes.ts';
import type { Store } from '../../src/core/ports.ts';
import type { CaseResult, MetricSummary, RunResult } from '../../src/core/results/runResult.ts';
import type { RenderedRequest } from '../../src/core/run/request.ts';
import { completion } from './fakePorts.ts';

const request: RenderedRequest = {
  endpoint: 'fake',
  model: 'm',
  parameters: {},
  messages: [{ role: 'user', content: 'Grüß dich 👋' }],
  tools: [],
  trial: 0,
};

export function storedRun(own: Partial<RunResult> = {}): RunResult {
  return {
    id: 'r1',
    prompt: '/p',
    suite: '/s',
    promptVersion: 'v1',
    model: { provider: 'fake', name: 'f', isSimulated: false },
    startedAt: 1,
    durationMs: 1,
    status: 'complete',
    trials: 1,
    usage: { requests: 0, cached: 0, inputTokens: 0, outputTokens: 0, cost: null },
    metrics: [],
    cases: [{ id: 'c', inputHash: 'h', tags: [], trials: [] }],
    ...own,
  };
}

function metricSummary(id: string): MetricSummary {
  return {
    id,
    name: id,
    type: 'contains',
    stage: 'real-time',
    severity: 'error',
    passed: 0,
    scored: 0,
    failed: 0,
    skipped: 1,
    passRate: null,
    interval: null,
  };
}

const secret = 'sk-proj-abcdefghijklmnop1234';

/** A case whose message and reply hold a text. */
function caseOf(index: number, text = `text ${index}`): CaseResult {
  return {
    id: `case-${index}`,
    inputHash: `h${index}`,
    tags: ['a'],
    trials: [
      {
        trial: 0,
        output: text,
        replies: [
          {
            key: `k${index}`,
            text,
            toolCalls: [{ name: 'look', arguments: '{' }],
            turn: text,
            isCached: false,
            latencyMs: null,
            time: 1,
          },
        ],
        messages: [
          { role: 'system', content: 'Be brief.' },
          { role: 'user', content: text },
        ],
        scores: [
          { metric: 'm', status: 'skipped', value: null, passed: null, explanation: 'Not said.' },
        ],
      },
    ],
  };
}

/** What every store does. */
export function describeStore(name: string, open: () => Promise<Store>): void {
  describe(`${name} as a store`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

    it('gives a completion back as it was saved', async () => {
      const stored = { key: 'k', completion: completion('Grüß dich 👋\u0000'), time: 5 };
      await store.saveCompletion(stored, request);

      const found = await store.completions(['k', 'absent']);

      assert.deepEqual([...found], [['k', stored]]);
    });

    it('finds many completions at once', async () => {
      const keys = Array.from({ length: 1203 }, (_, index) => `k${index}`);
      await Promise.all(
        keys.map((key) =>
          store.saveCompletion({ key, completion: completion(key), time: 1 }, request),
        ),
      );

      const found = await store.completions(keys);

      assert.equal(found.size, keys.length);
    });

    it('keeps the request of a completion', async () => {
      await store.saveCompletion({ key: 'k', completion: completion('x'), time: 5 }, request);

      assert.deepEqual(await store.request('k'), request);
      assert.equal(await store.request('absent'), undefined);
    });

    it('gives versions newest first', async () => {
      await store.saveVersion({ id: 'a', prompt: '/p', source: 'A', time: 1 });
      await store.saveVersion({ id: 'b', prompt: '/p', source: 'B', time: 2 });

      const versions = await store.versions('/p', 10);

      assert.deepEqual(
        versions.map((version) => version.source),
        ['B', 'A'],
      );
    });

    it('gives a run back as it was saved', async () => {
      const run = storedRun();
      await store.saveRun(run);

      assert.deepEqual(await store.run('r1'), run);
    });

    it('finds runs of other versions of a prompt, newest first', async () => {
      await store.saveRun(storedRun({ id: 'a', promptVersion: 'v1', startedAt: 1 }));
      await store.saveRun(storedRun({ id: 'b', promptVersion: 'v2', startedAt: 2 }));
      await store.saveRun(storedRun({ id: 'c', promptVersion: 'v1', startedAt: 3 }));

      const runs = await store.runs({ prompt: '/p', notPromptVersion: 'v2', limit: 5 });

      assert.deepEqual(
        runs.map((run) => run.id),
        ['c', 'a'],
      );
    });

    it('gives a long run back as it was saved', async () => {
      const run = storedRun({ cases: Array.from({ length: 123 }, (_, index) => caseOf(index)) });
      await store.saveRun(run);

      assert.deepEqual(await store.run('r1'), run);
    });

    it('gives any text back as it was saved', async () => {
      await fc.assert(
        fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
          const run = storedRun({ cases: [caseOf(0, text)] });
          const stored = { key: 'any', completion: completion(text), time: 1 };
          await Promise.all([store.saveRun(run), store.saveCompletion(stored, request)]);

          assert.deepEqual(await store.run('r1'), run);
          assert.deepEqual([...(await store.completions(['any'])).values()], [stored]);
        }),
        { numRuns: 50 },
      );
    });

    it('puts a run in the place of one with the same id', async () => {
      await store.saveRun(storedRun({ cases: [caseOf(0), caseOf(1)] }));
      await store.saveRun(storedRun({ cases: [caseOf(2)] }));

      const runs = await store.runs({ prompt: '/p', limit: 5 });

      assert.deepEqual(
        runs.map((run) => run.cases.map((item) => item.id)),
        [['case-2']],
      );
    });

    it('lists runs without their cases', async () => {
      await store.saveRun(storedRun({ cases: [caseOf(0)] }));

      const runs = await store.runs({ prompt: '/p', limit: 5, summaries: true });

      assert.deepEqual(runs, [storedRun({ cases: [] })]);
    });

    it('puts a version in the place of one with the same id', async () => {
      await store.saveVersion({ id: 'a', prompt: '/p', source: 'A', time: 1, commit: 'c1' });
      await store.saveVersion({ id: 'a', prompt: '/p', source: ' A', time: 2 });

      assert.deepEqual(await store.versions('/p', 10), [
        { id: 'a', prompt: '/p', source: ' A', time: 2 },
      ]);
      assert.equal(await store.version('/other', 'a'), undefined);
    });

    it('keeps the texts that a version included, without secrets', async () => {
      const parts = { 'parts/_style.prompt': `Be kind. ${secret}`, '../b.txt': 'B' };
      await store.saveVersion({ id: 'a', prompt: '/p', source: 'A', parts, time: 1 });

      assert.deepEqual((await store.version('/p', 'a'))?.parts, {
        'parts/_style.prompt': 'Be kind. [redacted]',
        '../b.txt': 'B',
      });
    });

    it('keeps no secret of a request, a source, or the messages and errors of a run', async () => {
      const messages = [{ role: 'user' as const, content: `Use ${secret} please` }];
      const [trial] = caseOf(0).trials;
      assert.ok(trial);
      const error = { code: 'model-unauthorised', message: `Wrong key ${secret}.` };
      const item = { ...caseOf(0), trials: [{ ...trial, messages, error }] };
      const stored = { key: 'k', completion: completion('x'), time: 1 };
      await store.saveCompletion(stored, { ...request, messages });
      await store.saveVersion({ id: 'v', prompt: '/p', source: `key: ${secret}`, time: 1 });
      await store.saveRun(storedRun({ cases: [item] }));

      const kept = [
        await store.request('k'),
        await store.version('/p', 'v'),
        await store.run('r1'),
      ].map((part) => JSON.stringify(part));

      for (const part of kept) assert.match(part, /\[redacted\]/);
      assert.doesNotMatch(kept.join(), new RegExp(secret));
    });

    it('keeps replies as they came, and what they repeat of the messages', async () => {
      const run = storedRun({ cases: [caseOf(0, `It is ${secret}`)] });
      const stored = { key: 'k', completion: completion(`It is ${secret}`), time: 1 };
      await store.saveCompletion(stored, request);
      await store.saveRun(run);

      assert.deepEqual(await store.run('r1'), run);
      assert.deepEqual((await store.completions(['k'])).get('k'), stored);
    });

    it('keeps who passed and who failed in the runs of a suite, oldest first', async () => {
      const metrics = [metricSummary('m')];
      const first = storedRun({ id: 'a', startedAt: 1, metrics, cases: [caseOf(0)] });
      const second = storedRun({ id: 'b', startedAt: 2, metrics, cases: [caseOf(0), caseOf(1)] });
      await store.saveRun(second);
      await store.saveRun(first);
      await store.saveRun(storedRun({ id: 'c', suite: '/other' }));

      const outcomes = await store.outcomes('/s');

      assert.deepEqual(outcomes, [outcomesOf(first), outcomesOf(second)]);
    });

    it('looks up the outcomes of single runs', async () => {
      const runs = ['a', 'b', 'c'].map((id, i) => storedRun({ id, startedAt: i }));
      for (const run of runs) await store.saveRun(run);
      await store.saveRun(storedRun({ id: 'd', suite: '/other' }));

      const outcomes = await store.outcomes('/s', ['c', 'a', 'd', 'gone']);

      assert.deepEqual(
        outcomes.map(({ run }) => run),
        ['a', 'c'],
      );
    });

    it('keeps what happened to a suite, oldest first', async () => {
      const retired = { type: 'retired', time: 5, suite: '/s', metric: 'm', reason: 'x' } as const;
      const restored = { type: 'restored', time: 3, suite: '/s', metric: 'm' } as const;
      await store.record(retired);
      await store.record(restored);
      await store.record({ ...restored, suite: '/other' });

      assert.deepEqual(await store.events('/s'), [restored, retired]);
      assert.deepEqual(await store.events('/s', 3), [restored, retired]);
      assert.deepEqual(await store.events('/s', 4), [retired]);
    });

    describe('after a move', () => {
      const before = { prompt: '/a/b.prompt.txt', suite: '/a/b.metrics.yaml' };
      const neighbour = { prompt: '/a/b.prompt.txt.prompt.md', suite: '/ab/b.metrics.yaml' };

      beforeEach(async () => {
        for (const [index, paths] of [before, neighbour].entries()) {
          const { prompt } = paths;
          await store.saveVersion({ id: 'v1', prompt, source: 'of a file', time: 1 });
          await store.saveRun(storedRun({ id: `r${index}`, ...paths }));
          await store.record({ type: 'accepted', time: 2, promptVersion: 'v1', ...paths });
          await store.setValue(`mark\n${prompt}\n${paths.suite}`, index);
        }
        const second = {
          id: 'v2',
          prompt: `${before.prompt}#2`,
          source: 'the second in it',
          time: 1,
        };
        await store.saveVersion(second);
      });

      const isKnown = async (index: number, paths: typeof before) => {
        const { prompt, suite } = paths;
        const run = storedRun({ id: `r${index}`, ...paths });
        assert.equal((await store.version(prompt, 'v1'))?.prompt, prompt);
        assert.deepEqual(await store.runs({ ...paths, limit: 5 }), [run]);
        assert.deepEqual(await store.run(run.id), run);
        assert.equal((await store.outcomes(suite)).length, 1);
        assert.deepEqual(await store.events(suite), [
          { type: 'accepted', time: 2, promptVersion: 'v1', ...paths },
        ]);
        assert.equal(await store.getValue(`mark\n${prompt}\n${suite}`), index);
      };

      it('of a file, it is known by its new path, and the prompts in it', async () => {
        await store.moved(before.prompt, '/c/d.prompt.txt');
        await store.moved(before.suite, '/c/d.metrics.yaml');

        await isKnown(0, { prompt: '/c/d.prompt.txt', suite: '/c/d.metrics.yaml' });
        assert.equal((await store.version('/c/d.prompt.txt#2', 'v2'))?.source, 'the second in it');
        assert.deepEqual(await store.runs({ ...before, limit: 5 }), []);
      });

      it('of a folder, what lies below it is known by its new path', async () => {
        await store.moved('/a', '/new');

        await isKnown(0, { prompt: '/new/b.prompt.txt', suite: '/new/b.metrics.yaml' });
      });

      it('whatever only begins alike stays', async () => {
        await store.moved(before.prompt, '/c/d.prompt.txt');

        await isKnown(1, neighbour);
      });

      it('onto a path that was known before, what was moved wins', async () => {
        await store.saveVersion({ id: 'v1', prompt: '/c', source: 'of another file', time: 1 });

        await store.moved(before.prompt, '/c');

        assert.equal((await store.version('/c', 'v1'))?.source, 'of a file');
      });
    });

    it('adds up what a day cost', async () => {
      await store.addSpend('2026-11-24', 0.25);
      await store.addSpend('2026-11-24', 0.5);

      assert.equal(await store.spent('2026-11-24'), 0.75);
      assert.equal(await store.spent('2026-11-25'), 0);
    });

    it('keeps and forgets facts', async () => {
      await store.setValue('pinned', { run: 'r1' });
      assert.deepEqual(await store.getValue('pinned'), { run: 'r1' });

      await store.setValue('pinned', undefined);

      assert.equal(await store.getValue('pinned'), undefined);
    });
  });
}
