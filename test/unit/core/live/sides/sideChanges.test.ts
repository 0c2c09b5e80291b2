import assert from 'node:assert/strict';
import type { Baseline } from '../../../../../src/core/compare/judgeBaseline.ts';
import type { ChosenSides } from '../../../../../src/core/compare/sides/chosenSides.ts';
import { EvalError, isEvalError } from '../../../../../src/core/errors.ts';
import { storedBaseline } from '../../../../../src/core/live/baselines.ts';
import type { Evaluated } from '../../../../../src/core/live/evaluated.ts';
import type { SideSources } from '../../../../../src/core/live/sides/resolveSide.ts';
import { ShownSides } from '../../../../../src/core/live/sides/shownSides.ts';
import { SideChanges } from '../../../../../src/core/live/sides/sideChanges.ts';
import { CallPool } from '../../../../../src/core/run/callPool.ts';
import { fakePorts } from '../../../../support/fakePorts.ts';
import { step, type World, world } from '../../../../support/liveWorld.ts';
import { memoryFiles } from '../../../../support/memoryFiles.ts';

interface Chooser {
  readonly state: World;
  readonly shown: ShownSides;
  readonly changes: SideChanges;
  readonly kept: Map<string, ChosenSides>;
  /** Ids of the runs of the three versions, the oldest first. */
  readonly runs: readonly string[];
  /** Of the choices so far: aborted once another one takes their place. */
  readonly signals: readonly AbortSignal[];
  readonly marks: () => unknown;
}

/** Three versions, of which the last one was found to be worse, and somebody who chooses. */
async function chooser(
  own: Partial<SideSources> = {},
  known?: (runs: readonly string[]) => Omit<ChosenSides, 'suite' | 'insteadOf'>,
): Promise<Chooser> {
  const state = world();
  await step(state, 'c8');
  await step(state, '');
  await step(state, 'b1 b2');
  const { path } = state.prompt;
  const stored = await state.store.runs({ prompt: path, limit: 9 });
  const runs = stored.map(({ id }) => id).toReversed();
  const files = memoryFiles({ '/w/large.jsonl': 'x'.repeat(2 * 1024 * 1024) });
  const kept = new Map<string, ChosenSides>();
  const shown = new ShownSides(() => state.live.state(path)?.results ?? []);
  const present = shown.last()?.run ?? assert.fail('no run');
  if (known !== undefined)
    kept.set(path, { suite: present.suite, insteadOf: present.id, ...known(runs) });
  const signals: AbortSignal[] = [];
  const fails = async () => assert.fail('nobody asked for that');
  const changes = new SideChanges(path, shown, {
    live: state.live,
    context: async () => ({
      ports: fakePorts({ store: state.store, files }),
      pool: new CallPool(2),
    }),
    settings: () => ({}),
    sources: (_present, _context, _isSilent, signal) => {
      signals.push(signal);
      return {
        ...{ store: state.store, files, history: { textsOf: async function* () {} } },
        ...{ atRef: fails, recording: fails, commitAt: async () => undefined },
        ...own,
      };
    },
    kept: {
      of: (prompt) => kept.get(prompt),
      keep: async (prompt, sides) => {
        if (sides === undefined) kept.delete(prompt);
        else kept.set(prompt, sides);
      },
    },
  });
  return {
    state,
    shown,
    changes,
    kept,
    runs,
    signals,
    marks: () => state.live.state(path)?.results,
  };
}

const first = ({ runs: [id = ''] }: Chooser) => ({ kind: 'run', id }) as const;
const main = { kind: 'git', ref: 'main' } as const;
const now = { kind: 'now' } as const;

/** The first version, as at a git ref that takes as long as it is made to. */
function slowRef() {
  const parts: { chooser?: Chooser } = {};
  const begun = Promise.withResolvers<void>();
  const end = Promise.withResolvers<void>();
  const atRef = async (): Promise<Baseline> => {
    begun.resolve();
    await end.promise;
    const { state, runs } = parts.chooser ?? assert.fail('no chooser');
    const run = (await state.store.run(runs[0] ?? '')) ?? assert.fail('no run');
    const { run: _, ...texts } = await storedBaseline(run, state);
    return { ...texts, run: { ...run, id: 'at-main' }, name: 'main (7f3c2a1)' };
  };
  return { parts, atRef, begun: begun.promise, end: end.resolve };
}

