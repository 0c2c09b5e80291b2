import assert from 'node:assert/strict';
import { nearest } from '../../../src/core/nearest.ts';

describe('nearest', () => {
  const table: readonly (readonly [string, readonly string[], string | undefined])[] = [
    ['lenght', ['length', 'language'], 'length'],
    ['sameAs', ['same-as', 'name'], 'same-as'],
    ['max_tokens', ['max-tokens', 'stop'], 'max-tokens'],
    ['tpye', ['type', 'name'], 'type'],
    ['sentiment', ['length', 'language'], undefined],
    ['x', ['id', 'on'], undefined],
    ['', ['id'], undefined],
    ['id', [], undefined],
    ['stop', ['step', 'stop'], 'stop'],
  ];
  for (const [word, known, expected] of table)
    it(`of '${word}' among ${known.join(', ') || 'nothing'} is ${expected ?? 'nothing'}`, () =>
      assert.equal(nearest(word, known), expected));

  it('is not looked for when the word is very long', () => {
    assert.equal(nearest('a'.repeat(1e6), ['a'.repeat(1e6)]), undefined);
  });
});
