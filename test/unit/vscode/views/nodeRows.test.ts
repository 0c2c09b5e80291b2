import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { NodeRows } from '../../../../src/vscode/views/nodeRows.ts';
import type { TreeNode } from '../../../../src/vscode/views/treeNode.ts';

const row = (id: string, label: string): TreeNode => ({ id, label, context: 'prompt' });
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Lets time go by, and what was begun meanwhile end. */
async function pass(milliseconds: number): Promise<void> {
  for (let gone = 0; gone < milliseconds; gone += 50) {
    mock.timers.tick(50);
    await settled();
  }
}

/** Rows beside a VS Code that, as the real one, ignores news of rows it does not know. */
function setUp() {
  const state = { nodes: [row('a', 'not run yet')], loads: 0, waits: Promise.resolve() };
  const announced: (string | undefined)[] = [];
  const known = new Map<string, string | undefined>();
  const rows = new NodeRows({
    load: async () => {
      state.loads++;
      const { nodes } = state;
      await state.waits;
      return nodes;
    },
    onError: (error) => assert.fail(String(error)),
    isVisible: () => true,
    announce: (id) => {
      announced.push(id);
      if (id === undefined) void ask();
      else if (known.has(id)) known.set(id, rows.give(id)?.label);
    },
  });
  const ask = async () => {
    known.clear();
    for (const id of await rows.giveChildren()) known.set(id, rows.give(id)?.label);
  };
  return { state, announced, known, rows, ask };
}

describe('Rows of a tree view', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
  afterEach(() => mock.timers.reset());

  it('are not announced to a VS Code that asks for them the first time', async () => {
    const { state, announced, known, rows, ask } = setUp();
    const load = Promise.withResolvers<void>();
    state.waits = load.promise;

    const asked = ask();
    rows.refresh();
    rows.appeared();
    await pass(100);
    load.resolve();
    await asked;
    await pass(3000);

    assert.deepEqual(announced, []);
    assert.equal(known.get('a'), 'not run yet');
    rows.dispose();
  });

  it('are loaded once for a view that comes to sight', async () => {
    const { state, rows, ask } = setUp();

    rows.appeared();
    await pass(50);
    await ask();
    await pass(1000);

    assert.equal(state.loads, 1);
    rows.dispose();
  });

  it('are announced alone where only their contents changed', async () => {
    const { state, announced, known, rows, ask } = setUp();
    await ask();

    state.nodes = [row('a', '1/1 pass')];
    rows.refresh();
    await pass(3000);

    assert.deepEqual(announced, ['a']);
    assert.equal(known.get('a'), '1/1 pass');
    rows.dispose();
  });

  it('are all announced, once, where VS Code ignored the news of one', async () => {
    const { state, announced, known, rows, ask } = setUp();
    await ask();
    known.clear();

    state.nodes = [row('a', '1/1 pass')];
    rows.refresh();
    await pass(5000);

    assert.deepEqual(announced, ['a', undefined]);
    assert.equal(known.get('a'), '1/1 pass');
    rows.dispose();
  });

  it('are all announced where one came or went', async () => {
    const { state, announced, known, rows, ask } = setUp();
    await ask();

    state.nodes = [row('a', 'not run yet'), row('b', 'new')];
    rows.refresh();
    await pass(3000);

    assert.deepEqual(announced, [undefined]);
    assert.deepEqual([...known.keys()], ['a', 'b']);
    rows.dispose();
  });
});
