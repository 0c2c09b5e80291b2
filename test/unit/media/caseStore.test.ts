import assert from 'node:assert/strict';
import { CaseStore } from '../../../media/compare/caseStore.ts';
import { readViewState, startView } from '../../../media/compare/viewState.ts';
import type { CasesRequest } from '../../../src/panel/protocol.ts';
import { type CasePage, type CaseRow, noFilter } from '../../../src/panel/slices/cases.ts';

function row(id: string): CaseRow {
  return {
    id,
    verdict: 'unchanged',
    label: null,
    tags: [],
    counts: [],
    preview: '',
    hasError: false,
    isPending: false,
  };
}

/** A host whose answers a test gives by hand. */
class SlowHost {
  readonly asked: { readonly request: CasesRequest; answer(page: CasePage): void }[] = [];
  changes = 0;
  readonly store = new CaseStore(
    (request) => new Promise((answer) => this.asked.push({ request, answer })),
    () => this.changes++,
  );

  async answer(at: number, revision: number, total: number, name: string): Promise<void> {
    const asked = this.asked[at];
    assert.ok(asked);
    const { offset, limit } = asked.request;
    const rows = Array.from({ length: Math.min(limit, total - offset) }, (_, i) =>
      row(`${name}${offset + i}`),
    );
    asked.answer({ revision, total, offset, rows });
    await new Promise((done) => setImmediate(done));
  }
}

const list = (revision: number, total: number) => ({ revision, total, verdicts: [], tags: [] });

describe('CaseStore', () => {
  it('fetches only the pages that are needed, each once', async () => {
    const host = new SlowHost();
    host.store.setList(list(1, 5000));
    await host.answer(0, 1, 5000, 'a');

    host.store.need(250, 280);
    host.store.need(250, 280);

    assert.deepEqual(
      host.asked.map(({ request }) => request.offset),
      [0, 200],
    );
    assert.equal(host.store.row(99)?.id, 'a99');
    assert.equal(host.store.row(250), undefined);
  });

  it('keeps old rows until newer ones are in', async () => {
    const host = new SlowHost();
    host.store.setList(list(1, 10));
    await host.answer(0, 1, 10, 'old');

    host.store.setList(list(2, 10));
    assert.equal(host.store.row(3)?.id, 'old3');
    await host.answer(1, 2, 10, 'new');

    assert.equal(host.store.row(3)?.id, 'new3');
  });

  it('drops the answer to a filter that was replaced', async () => {
    const host = new SlowHost();
    host.store.setFilter({ ...noFilter, text: 'a' });
    host.store.setFilter({ ...noFilter, text: 'ab' });

    await host.answer(1, 1, 1, 'ab');
    await host.answer(0, 1, 9, 'a');

    assert.equal(host.store.total, 1);
    assert.equal(host.store.row(0)?.id, 'ab0');
  });
});

describe('readViewState', () => {
  for (const value of [
    undefined,
    null,
    3,
    {},
    { ...startView, layout: 'diagonal' },
    { ...startView, open: [1] },
  ]) {
    it(`starts anew from ${JSON.stringify(value)}`, () => {
      assert.equal(readViewState(value), startView);
    });
  }

  it('takes back what was kept', () => {
    const kept = { ...startView, key: 'a', open: ['b'], scrollTop: 12.5 };

    assert.deepEqual(readViewState(JSON.parse(JSON.stringify(kept))), kept);
  });
});
