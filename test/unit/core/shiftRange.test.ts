import assert from 'node:assert/strict';
import fc from 'fast-check';
import { joinChanges, shiftRange, type TextChange } from '../../../src/core/shiftRange.ts';
import { LineMap, type Range } from '../../../src/core/text.ts';

const range = (a: number, b: number, c: number, d: number): Range => ({
  start: { line: a, column: b },
  end: { line: c, column: d },
});

describe('shiftRange', () => {
  const table: readonly [string, Range, TextChange, Range][] = [
    [
      'a line taken away above',
      range(3, 2, 3, 8),
      { range: range(1, 0, 2, 0), text: '' },
      range(2, 2, 2, 8),
    ],
    [
      'lines put in above',
      range(3, 2, 3, 8),
      { range: range(0, 0, 0, 0), text: 'a\r\nb\n' },
      range(5, 2, 5, 8),
    ],
    [
      'words put in before it on its line',
      range(3, 2, 3, 8),
      { range: range(3, 0, 3, 0), text: 'abc' },
      range(3, 5, 3, 11),
    ],
    [
      'a change below',
      range(3, 2, 3, 8),
      { range: range(4, 0, 5, 0), text: '' },
      range(3, 2, 3, 8),
    ],
    [
      'text behind its end',
      range(3, 2, 3, 8),
      { range: range(3, 8, 3, 8), text: 'x' },
      range(3, 2, 3, 8),
    ],
    [
      'a removal of all of it',
      range(3, 2, 3, 8),
      { range: range(2, 0, 4, 0), text: '' },
      range(2, 0, 2, 0),
    ],
  ];
  for (const [name, before, change, after] of table) {
    it(`follows ${name}`, () => {
      assert.deepEqual(shiftRange(before, change), after);
    });
  }

  it('keeps naming the same text when something else is replaced', () => {
    const line = fc.stringMatching(/^[a-c ]{0,6}$/);
    const text = fc.array(line, { minLength: 1, maxLength: 5 }).map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(text, text, text, text, (before, between, marked, by) => {
        const old = `${before}\n${between}\n<${marked}>`;
        const map = new LineMap(old);
        const change = { range: map.range(0, before.length), text: by };
        const at = map.range(before.length + between.length + 2, old.length);

        const moved = shiftRange(at, change);

        const now = `${by}\n${between}\n<${marked}>`;
        const after = new LineMap(now);
        assert.equal(
          now.slice(after.offsetAt(moved.start), after.offsetAt(moved.end)),
          `<${marked}>`,
        );
      }),
    );
  });
});

describe('joinChanges', () => {
  const typed = { range: range(1, 4, 1, 6), text: 'one\ntw' };
  const table: readonly [string, TextChange, TextChange | undefined][] = [
    [
      'typing that goes on',
      { range: range(2, 2, 2, 2), text: 'o' },
      { range: typed.range, text: 'one\ntwo' },
    ],
    [
      'the last of it taken back',
      { range: range(2, 1, 2, 2), text: '' },
      { range: typed.range, text: 'one\nt' },
    ],
    ['typing at another place', { range: range(2, 1, 2, 1), text: 'o' }, undefined],
    ['more than its last line taken back', { range: range(1, 6, 2, 2), text: '' }, undefined],
  ];
  for (const [name, second, joined] of table) {
    it(`${joined === undefined ? 'leaves alone' : 'joins'} ${name}`, () => {
      assert.deepEqual(joinChanges(typed, second), joined);
    });
  }

  it('moves a place that was not replaced as the two changes do', () => {
    const text = fc.stringMatching(/^[ab\n]{0,4}$/);
    const at = fc.record({ line: fc.nat(3), column: fc.nat(4) });
    fc.assert(
      fc.property(at, text, text, fc.nat(3), at, (start, one, two, back, place) => {
        const first = { range: { start, end: start }, text: one };
        const end = shiftRange(
          { start: { ...start, column: start.column + 1 }, end: start },
          first,
        ).start;
        const behind = { line: end.line, column: end.column - 1 };
        const begin = { line: behind.line, column: Math.max(0, behind.column - back) };
        const second = { range: { start: begin, end: behind }, text: two };
        const joined = joinChanges(first, second);
        fc.pre(joined !== undefined);
        const marked = { start: place, end: place };

        assert.deepEqual(shiftRange(marked, joined), shiftRange(shiftRange(marked, first), second));
      }),
    );
  });
});
