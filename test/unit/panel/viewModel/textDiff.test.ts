import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Segment } from '../../../../src/panel/slices/segments.ts';
import { promptDiff } from '../../../../src/panel/viewModel/promptDiff.ts';
import { diffWords } from '../../../../src/panel/viewModel/textDiff.ts';
import { sideRuns, textRuns } from '../../../../src/panel/viewModel/textRuns.ts';
import { visibleLine, visibleParts } from '../../../../src/panel/viewModel/visibleText.ts';

const words = fc.array(fc.constantFrom('a', 'bb', ' ', '  ', '\n', '.', 'caf\u00e9', '\u{1f600}'), {
  maxLength: 60,
});
const text = words.map((parts) => parts.join(''));

function side(segments: readonly Segment[], without: 'added' | 'removed'): string {
  return segments
    .filter(({ kind }) => kind !== without)
    .map((segment) => segment.text)
    .join('');
}

describe('diffWords', () => {
  it('gives back both texts', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        const { segments } = diffWords(a, b);
        assert.equal(side(segments, 'added'), a);
        assert.equal(side(segments, 'removed'), b);
      }),
    );
  });

  it('marks the word that changed', () => {
    assert.deepEqual(diffWords('at most 120 words', 'at most 140 words').segments, [
      { kind: 'same', text: 'at most ' },
      { kind: 'removed', text: '120' },
      { kind: 'added', text: '140' },
      { kind: 'same', text: ' words' },
    ]);
  });

  it('takes words of any script, and emoji, as wholes', () => {
    const arabic = (word: string) =>
      `\u0645\u0631\u062d\u0628\u0627 ${word} \u0627\u0644\u0622\u0646 \u0627\u0644\u0622\u0646`;
    const [started, stopped] = ['\u062a\u0634\u063a\u064a\u0644', '\u0625\u064a\u0642\u0627\u0641'];
    const moved = (a: string, b: string) =>
      diffWords(a, b).segments.flatMap(({ kind, text: part }) => (kind === 'same' ? [] : [part]));

    assert.deepEqual(moved(arabic(started), arabic(stopped)), [started, stopped]);
    assert.deepEqual(
      moved('all fine \u{1f44d}\u{1f3fd} here', 'all fine \u{1f44d}\u{1f3ff} here'),
      ['\u{1f44d}\u{1f3fd}', '\u{1f44d}\u{1f3ff}'],
    );
    assert.deepEqual(
      moved('\u6211\u559c\u6b22\u732b\u548c\u72d7', '\u6211\u559c\u6b22\u732b\u548c\u9e1f'),
      ['\u72d7', '\u9e1f'],
    );
  });

  it('takes a number with its dots and commas as a whole', () => {
    assert.deepEqual(
      diffWords(
        'it is 1,012.5 in total, 7. Done',
        'it is 1,013.5 in total, 7. Done',
      ).segments.slice(1, 3),
      [
        { kind: 'removed', text: '1,012.5' },
        { kind: 'added', text: '1,013.5' },
      ],
    );
  });

  it('shows texts with little in common as a whole', () => {
    assert.deepEqual(diffWords('Guten Tag, der Herr', 'Hello there, dear Sir').segments, [
      { kind: 'removed', text: 'Guten Tag, der Herr' },
      { kind: 'added', text: 'Hello there, dear Sir' },
    ]);
  });

  it('finds only the common ends of texts that are too long', () => {
    const { segments, isCoarse } = diffWords(`${'a '.repeat(40_000)}x`, `${'a '.repeat(40_000)}y`);

    assert.equal(isCoarse, true);
    assert.deepEqual(segments.slice(1), [
      { kind: 'removed', text: 'x' },
      { kind: 'added', text: 'y' },
    ]);
  });

  it('does not cut a surrogate pair in two', () => {
    const { segments } = diffWords(
      `${'a '.repeat(40_000)}\u{1f600}`,
      `${'a '.repeat(40_000)}\u{1f601}`,
    );

    assert.deepEqual(
      segments.slice(1).map((segment) => segment.text),
      ['\u{1f600}', '\u{1f601}'],
    );
  });
});

