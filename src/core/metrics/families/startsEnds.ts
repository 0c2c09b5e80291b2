import * as z from 'zod';
import { commonKeys, defineMetric } from '../define.ts';
import { verdict } from '../outcome.ts';
import {
  checkOneOfValueAndValues,
  compareKeys,
  findAt,
  findEndingAt,
  searchText,
  searchTexts,
  textsOf,
} from '../textMatch.ts';
import { list, quote } from '../wording.ts';

const keys = {
  value: searchText.optional().describe('The text.'),
  values: searchTexts.optional().describe('Several texts, any one of which will do.'),
  skip: z
    .string()
    .default('')
    .describe('Characters that may stand between the text and the edge of the reply, e.g. `"*`.'),
  ...compareKeys,
  ...commonKeys,
};

export const startsWith = defineMetric({
  type: 'starts-with',
  summary: 'The reply begins with a text, leading white space aside.',
  zero: 'It begins otherwise.',
  one: 'It begins so.',
  parameters: z.strictObject(keys).check(checkOneOfValueAndValues),
  examples: [
    { metric: { type: 'starts-with', value: 'Dear' }, output: 'Dear Ms Lee,', passes: true },
    { metric: { type: 'starts-with', value: 'Dear' }, output: 'Hello, dear Ms Lee', passes: false },
    {
      metric: { type: 'starts-with', values: ['Yes', 'No'], skip: '*' },
      output: '**No**.',
      passes: true,
    },
  ],
  judge({ text }, parameters) {
    const start = edge(text, parameters.skip);
    const wanted = textsOf(parameters).map((value) => value.trimStart() || value);
    for (const value of wanted) {
      const mark = findAt(text, value, start, parameters);
      if (mark) return verdict(true, `The reply begins with ${quote(value)}.`, [mark]);
    }
    const end = Math.min(text.length, start + (wanted[0]?.length ?? 0));
    return verdict(
      false,
      `The reply begins with ${quote(text.slice(start, end))}, not with ${choices(wanted)}.`,
      [{ start: Math.min(start, end), end }],
    );
  },
});

export const endsWith = defineMetric({
  type: 'ends-with',
  summary: 'The reply ends with a text, white space at the end aside.',
  zero: 'It ends otherwise.',
  one: 'It ends so.',
  parameters: z.strictObject(keys).check(checkOneOfValueAndValues),
  examples: [
    {
      metric: { type: 'ends-with', value: 'Regards, Kim' },
      output: 'Thanks.\nRegards, Kim\n',
      passes: true,
    },
    { metric: { type: 'ends-with', value: '?' }, output: 'Shall I? Just say so.', passes: false },
    {
      metric: { type: 'ends-with', value: 'peace!', skip: '"', 'ignore-case': true },
      output: '"I wish you Peace!"',
      passes: true,
    },
  ],
  judge({ text }, parameters) {
    const end = endEdge(text, parameters.skip);
    const wanted = textsOf(parameters).map((value) => value.trimEnd() || value);
    for (const value of wanted) {
      const mark = findEndingAt(text, value, end, parameters);
      if (mark) return verdict(true, `The reply ends with ${quote(value)}.`, [mark]);
    }
    const start = Math.max(0, end - (wanted[0]?.length ?? 0));
    return verdict(
      false,
      `The reply ends with ${quote(text.slice(start, end))}, not with ${choices(wanted)}.`,
      [{ start, end }],
    );
  },
});

function choices(values: readonly string[]): string {
  return list(
    values.map((value) => quote(value)),
    'or',
  );
}

/** Offset of the first character that is neither white space nor to be skipped. */
function edge(text: string, skip: string): number {
  let at = text.length - text.trimStart().length;
  while (at < text.length && skip.includes(text[at] ?? '')) at++;
  return at;
}

function endEdge(text: string, skip: string): number {
  let at = text.trimEnd().length;
  while (at > 0 && skip.includes(text[at - 1] ?? ' ')) at--;
  return at;
}
