import assert from 'node:assert/strict';
import { callDiffs, laidOutJson } from '../../../../src/panel/viewModel/structuralDiff.ts';

describe('laidOutJson', () => {
  it('is the same for the same members in another order', () => {
    assert.equal(
      laidOutJson('{"b":1,"a":[2, {"d":1,"c":2}]}'),
      laidOutJson('{ "a":[2,{"c":2,"d":1}], "b":1 }'),
    );
  });

  for (const text of ['', 'Hello', '"text"', '12', '{"a":', '{'.repeat(50), '[1,']) {
    it(`leaves ${JSON.stringify(text.slice(0, 12))} alone`, () => {
      assert.equal(laidOutJson(text), undefined);
    });
  }

  it('does not parse very long texts', () => {
    assert.equal(laidOutJson(JSON.stringify(['x'.repeat(70_000)])), undefined);
  });
});

describe('callDiffs', () => {
  it('marks only the argument that changed', () => {
    const [segments = []] = callDiffs(
      [{ name: 'refund', arguments: '{"order":17,"amount":10}' }],
      [{ name: 'refund', arguments: '{"amount":12,"order":17}' }],
    );

    assert.deepEqual(
      segments.filter(({ kind }) => kind !== 'same').map(({ kind, text }) => [kind, text.trim()]),
      [
        ['removed', '10'],
        ['added', '12'],
      ],
    );
  });

  it('shows a call that one side lacks as a whole', () => {
    assert.deepEqual(callDiffs([], [{ name: 'ping', arguments: 'not JSON' }]), [
      [{ kind: 'added', text: 'ping(not JSON)' }],
    ]);
  });
});