describe('promptDiff', () => {
  const version = { label: '', time: null, commit: null };
  const diff = (a: string, b: string, guards?: string) =>
    promptDiff(
      { old: { version, source: a }, new: { version, source: b } },
      guards === undefined ? [] : [{ guards }],
    );

  it('says so when there is no older version', () => {
    assert.equal(promptDiff({ new: { version, source: 'a' } }, []).status, 'none');
  });

  it('says so when nothing changed', () => {
    assert.equal(diff('a\nb', 'a\nb').status, 'same');
  });

  it('counts a change of line ends alone as none', () => {
    assert.equal(diff('a\r\nb', 'a\nb').status, 'same');
  });

  it('hides equal lines far from a change and counts them', () => {
    const lines = Array.from({ length: 20 }, (_, index) => `line ${index}`);

    const { rows } = diff(lines.join('\n'), [...lines, 'new'].join('\n'));

    assert.equal(rows[0]?.kind, 'gap');
    assert.equal(rows[0]?.hidden, 18);
    assert.equal(rows.at(-1)?.kind, 'added');
    assert.equal(rows.at(-1)?.newLine, 20);
  });

  it('names the metrics that guard a removed line', () => {
    const { rows } = diff('Be kind.\nReply in German.', 'Be kind.', 'Reply in German.');

    assert.deepEqual(rows.find(({ kind }) => kind === 'removed')?.guardedBy, [0]);
  });

  it('leaves rows out at the end of a long comparison and says how many', () => {
    const lines = (name: string) =>
      Array.from({ length: 300 }, (_, index) => `${name}${index}`).join('\n');

    const { rows, omitted, added } = diff(lines('a'), lines('b'));

    assert.equal(rows.length + omitted, 600);
    assert.equal(added, 300);
  });

  it('says so where texts differ almost everywhere, and keeps their common ends', () => {
    const lines = (name: string) =>
      ['start', ...Array.from({ length: 3000 }, (_, index) => `${name}${index}`), 'end'].join('\n');

    const { rows, isCoarse, removed } = diff(lines('a'), lines('b'));

    assert.equal(isCoarse, true);
    assert.equal(removed, 3000);
    assert.deepEqual([rows[0]?.kind, rows[1]?.kind], ['same', 'removed']);
  });
});

describe('textRuns', () => {
  const segments = [
    { kind: 'same', text: 'ab' },
    { kind: 'removed', text: 'cd' },
    { kind: 'added', text: 'ef' },
    { kind: 'same', text: 'gh' },
  ] as const;

  it('marks evidence across the end of a segment', () => {
    const runs = sideRuns(segments, 'new', [{ start: 1, end: 3, label: 'x' }]);

    assert.deepEqual(
      runs.map((run) => [run.text, run.labels.length]),
      [
        ['a', 0],
        ['b', 1],
        ['e', 1],
        ['f', 0],
        ['gh', 0],
      ],
    );
  });

  it('loses no text whatever the marks are', () => {
    const mark = fc.record({ start: fc.nat(20), end: fc.nat(20), label: fc.string() });
    fc.assert(
      fc.property(fc.array(mark), fc.array(mark), (oldMarks, newMarks) => {
        const runs = textRuns(segments, oldMarks, newMarks);
        assert.equal(runs.map((run) => run.text).join(''), 'abcdefgh');
      }),
    );
  });
});

describe('visibleParts', () => {
  const table: readonly (readonly [string, string, string])[] = [
    ['plain text', 'a b', 'a b'],
    ['an escape', '\u001b[31m', '\u241b[31m'],
    ['a null', 'a\u0000b', 'a\u2400b'],
    ['a direction override', '\u202eabc', '\u27e8U+202E\u27e9abc'],
    ['a zero-width space', 'a\u200bb', 'a\u27e8U+200B\u27e9b'],
    ['a lone carriage return', 'a\rb', 'a\u240db'],
    ['a Windows line end', 'a\r\nb', 'a b'],
    ['a joined emoji', '\u{1f468}\u200d\u{1f469}', '\u{1f468}\u200d\u{1f469}'],
    ['a tag character', '\u{e0041}', '\u27e8U+E0041\u27e9'],
  ];
  for (const [name, from, to] of table) {
    it(`shows ${name}`, () => {
      assert.equal(visibleLine(from), to);
    });
  }

  it('leaves no control or override in any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (from) => {
        for (const part of visibleParts(from)) {
          if (part.type === 'text')
            assert.doesNotMatch(part.text, /[\u0000-\u0008\u202a-\u202e\u2066-\u2069]/);
        }
      }),
    );
  });
});
