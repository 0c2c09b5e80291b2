import * as z from 'zod';
import { commonKeys, defineMetric } from '../define.ts';
import { closeness, countSentence, isWithin, limitKeys, limitsProblem } from '../limits.ts';
import { graded } from '../outcome.ts';
import { findAll, findKeys, searchTexts } from '../textMatch.ts';
import { list, quote } from '../wording.ts';
import { findMatches, flagsKey, patternProblem } from './matches.ts';

export const count = defineMetric({
  type: 'count',
  summary: 'A text, any of several texts, or a pattern occurs so many times.',
  zero: 'Far from the limits.',
  one: 'Within the limits; between: the nearest allowed number divided by the number found, or the other way round.',
  parameters: z
    .strictObject({
      value: searchTexts
        .optional()
        .describe('The text that is counted, or several that are counted together.'),
      pattern: z.string().min(1).optional().describe('A regular expression instead of `value`.'),
      flags: flagsKey,
      ...limitKeys,
      ...findKeys,
      ...commonKeys,
    })
    .check((context) => {
      const { value, pattern, flags } = context.value;
      const add = (message: string, path: string[] = []) =>
        context.issues.push({ code: 'custom', message, path, input: context.value });
      if ((value === undefined) === (pattern === undefined))
        add(
          value === undefined
            ? 'Say what is counted: add `value` or `pattern`.'
            : 'Keep either `value` or `pattern`.',
        );
      const problem = pattern === undefined ? undefined : patternProblem(pattern, flags);
      if (problem !== undefined) add(problem, ['pattern']);
      const limits = limitsProblem(context.value);
      if (limits !== undefined) add(limits);
    }),
  examples: [
    { metric: { type: 'count', value: '!', max: 1 }, output: 'Great! Thanks!', passes: false },
    {
      metric: { type: 'count', value: 'peace', min: 2, 'ignore-case': true },
      output: 'Peace brings peace.',
      passes: true,
    },
    {
      metric: { type: 'count', pattern: '\\d+', exactly: 2 },
      output: 'From 3 to 15.',
      passes: true,
    },
  ],
  acceptsEmpty: (limits) => limits.exactly === 0,
  judge({ text }, parameters) {
    const { value, pattern, flags } = parameters;
    const values = value === undefined ? [] : typeof value === 'string' ? [value] : value;
    const marks =
      pattern === undefined
        ? values.flatMap((one) => findAll(text, one, parameters))
        : findMatches(text, pattern, flags);
    const noun =
      pattern === undefined
        ? list(
            values.map((one) => quote(one)),
            'or',
          )
        : `/${pattern}/`;
    return graded(
      closeness(marks.length, parameters),
      isWithin(marks.length, parameters),
      countSentence(marks.length, parameters, `occurrence of ${noun}`, `occurrences of ${noun}`),
      marks,
    );
  },
});
