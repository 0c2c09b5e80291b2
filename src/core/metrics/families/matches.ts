import * as z from 'zod';
import { messageOf } from '../../errors.ts';
import { commonKeys, defineMetric } from '../define.ts';
import { holdsVariable } from '../fillParameters.ts';
import { closeness, countSentence, isWithin, limitKeys, limitsProblem } from '../limits.ts';
import { graded, type Mark } from '../outcome.ts';

/** The keys of a metric that looks for a pattern. */
export const flagsKey = z
  .string()
  .regex(/^[imsuv]*$/, { error: 'Flags are letters of `imsuv`.' })
  .default('u')
  .describe(
    'Flags of the expression: `i` ignores case, `m` lets ^ and $ match at lines, `s` lets . match line breaks, `u` or ' +
      '`v` reads Unicode (needed for \\p{...}).',
  );

/** Why an expression cannot be read; undefined when it can, or when variables are still to be filled in. */
export function patternProblem(pattern: string, flags: string): string | undefined {
  if (holdsVariable(pattern)) return undefined;
  try {
    new RegExp(pattern, flags);
    return undefined;
  } catch (error) {
    const inline = /^\(\?([ims]+)\)/.exec(pattern)?.[1];
    const remedy = inline ? ` Write \`flags: ${inline}\` instead of (?${inline}).` : '';
    return `${messageOf(error)}.${remedy}`;
  }
}

/** Every match of an expression that is not empty. */
export function findMatches(text: string, pattern: string, flags: string): Mark[] {
  const marks: Mark[] = [];
  for (const match of text.matchAll(new RegExp(pattern, `${flags}g`)))
    marks.push({ start: match.index, end: match.index + match[0].length });
  return marks;
}

export const matches = defineMetric({
  type: 'matches',
  summary: 'A regular expression (as in JavaScript) matches somewhere in the reply.',
  zero: 'It does not match.',
  one: 'It matches as often as asked; between: how near the number of matches is.',
  parameters: z
    .strictObject({
      pattern: z
        .string()
        .min(1)
        .describe('The expression, without slashes. Use ^ and $ to cover the whole reply.'),
      flags: flagsKey,
      ...limitKeys,
      min: limitKeys.min.describe('At least so many matches; default 1 where no limit is given.'),
      ...commonKeys,
    })
    .check((context) => {
      const { pattern, flags } = context.value;
      const problem = patternProblem(pattern, flags);
      if (problem !== undefined)
        context.issues.push({
          code: 'custom',
          message: problem,
          path: ['pattern'],
          input: pattern,
        });
      const limits = limitsProblem(context.value, false);
      if (limits !== undefined)
        context.issues.push({ code: 'custom', message: limits, input: context.value });
    }),
  examples: [
    {
      metric: { type: 'matches', pattern: '\\bticket #\\d+' },
      output: 'See ticket #42.',
      passes: true,
    },
    { metric: { type: 'matches', pattern: '^\\d+$' }, output: '42 apples', passes: false },
    { metric: { type: 'matches', pattern: '!', max: 1 }, output: 'Great!! Really!', passes: false },
  ],
  acceptsEmpty: ({ pattern, flags }) => new RegExp(pattern, flags).test(''),
  judge({ text }, { pattern, flags, min, max, exactly }) {
    const noLimit = min === undefined && max === undefined && exactly === undefined;
    const limits = noLimit ? { min: 1 } : { min, max, exactly };
    const marks = findMatches(text, pattern, flags);
    if (noLimit)
      return marks.length > 0
        ? graded(1, true, `/${pattern}/ matches.`, marks)
        : graded(0, false, `/${pattern}/ does not match anywhere.`);
    return graded(
      closeness(marks.length, limits),
      isWithin(marks.length, limits),
      countSentence(marks.length, limits, `match of /${pattern}/`, `matches of /${pattern}/`),
      marks,
    );
  },
});
