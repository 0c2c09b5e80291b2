import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Edit, editScript } from '../../../../src/core/compare/editScript.ts';

const list = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 25 });
const plenty = 100_000;

function moved(edits: readonly Edit<string>[] | undefined): number {
  return (edits ?? []).reduce(
    (sum, { kind, values }) => sum + (kind === 'same' ? 0 : values.length),
    0,
  );
}

/** Values that two lists have in common at most, in order: by the table that every textbook has. */
function mostCommon(old: readonly string[], now: readonly string[]): number {
  let row = new Array<number>(now.length + 1).fill(0);
  for (const value of old) {
    const next = [0];
    for (const [at, other] of now.entries())
      next.push(value === other ? (row[at] ?? 0) + 1 : Math.max(row[at + 1] ?? 0, next[at] ?? 0));
    row = next;
  }
  return row.at(-1) ?? 0;
}

describe('editScript', () => {
  it('gives back both lists', () => {
    fc.assert(
      fc.property(list, list, (old, now) => {
        const edits = editScript(old, now, plenty) ?? [];
        const without = (kind: Edit<string>['kind']) =>
          edits.filter((edit) => edit.kind !== kind).flatMap(({ values }) => values);
        assert.deepEqual(without('added'), old);
        assert.deepEqual(without('removed'), now);
      }),
    );
  });

  it('takes as few edits as there can be', () => {
    fc.assert(
      fc.property(list, list, (old, now) => {
        const fewest = old.length + now.length - 2 * mostCommon(old, now);
        assert.equal(moved(editScript(old, now, plenty)), fewest);
      }),
    );
  });

  it('puts what is removed before what is added in its place, and joins neighbours', () => {
    assert.deepEqual(editScript(['a', 'x', 'b', 'c'], ['a', 'y', 'z', 'b', 'c'], plenty), [
      { kind: 'same', values: ['a'] },
      { kind: 'removed', values: ['x'] },
      { kind: 'added', values: ['y', 'z'] },
      { kind: 'same', values: ['b', 'c'] },
    ]);
  });

  it('gives up where it takes too many comparisons', () => {
    const [old, now] = ['a', 'b'].map((name) =>
      Array.from({ length: 2000 }, (_, at) => `${name}${at}`),
    );

    assert.equal(editScript(old ?? [], now ?? [], 1000), undefined);
  });

  it('does not give up on long lists that are all but equal', () => {
    const old = Array.from({ length: 100_000 }, (_, at) => `${at}`);
    const now = old.with(50_000, 'x');

    assert.equal(moved(editScript(old, now, 100)), 2);
  });
});
