import assert from 'node:assert/strict';
import fc from 'fast-check';
import { hunksOf, revert } from '../../../../src/core/blame/hunks.ts';

const all = (count: number) => new Set(Array.from({ length: count }, (_, i) => i));

describe('hunksOf', () => {
  it('finds a line that was taken away', () => {
    const hunks = hunksOf('One.\nTwo.\nThree.\n', 'One.\nThree.\n');

    assert.equal(hunks.length, 1);
    assert.equal(hunks[0]?.start, hunks[0]?.end);
    assert.match(hunks[0]?.oldText ?? '', /Two\./);
  });

  it('tells two changed sentences of one line apart', () => {
    const hunks = hunksOf('Be kind. Stay calm. Say yes.', 'Be rude. Stay calm. Say no.');

    assert.deepEqual(
      hunks.map(({ oldText, newText }) => [oldText.trim(), newText.trim()]),
      [
        ['Be kind.', 'Be rude.'],
        ['Say yes.', 'Say no.'],
      ],
    );
  });

  it('tells two changed lines apart', () => {
    assert.equal(hunksOf('a\n\nb\nrest', 'x\n\ny\nrest').length, 2);
  });

  it('finds nothing in equal texts', () => {
    assert.deepEqual(hunksOf('same', 'same'), []);
  });

  it('takes many places together', () => {
    const old = Array.from({ length: 60 }, (_, i) => `line ${i}\nkept ${i}\n`).join('');
    const fresh = old.replaceAll('line', 'row');

    const hunks = hunksOf(old, fresh);

    assert.ok(hunks.length > 1 && hunks.length <= 10);
    assert.equal(revert(fresh, hunks, all(hunks.length)), old);
  });
});

const line = fc.constantFrom('a', 'b', 'Be kind. Say yes.', '', '  ', 'x! y? z', '...', '{{ v }}.');
const text = fc.array(line, { maxLength: 12 }).map((lines) => lines.join('\n'));

describe('revert', () => {
  it('gives the old text when every change is taken back, and the new one when none is', () => {
    fc.assert(
      fc.property(text, text, (old, fresh) => {
        const hunks = hunksOf(old, fresh);

        assert.equal(revert(fresh, hunks, all(hunks.length)), old);
        assert.equal(revert(fresh, hunks, new Set()), fresh);
      }),
    );
  });

  it('leaves the other changes as they are', () => {
    const fresh = 'Be rude. Stay calm. Say no.';
    const hunks = hunksOf('Be kind. Stay calm. Say yes.', fresh);

    assert.equal(revert(fresh, hunks, new Set([1])), 'Be rude. Stay calm. Say yes.');
  });

  it('works on any text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), fc.string({ maxLength: 60 }), (old, fresh) => {
        const hunks = hunksOf(old, fresh);

        assert.equal(revert(fresh, hunks, all(hunks.length)), old);
      }),
    );
  });
});
