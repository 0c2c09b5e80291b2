import assert from 'node:assert/strict';
import { diffArrays } from 'diff';
import fc from 'fast-check';
import { type Edit, editScript } from '../../../../src/panel/viewModel/editScript.ts';

const list = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 25 });

function moved(edits: readonly Edit<string>[] | undefined): number {
  return (edits ?? []).reduce(
    (sum, { kind, values }) => sum + (kind === 'same' ? 0 : values.length),
    0,
  );
}

describe('editScript', () => {
  it('gives back both lists', () => {
    fc.assert(
      fc.property(list, list, (old, now) => {
        const edits = editScript(old, now, 100) ?? [];
        const without = (kind: Edit<string>['kind']) =>
          edits.filter((edit) => edit.kind !== kind).flatMap(({ values }) => values);
        assert.deepEqual(without('added'), old);
        assert.deepEqual(without('removed'), now);
      }),
    );
  });

  it('takes as few edits as another implementation', () => {
    fc.assert(
      fc.property(list, list, (old, now) => {
        const theirs = diffArrays(old, now).reduce(
          (sum, { added, removed, value }) => sum + (added || removed ? value.length : 0),
          0,
        );
        assert.equal(moved(editScript(old, now, 100)), theirs);
      }),
    );
  });

  it('puts what is removed before what is added in its place', () => {
    assert.deepEqual(editScript(['a', 'x', 'b'], ['a', 'y', 'z', 'b'], 10), [
      { kind: 'same', values: ['a'] },
      { kind: 'removed', values: ['x'] },
      { kind: 'added', values: ['y', 'z'] },
      { kind: 'same', values: ['b'] },
    ]);
  });

  it('finds nothing that takes more edits than it may', () => {
    assert.equal(editScript(['a', 'b'], ['c', 'd'], 3), undefined);
    assert.equal(moved(editScript(['a', 'b'], ['c', 'd'], 4)), 4);
  });
});
