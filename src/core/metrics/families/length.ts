import * as z from 'zod';
import { commonKeys, defineMetric } from '../define.ts';
import { checkLimits, closeness, countSentence, isWithin, limitKeys } from '../limits.ts';
import { graded, type Mark } from '../outcome.ts';
import { readingKey } from '../reading.ts';
import { linesOf, paragraphsOf } from '../text/lines.ts';
import { sentencesOf } from '../text/sentences.ts';
import { countTokens, encodings } from '../text/tokens.ts';
import { charactersOf, type Reading, wordsOf } from '../text/words.ts';

const unit = z.enum(['characters', 'words', 'sentences', 'paragraphs', 'lines', 'tokens']);

export const length = defineMetric({
  type: 'length',
  summary: 'The reply has so many characters, words, sentences, paragraphs, lines or tokens.',
  zero: 'Far from the limits.',
  one: 'Within the limits; between: the nearest allowed length divided by the length, or the other way round.',
  parameters: z
    .strictObject({
      unit: unit.describe(
        'What is counted. Characters as a reader sees them; paragraphs stand between blank lines; blank lines do not count.',
      ),
      ...limitKeys,
      encoding: z
        .enum(encodings)
        .default('o200k_base')
        .describe(
          'Whose tokens are counted: `o200k_base` (GPT-4o and later) or `cl100k_base` (GPT-4, GPT-3.5); other models have others.',
        ),
      reading: readingKey(
        '`don’t` is one word; headings and list items end sentences, and the number of a list item is none.',
        'words are runs of letters, digits and `_`; sentences are those of the Punkt tokenizer, for which a line break ends nothing.',
      ),
      ...commonKeys,
    })
    .check(checkLimits),
  examples: [
    {
      metric: { type: 'length', unit: 'words', max: 5 },
      output: "I don't know that.",
      passes: true,
    },
    {
      metric: { type: 'length', unit: 'words', max: 3 },
      output: 'Far too many words.',
      passes: false,
    },
    {
      metric: { type: 'length', unit: 'sentences', exactly: 2 },
      output: 'Dr. Lee is in. Come.',
      passes: true,
    },
    {
      metric: { type: 'length', unit: 'paragraphs', min: 2 },
      output: 'One.\nStill one.',
      passes: false,
    },
    { metric: { type: 'length', unit: 'tokens', max: 3 }, output: 'Hello world', passes: true },
    { metric: { type: 'length', unit: 'characters', max: 3 }, output: 'Hé👍🏽', passes: true },
  ],
  async prepare({ unit: what, encoding }) {
    if (what !== 'tokens') return;
    await countTokens('', encodings.find((one) => one === encoding) ?? 'o200k_base');
  },
  acceptsEmpty: (limits) => limits.exactly === 0,
  async judge({ text }, parameters) {
    if (parameters.unit === 'tokens') {
      const count = await countTokens(text, parameters.encoding);
      return graded(
        closeness(count, parameters),
        isWithin(count, parameters),
        countSentence(count, parameters, 'token'),
      );
    }
    const parts = partsOf(text, parameters.unit, parameters.reading);
    const passed = isWithin(parts.length, parameters);
    const noun = parameters.unit.slice(0, -1);
    return graded(
      closeness(parts.length, parameters),
      passed,
      countSentence(parts.length, parameters, noun),
      passed ? [] : excess(parts, parameters.exactly ?? parameters.max, parameters.unit),
    );
  },
});

function partsOf(
  text: string,
  what: Exclude<z.infer<typeof unit>, 'tokens'>,
  reading: Reading,
): readonly Mark[] {
  switch (what) {
    case 'characters':
      return charactersOf(text);
    case 'words':
      return wordsOf(text, reading);
    case 'sentences':
      return sentencesOf(text, reading);
    case 'paragraphs':
      return paragraphsOf(text);
    case 'lines':
      return linesOf(text);
  }
}

/** What stands past the limit, as one stretch. */
function excess(parts: readonly Mark[], most: number | undefined, what: string): Mark[] {
  const first = most === undefined ? undefined : parts[most];
  const last = parts.at(-1);
  if (first === undefined || last === undefined) return [];
  return [{ start: first.start, end: last.end, label: `${what} past the limit` }];
}
