import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  choiceText,
  isSameChoice,
  parseSideChoice,
} from '../../../../../src/core/compare/sides/sideChoice.ts';
import { anyChoice } from '../../../../support/anyChoice.ts';

describe('parseSideChoice', () => {
  it('reads every choice back from JSON', () => {
    fc.assert(
      fc.property(anyChoice, (choice) => {
        assert.deepEqual(parseSideChoice(JSON.parse(JSON.stringify(choice))), choice);
      }),
    );
  });

  it('gives a choice or nothing for anything else, and never throws', () => {
    const odd = fc.oneof(
      fc.anything(),
      fc.record({ kind: fc.constantFrom('git', 'report', 'run', 'x'), ref: fc.anything() }),
    );
    fc.assert(
      fc.property(odd, (value) => {
        const choice = parseSideChoice(value);
        if (choice !== undefined) assert.deepEqual(parseSideChoice(choice), choice);
      }),
    );
  });

  it('takes no choice that names nothing', () => {
    for (const value of [
      { kind: 'git' },
      { kind: 'git', ref: '  ' },
      { kind: 'run', id: 7 },
      { kind: 'report', path: '' },
      { kind: 'recording', path: 'x'.repeat(5000) },
      'now',
      null,
    ])
      assert.equal(parseSideChoice(value), undefined, JSON.stringify(value));
  });
});

describe('isSameChoice', () => {
  it('tells choices apart by what they name', () => {
    fc.assert(
      fc.property(anyChoice, anyChoice, (a, b) => {
        assert.equal(isSameChoice(a, b), JSON.stringify(a) === JSON.stringify(b));
      }),
    );
  });
});

describe('choiceText', () => {
  it('names files by their names', () => {
    assert.equal(choiceText({ kind: 'recording', path: '/a/b.jsonl' }), 'the recording b.jsonl');
    assert.equal(choiceText({ kind: 'git', ref: 'v1' }), 'the prompt at v1');
  });
});
