import * as z from 'zod';
import { commonKeys, defineMetric } from '../define.ts';
import { checkLimits, closeness, countSentence, isWithin, limitKeys } from '../limits.ts';
import { graded, type Mark, skipped } from '../outcome.ts';
import { readability } from '../text/readability.ts';

const NEAR =
  'Within the limits; between: the nearest allowed number divided by the number found, or the other way round.';

export const readingLevel = defineMetric({
  type: 'reading-level',
  summary: 'The reply is as easy or as hard to read as asked.',
  zero: 'It is far from the limits.',
  one: 'It is within them; between: 10 points of reading ease or of LIX, or 3 grades, outside halve the value.',
  source:
    'R. Flesch, "A new readability yardstick", 1948; J. P. Kincaid and others, "Derivation of New Readability Formulas", 1975; ' +
    'E. A. Smith, R. J. Senter, "Automated Readability Index", 1967; M. Coleman, T. L. Liau, "A computer readability formula designed for ' +
    'machine scoring", 1975; C. H. Björnsson, "Läsbarhet", 1968',
  parameters: z
    .strictObject({
      formula: z
        .enum([
          'flesch-kincaid-grade',
          'flesch-reading-ease',
          'automated-readability-index',
          'coleman-liau',
          'lix',
        ])
        .default('flesch-kincaid-grade')
        .describe(
          'US school grade (`flesch-kincaid-grade`, `automated-readability-index`, `coleman-liau`), ease from 0 (hard) to 100 (easy) ' +
            '(`flesch-reading-ease`), or LIX from about 20 (easy) to 60 (hard), which is made for any language with words between ' +
            'spaces. The formulas of Flesch count English syllables.',
        ),
      min: z.number().optional().describe('At least this, on the scale of the formula.'),
      max: z.number().optional().describe('At most this, on the scale of the formula.'),
      ...commonKeys,
    })
    .refine(({ min, max }) => min !== undefined || max !== undefined, {
      error: 'Say which level: add `min` or `max`.',
    })
    .refine(({ min, max }) => min === undefined || max === undefined || min <= max, {
      error: '`min` is above `max`. Swap them.',
    }),
  examples: [
    {
      metric: { type: 'reading-level', max: 6 },
      output: 'Turn it off. Wait for a minute. Turn it on again.',
      passes: true,
    },
    {
      metric: { type: 'reading-level', max: 6 },
      output:
        'Subsequently, reinitialisation of the communications apparatus necessitates considerable patience.',
      passes: false,
    },
  ],
  judge({ text }, { formula, min, max }) {
    const level = readability(text, formula);
    if (level === undefined) return skipped('The reply has no words.');
    const low = min === undefined ? 0 : Math.max(0, min - level);
    const high = max === undefined ? 0 : Math.max(0, level - max);
    const off = Math.max(low, high);
    const half = formula === 'flesch-reading-ease' || formula === 'lix' ? 10 : 3;
    const asked =
      low > 0
        ? `at least ${min} is asked for`
        : high > 0
          ? `at most ${max} is asked for`
          : 'as asked';
    return graded(
      off === 0 ? 1 : Math.min(0.5 ** (off / half), 1 - 1e-9),
      off === 0,
      `${NAMES[formula]} is ${Math.round(level * 10) / 10}; ${asked}.`,
    );
  },
});

const NAMES = {
  'flesch-kincaid-grade': 'The grade by Flesch and Kincaid',
  'flesch-reading-ease': 'The reading ease by Flesch',
  'automated-readability-index': 'The grade by the Automated Readability Index',
  'coleman-liau': 'The grade by Coleman and Liau',
  lix: 'LIX',
} as const;

export const emoji = defineMetric({
  type: 'emoji',
  summary: 'The reply has so many emoji.',
  zero: 'Far from the limits.',
  one: NEAR,
  source: 'Unicode Technical Standard #51, "Unicode Emoji"',
  parameters: z.strictObject({ ...limitKeys, ...commonKeys }).check(checkLimits),
  examples: [
    { metric: { type: 'emoji', max: 0 }, output: 'All is well :)', passes: true },
    { metric: { type: 'emoji', max: 1 }, output: 'Great 👍🏽 party 🎉', passes: false },
  ],
  acceptsEmpty: (limits) => limits.exactly === 0,
  judge({ text }, limits) {
    return counted(marksOf(text, EMOJI), limits, 'emoji', 'emoji');
  },
});

/** An emoji as a reader sees it: flags, keycaps, joined sequences and skin tones are one. Signs such as © or 3 are none by themselves. */
const EMOJI =
  /\p{RI}\p{RI}|[#*0-9]\ufe0f?\u20e3|(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f)(?:\p{EMod}|\ufe0f)?(?:[\u{e0020}-\u{e007e}]{1,10}\u{e007f})?(?:\u200d(?:\p{Emoji}\ufe0f?)\p{EMod}?){0,8}|\p{Extended_Pictographic}\p{EMod}/gu;

export const punctuation = defineMetric({
  type: 'punctuation',
  summary: 'The reply has so many punctuation marks, or so many of given ones.',
  zero: 'Far from the limits.',
  one: NEAR,
  parameters: z
    .strictObject({
      marks: z
        .string()
        .min(1)
        .optional()
        .describe(
          'The marks that count, one after the other, e.g. `!?`; default: all punctuation.',
        ),
      runs: z
        .boolean()
        .default(false)
        .describe('Whether neighbouring marks count as one, so that `?!` is one and `...` too.'),
      ...limitKeys,
      ...commonKeys,
    })
    .check(checkLimits),
  examples: [
    { metric: { type: 'punctuation', marks: '!', max: 1 }, output: 'Great!! Now!', passes: false },
    { metric: { type: 'punctuation', marks: '—–', max: 0 }, output: 'Plain - so.', passes: true },
    { metric: { type: 'punctuation', min: 1 }, output: 'no end', passes: false },
  ],
  acceptsEmpty: (limits) => limits.exactly === 0,
  judge({ text }, { marks, runs, ...limits }) {
    const one =
      marks === undefined ? '\\p{P}' : `[${[...marks].map((mark) => ESCAPE(mark)).join('')}]`;
    return counted(
      marksOf(text, new RegExp(runs ? `${one}+` : one, 'gu')),
      limits,
      'punctuation mark',
      'punctuation marks',
    );
  },
});

const ESCAPE = (mark: string): string => `\\u{${(mark.codePointAt(0) ?? 0).toString(16)}}`;

function counted(
  marks: readonly Mark[],
  limits: { min?: number | undefined; max?: number | undefined; exactly?: number | undefined },
  noun: string,
  plural: string,
) {
  return graded(
    closeness(marks.length, limits),
    isWithin(marks.length, limits),
    countSentence(marks.length, limits, noun, plural),
    marks,
  );
}

function marksOf(text: string, pattern: RegExp): Mark[] {
  return [...text.matchAll(pattern)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
}