describe('SideChanges', () => {
  it('puts the present results beside the side that is chosen, and back as they were reached', async () => {
    const all = await chooser();
    const { changes, shown, marks } = all;
    const reached = marks();

    assert.ok(await changes.choose('old', first(all)));
    assert.notDeepEqual(marks(), reached);
    assert.equal(shown.hasDefaultOld(), false);
    assert.ok(await changes.choose('old', { kind: 'previous' }));

    assert.deepEqual(marks(), reached);
    assert.equal(shown.get()?.comparison?.verdict, 'regressed');
  });

  it('leaves the marks alone while both sides are others, and after a swap that was taken back', async () => {
    const all = await chooser();
    const { changes, shown, marks } = all;
    const reached = marks();

    await changes.swap();
    assert.deepEqual([shown.choices().old, shown.choices().new.kind], [now, 'run']);
    assert.equal(marks(), reached);
    await changes.choose('new', now);

    assert.deepEqual(shown.choices(), { old: undefined, new: now });
    assert.equal(marks(), reached);
  });

  for (const side of ['old', 'new'] as const)
    it(`lets a choice of the ${side} side that was replaced by a later one change nothing`, async () => {
      const slow = slowRef();
      const all = await chooser({ atRef: slow.atRef });
      slow.parts.chooser = all;
      const { changes, shown, marks } = all;

      const early = changes.choose(side, main);
      await slow.begun;
      assert.ok(await changes.choose('old', first(all)));
      const chosen = marks();
      slow.end();

      assert.equal(await early, false);
      // What it had begun to run is stopped.
      assert.deepEqual(
        all.signals.map(({ aborted }) => aborted),
        [true, false],
      );
      assert.equal(marks(), chosen);
      assert.deepEqual(shown.choices(), { old: first(all), new: now });
    });

  it('says nothing of a choice that fails once another one took its place', async () => {
    const slow = slowRef();
    const all = await chooser({ atRef: slow.atRef });

    const early = all.changes.choose('old', main);
    await slow.begun;
    assert.ok(await all.changes.choose('old', first(all)));
    // It has no run to show.
    slow.end();

    assert.equal(await early, false);
  });

  it('leaves new results alone that come in while a side is looked for, and says so', async () => {
    const slow = slowRef();
    const all = await chooser({ atRef: slow.atRef });
    slow.parts.chooser = all;
    const { changes, shown, marks, state } = all;

    const choice = changes.choose('old', main);
    await slow.begun;
    await step(state, 'b1 b2 b3');
    const newer = marks();
    slow.end();

    await assert.rejects(
      choice,
      (error) => isEvalError(error, 'usage') && /run again while.*Choose/.test(error.message),
    );
    assert.equal(marks(), newer);
    assert.ok(shown.hasDefaultOld());
  });

  it('refuses two sides that are the same', async () => {
    const { changes, marks } = await chooser();
    const before = marks();

    await assert.rejects(
      changes.choose('old', now),
      /Both sides would be the present results\. Choose/,
    );

    assert.equal(marks(), before);
  });
});

describe('SideChanges of a prompt with two suites', () => {
  it('stay with the suite in which a side was chosen, where the other one is the worse one then', async () => {
    const { state, shown: one } = await chooser();
    const worst = one.get() ?? assert.fail('no result');
    const { comparison: _, ...alone } = worst;
    const suite = { ...worst.target.suite, path: '/w/b.metrics.yaml' };
    const other: Evaluated = {
      ...alone,
      target: { ...worst.target, suite },
      run: { ...worst.run, id: 'of b', suite: suite.path },
    };
    const { prompt } = worst.run;
    let results: readonly Evaluated[] = [other, worst];
    const shown = new ShownSides(() => results);
    assert.equal(shown.last(), worst);
    const changes = new SideChanges(prompt, shown, {
      live: {
        state: () => ({ prompt, results, isStale: false }),
        restore: async () => undefined,
        compareWith: async (_prompt, _run, baseline) => {
          results = [other, { ...alone, baseline }];
          return true;
        },
        compareByDefault: async () => assert.fail('nobody asked for that'),
      },
      context: async () => ({ ports: fakePorts({ store: state.store }), pool: new CallPool(2) }),
      settings: () => ({}),
      sources: () => ({
        ...{ store: state.store, files: memoryFiles({}) },
        ...{ history: { textsOf: async function* () {} }, commitAt: async () => undefined },
        atRef: async () => ({ run: { ...worst.run, id: 'at-main' }, label: 'git main' }),
        recording: async () => assert.fail('nobody asked for that'),
      }),
      kept: { of: () => undefined, keep: async () => undefined },
    });

    assert.ok(await changes.choose('old', main));

    assert.equal(shown.last()?.run.suite, worst.run.suite);
    assert.deepEqual(shown.choices().old, main);
  });
});

describe('SideChanges.recall', () => {
  it('brings back what was chosen before', async () => {
    const all = await chooser({}, ([id = '']) => ({ old: { kind: 'run', id } }));

    assert.ok(await all.changes.recall());

    assert.equal(all.shown.get()?.baseline?.run.id, all.runs[0]);
    assert.equal(all.shown.notice(), undefined);
  });

  it('tells of sides that are the same by now, and forgets them', async () => {
    const atRef = async () => undefined;
    const all = await chooser({ atRef }, () => ({ old: { kind: 'git', ref: 'HEAD' } }));
    const reached = all.marks();

    assert.ok(await all.changes.recall());

    assert.match(
      all.shown.notice() ?? '',
      /^Before the window was opened anew the prompt at HEAD was compared\. The prompt at HEAD is the same text as the new side\. Choose/,
    );
    assert.equal(all.kept.size, 0);
    assert.equal(all.marks(), reached);
  });

  it('tells of a side that is out of reach, and keeps the other one', async () => {
    const atRef = async () => {
      throw new EvalError('not-cached', '2 replies would have to be asked for again.');
    };
    const all = await chooser({ atRef }, ([id = '']) => ({ old: { kind: 'run', id }, new: main }));

    assert.ok(await all.changes.recall());

    assert.match(all.shown.notice() ?? '', /the prompt at main was compared\. 2 replies/);
    assert.deepEqual(all.shown.choices(), { old: first(all), new: now });
  });

  it('scores no large recording unasked', async () => {
    const path = '/w/large.jsonl';
    const all = await chooser({}, () => ({ old: { kind: 'recording', path } }));

    assert.ok(await all.changes.recall());

    assert.match(all.shown.notice() ?? '', /the recording large\.jsonl was compared\. It is large/);
  });

  it('leaves a choice alone that is under way', async () => {
    const slow = slowRef();
    const all = await chooser({ atRef: slow.atRef }, ([id = '']) => ({ old: { kind: 'run', id } }));
    slow.parts.chooser = all;
    const { changes, shown } = all;

    const choice = changes.choose('old', main);
    await slow.begun;
    assert.equal(await changes.recall(), false);
    slow.end();

    assert.ok(await choice);
    assert.deepEqual(shown.choices().old, main);
  });
});
