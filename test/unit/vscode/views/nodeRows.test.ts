import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { NodeRows } from '../../../../src/vscode/views/nodeRows.ts';
import type { TreeNode } from '../../../../src/vscode/views/treeNode.ts';
import { FakeTreeView } from '../../../support/fakeTreeView.ts';

const row = (id: string, label: string): TreeNode => ({ id, label, context: 'prompt' });
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Lets time go by, and what was begun meanwhile end. */
async function pass(milliseconds: number): Promise<void> {
  for (let gone = 0; gone < milliseconds; gone += 50) {
    mock.timers.tick(50);
    await settled();
  }
}

interface Rows {
  nodes: readonly TreeNode[];
  loads: number;
  /** Loading takes as long. */
  loaded: Promise<void>;
}

/** Rows in a view of VS Code, whose messages and whose first drawing take some time. */
function setUp({ latencyMs = 20, busyMs = 0 } = {}) {
  const state: Rows = { nodes: [row('a', 'not run yet')], loads: 0, loaded: Promise.resolve() };
  const announced: (string | undefined)[] = [];
  const rows = new NodeRows({
    load: async () => {
      state.loads++;
      const { nodes } = state;
      await state.loaded;
      return nodes;
    },
    onError: (error) => assert.fail(String(error)),
    isVisible: () => true,
    announce: (id) => {
      announced.push(id);
      view.announce(id);
    },
  });
  const view = new FakeTreeView(
    { children: () => rows.giveChildren(), item: (id) => rows.give(id)?.label ?? '' },
    { latencyMs, busyMs },
  );
  /** Shows other rows. */
  const change = (...nodes: readonly TreeNode[]) => {
    state.nodes = nodes;
    rows.refresh();
  };
  return { state, announced, rows, view, change };
}

const drawn = (view: FakeTreeView) => [...view.drawn].map(([id, label]) => `${id}: ${label}`);

describe('Rows of a tree view', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
  afterEach(() => mock.timers.reset());

  it('are not announced to a VS Code that asks for them the first time', async () => {
    const { state, announced, rows, view } = setUp();
    const load = Promise.withResolvers<void>();
    state.loaded = load.promise;

    void view.show();
    rows.refresh();
    rows.appeared();
    await pass(100);
    load.resolve();
    await pass(3000);

    assert.deepEqual(announced, []);
    assert.deepEqual(drawn(view), ['a: not run yet']);
    rows.dispose();
  });

  it('are loaded once for a view that comes to sight', async () => {
    const { state, rows, view } = setUp();

    rows.appeared();
    void view.show();
    await pass(1000);

    assert.equal(state.loads, 1);
    rows.dispose();
  });

  it('are announced alone where only their contents changed', async () => {
    const { announced, rows, view, change } = setUp();
    void view.show();
    await pass(5000);

    change(row('a', '1/1 pass'));
    await pass(3000);

    assert.deepEqual(announced, ['a']);
    assert.deepEqual(drawn(view), ['a: 1/1 pass']);
    assert.equal(view.fullDraws, 1);
    rows.dispose();
  });

  it('are all announced, once, where one came or went', async () => {
    const { announced, rows, view, change } = setUp();
    void view.show();
    await pass(5000);

    change(row('a', 'not run yet'), row('b', 'new'));
    await pass(3000);

    assert.deepEqual(announced, [undefined]);
    assert.deepEqual(drawn(view), ['a: not run yet', 'b: new']);
    rows.dispose();
  });

  it('are not announced where nothing changed', async () => {
    const { announced, rows, view } = setUp();
    void view.show();
    await pass(100);

    rows.refresh();
    await pass(3000);

    assert.deepEqual(announced, []);
    assert.equal(view.fullDraws, 1);
    rows.dispose();
  });

  it('come through where one changed before the window had taken in the first ones', async () => {
    const { rows, view, change } = setUp({ busyMs: 1000 });
    void view.show();
    await pass(100);

    change(row('a', '1/1 pass'));
    await pass(1500);
    const before = drawn(view);
    await pass(3000);

    // The host gave the new row, and the window took the old answer for it.
    assert.deepEqual(before, ['a: not run yet']);
    assert.deepEqual(drawn(view), ['a: 1/1 pass']);
    assert.equal(view.fullDraws, 2);
    rows.dispose();
  });

  it('come through where one came before the window had taken in the first ones', async () => {
    const { rows, view, change } = setUp({ busyMs: 1000 });
    void view.show();
    await pass(100);

    change(row('a', 'not run yet'), row('b', 'new'));
    await pass(1500);
    const before = drawn(view);
    await pass(3000);

    // The host had forgotten what the window showed.
    assert.deepEqual(before, ['a: not run yet']);
    assert.deepEqual(drawn(view), ['a: not run yet', 'b: new']);
    assert.equal(view.fullDraws, 2);
    rows.dispose();
  });

  it('are drawn one by one by a slow VS Code while they change all the time, without a redraw of all', async () => {
    const { announced, rows, view, change } = setUp({ latencyMs: 400 });
    void view.show();
    await pass(5000);

    for (let done = 1; done <= 20; done++) {
      change(row('a', `running, ${done} of 20`));
      await pass(250);
    }
    await pass(10_000);

    assert.deepEqual(drawn(view), ['a: running, 20 of 20']);
    assert.ok(announced.every((id) => id === 'a'));
    assert.equal(view.fullDraws, 1);
    rows.dispose();
  });
});
