import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Mark } from '../../../../../src/core/metrics/outcome.ts';
import { linesOf, paragraphsOf } from '../../../../../src/core/metrics/text/lines.ts';
import { sentencesOf } from '../../../../../src/core/metrics/text/sentences.ts';
import { charactersOf, wordsOf } from '../../../../../src/core/metrics/text/words.ts';

function slices(text: string, marks: readonly Mark[]): string[] {
  return marks.map(({ start, end }) => text.slice(start, end));
}

describe('sentencesOf', () => {
  for (const [text, expected] of [
    ['One. Two! Three? Four', ['One.', 'Two!', 'Three?', 'Four']],
    ['He said "Go." Then he left.', ['He said "Go."', 'Then he left.']],
    ['Dr. Lee met Mr. J. R. Smith at 5 p.m. on Main St. in Rome.', 1],
    ['It costs $3.50 at example.com today.', 1],
    ['We shipped to the U.S. The order is late.', ['We shipped to the U.S.', 'The order is late.']],
    ['Well... maybe. Really?! Yes.', ['Well... maybe.', 'Really?!', 'Yes.']],
    ['A heading\n\nA sentence', ['A heading', 'A sentence']],
    ['# Heading\nA sentence.', ['Heading', 'A sentence.']],
    ['1. First\n2. Second one. And more.\n---\n', ['First', 'Second one.', 'And more.']],
    ['A line\nthat goes on.', ['A line\nthat goes on.']],
    ['**Bold.** Next.', ['**Bold.**', 'Next.']],
    ['今天很好。我们走吧！', ['今天很好。', '我们走吧！']],
    ['यह अच्छा है। हाँ।', ['यह अच्छा है।', 'हाँ।']],
    ['¿Qué tal? Bien.', ['¿Qué tal?', 'Bien.']],
    ['... --- !!!', []],
    ['', []],
  ] as const)
    it(`reads ${JSON.stringify(text)} carefully`, () => {
      const sentences = slices(text, sentencesOf(text));

      if (typeof expected === 'number') assert.equal(sentences.length, expected);
      else assert.deepEqual(sentences, expected);
    });

  for (const [text, expected] of [
    ['One.\nTwo', ['One.', 'Two']],
    ['A heading\n\nA sentence.', ['A heading\n\nA sentence.']],
    ['1. First. 2. Second.', ['1.', 'First.', '2.', 'Second.']],
    ['Wow!! Go.', ['Wow!', '!', 'Go.']],
    ['He said "Go." Then he left.', ['He said "Go."', 'Then he left.']],
    ['Mr. Lee lives in the U.S. and works.', ['Mr. Lee lives in the U.S. and works.']],
    ['Version 1.2 is out', ['Version 1.2 is out']],
  ] as const)
    it(`reads ${JSON.stringify(text)} simply`, () => {
      assert.deepEqual(slices(text, sentencesOf(text, 'simple')), expected);
    });
});

describe('splitting of texts', () => {
  const text = fc
    .array(
      fc.oneof(
        fc.constantFrom(
          ' ',
          '\n',
          '\r\n',
          '. ',
          '! ',
          '." ',
          '- ',
          '1. ',
          'Mr. ',
          '...',
          '世界。',
          "don't",
          '3.14',
          '# ',
        ),
        fc.string({ unit: 'binary', maxLength: 5 }),
      ),
      { maxLength: 20 },
    )
    .map((parts) => parts.join(''));

  for (const [name, split] of Object.entries({
    characters: charactersOf,
    words: wordsOf,
    'simple words': (value: string) => wordsOf(value, 'simple'),
    sentences: sentencesOf,
    'simple sentences': (value: string) => sentencesOf(value, 'simple'),
    lines: linesOf,
    paragraphs: paragraphsOf,
  })) {
    it(`gives ${name} in order, inside the text, none empty`, () => {
      fc.assert(
        fc.property(text, (value) => {
          let last = 0;
          for (const { start, end } of split(value)) {
            assert.ok(start >= last && end > start && end <= value.length);
            last = end;
          }
        }),
      );
    });
  }

  it('finds the same words in ASCII as beside a letter that is none', () => {
    const ascii = fc.string({ unit: fc.constantFrom(..."aZ0_.,-' \n!"), maxLength: 40 });
    fc.assert(
      fc.property(ascii, (value) => {
        assert.deepEqual(wordsOf(value), wordsOf(`${value} é`).slice(0, -1));
      }),
    );
  });

  it('reads long hostile texts in the time a linear reading needs', () => {
    // Quadratic readings of these would run into the time limit of the test by far.
    for (const piece of ['.', '"', '*', '. ', '\n', ' ', "'", '!)', '- ', '1.', '[', '<<', '_'])
      for (const reading of ['careful', 'simple'] as const) {
        const long = piece.repeat(200_000 / piece.length);
        assert.ok(sentencesOf(long, reading).length <= long.length);
        assert.ok(wordsOf(long, reading).length <= long.length);
      }
  });
});
