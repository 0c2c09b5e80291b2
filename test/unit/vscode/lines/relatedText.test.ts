import assert from 'node:assert/strict';
import { relatedLimit } from '../../../../src/core/findings/finding.ts';
import { relatedTexts } from '../../../../src/vscode/lines/relatedText.ts';

const range = { start: { line: 1, column: 0 }, end: { line: 1, column: 4 } };
const places = (count: number, why = 'The reply is in English; German is expected.') =>
  Array.from({ length: count }, (_, index) => ({
    ...{ file: '/w/a.metrics.yaml', range, why },
    caseId: `case-${index + 1}`,
  }));
const textsOf = (...of: Parameters<typeof places>) =>
  relatedTexts(places(...of)).map(({ text }) => text);

describe('relatedTexts', () => {
  it('says of each case why it fails', () => {
    assert.deepEqual(textsOf(2), [
      'case-1: in English; German is expected',
      'case-2: in English; German is expected',
    ]);
  });

  it('says how many more there are', () => {
    assert.equal(textsOf(4).at(-1), 'case-3: in English; German is expected (and 1 more)');
  });

  it('does not count what a finding leaves out', () => {
    assert.match(textsOf(relatedLimit).at(-1) ?? '', / \(and more\)$/);
  });

  it('keeps a long reason to one short line', () => {
    const [text = ''] = textsOf(1, `${'word '.repeat(500)}\nsecond line`);

    assert.ok(text.length < 200, text);
    assert.ok(!text.includes('\n'));
  });
});
