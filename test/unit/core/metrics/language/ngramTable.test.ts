import assert from 'node:assert/strict';
import { NgramTable, packNgrams } from '../../../../../src/core/metrics/language/ngramTable.ts';

describe('NgramTable', () => {
  const bytesOf = (text: string) => [...new TextEncoder().encode(text)];
  const table = new NgramTable(
    ['xx', 'yy'],
    packNgrams([
      { bytes: bytesOf(' ab '), weights: [[0, 7]] },
      {
        bytes: bytesOf(' abcd'),
        weights: [
          [0, 1],
          [1, 47],
        ],
      },
      { bytes: bytesOf('bcde '), weights: [[1, 27]] },
      { bytes: bytesOf(' ünü '), weights: [[1, 10]] },
    ]),
  );

  it('weighs a short word as one n-gram, spaces around it', () => {
    assert.deepEqual([...table.means(['ab']).means], [60, 0]);
  });

  it('takes four bytes, three apart, and the last four of a word', () => {
    assert.deepEqual(table.means(['abcde']), { means: new Float64Array([27, 90]), size: 2 });
  });

  it('counts bytes of UTF-8, not letters', () => {
    assert.equal(table.means(['ünü']).size, 2);
  });

  it('counts an n-gram once', () => {
    assert.deepEqual([...table.means(['ab', 'ab']).means], [60, 0]);
  });

  it('gives nothing for no words', () => {
    assert.deepEqual(table.means([]), { means: new Float64Array(2), size: 0 });
  });
});
