import * as z from 'zod';
import { commonKeys, defineMetric } from '../define.ts';
import { graded, type Mark, skipped, verdict } from '../outcome.ts';
import {
  checkOneOfValueAndValues,
  findAll,
  findFirst,
  findKeys,
  searchText,
  searchTexts,
  textsOf,
} from '../textMatch.ts';
import { list, quote } from '../wording.ts';

export const contains = defineMetric({
  type: 'contains',
  summary: 'The reply contains a text, all of several texts, or any of them.',
  zero: 'None of the texts is there.',
  one: 'What is asked for is there; between: the share of the texts that are.',
  parameters: z
    .strictObject({
      value: searchText
        .optional()
        .describe('The text; with neither key: the `expected` of the case.'),
      values: searchTexts.optional().describe('Several texts.'),
      require: z
        .enum(['all', 'any'])
        .default('all')
        .describe('Whether all of `values` must be there, or any one of them.'),
      ...findKeys,
      ...commonKeys,
    })
    .refine(({ value, values }) => value === undefined || values === undefined, {
      error: 'Keep either `value` or `values`.',
    }),
  examples: [
    {
      metric: { type: 'contains', value: 'Router X' },
      output: 'Your Router X is fine.',
      passes: true,
    },
    { metric: { type: 'contains', values: ['name', 'date'] }, output: 'Name: Ann', passes: false },
    {
      metric: {
        type: 'contains',
        values: ['sorry', 'apologise'],
        require: 'any',
        'ignore-case': true,
      },
      output: 'We apologise for the delay.',
      passes: true,
    },
    {
      metric: { type: 'contains', value: 'art', 'whole-words': true },
      output: 'Let us start.',
      passes: false,
    },
  ],
  judge({ text }, parameters, sample) {
    let wanted = textsOf(parameters);
    if (wanted.length === 0) {
      const { expected } = sample;
      const texts = Array.isArray(expected) ? expected : [expected];
      wanted = texts.flatMap((one: unknown) =>
        typeof one === 'string' && one !== '' ? [one] : [],
      );
      if (wanted.length === 0) return skipped('This case has no expected text to look for.');
    }
    const found: { value: string; mark: Mark }[] = [];
    const missing: string[] = [];
    for (const value of wanted) {
      const mark = findFirst(text, value, parameters);
      if (mark) found.push({ value, mark });
      else missing.push(quote(value));
    }
    const marks = found.map(({ mark }) => mark);
    const present = list(found.map(({ value }) => quote(value)));
    if (parameters.require === 'any')
      return found.length > 0
        ? verdict(true, `Found ${present}.`, marks)
        : verdict(false, `Found none of ${list(missing, 'or')}.`);
    const share = found.length / wanted.length;
    return missing.length === 0
      ? graded(share, true, `Found ${present}.`, marks)
      : graded(
          share,
          false,
          `${list(missing)} ${missing.length === 1 ? 'is' : 'are'} missing.`,
          marks,
        );
  },
});

export const excludes = defineMetric({
  type: 'excludes',
  summary: 'None of the given texts is in the reply.',
  zero: 'A forbidden text is there.',
  one: 'None is there.',
  parameters: z
    .strictObject({
      value: searchText.optional().describe('The forbidden text.'),
      values: searchTexts.optional().describe('Several forbidden texts.'),
      ...findKeys,
      ...commonKeys,
    })
    .check(checkOneOfValueAndValues),
  examples: [
    { metric: { type: 'excludes', value: ',' }, output: 'No comma here.', passes: true },
    {
      metric: { type: 'excludes', values: ['as an AI', 'I cannot'], 'ignore-case': true },
      output: 'As an AI, I would rather not.',
      passes: false,
    },
    {
      metric: { type: 'excludes', value: 'can', 'whole-words': true },
      output: 'We canned them.',
      passes: true,
    },
  ],
  judge({ text }, parameters) {
    const marks: Mark[] = [];
    const found: string[] = [];
    for (const value of textsOf(parameters)) {
      const places = findAll(text, value, parameters);
      if (places.length === 0) continue;
      found.push(places.length === 1 ? quote(value) : `${quote(value)} ${places.length} times`);
      for (const place of places) marks.push({ ...place, label: 'forbidden' });
    }
    return found.length === 0
      ? verdict(true, `Found none of the forbidden texts.`)
      : verdict(false, `Found ${list(found)}, which must not be in the reply.`, marks);
  },
});
