import * as z from 'zod';
import { canonicalJson, type JsonValue } from '../../json.ts';
import { commonKeys, defineMetric } from '../define.ts';
import { jsonPart } from '../json/codeFence.ts';
import { parseJson } from '../json/parseJson.ts';
import { type Outcome, skipped, verdict } from '../outcome.ts';
import type { Target } from '../target.ts';
import { comparable, compareKeys, isSame, type MatchOptions } from '../textMatch.ts';
import { list, quote } from '../wording.ts';

/** What an answer is compared with: a text, or another JSON value that the reply must spell as JSON. */
const answer: z.ZodType<JsonValue> = z.json();

export const equals = defineMetric({
  type: 'equals',
  summary: 'The reply is exactly the expected answer, white space around it aside.',
  zero: 'The reply differs.',
  one: 'The reply is the same.',
  parameters: z.strictObject({
    value: answer
      .optional()
      .describe(
        "The answer; default: the case's `expected`. Anything but a text is compared with the reply read as JSON.",
      ),
    ...compareKeys,
    ...commonKeys,
  }),
  examples: [
    { metric: { type: 'equals', value: 'yes' }, output: 'yes\n', passes: true },
    { metric: { type: 'equals', value: 'yes' }, output: 'Yes', passes: false },
    { metric: { type: 'equals', value: 'yes', 'ignore-case': true }, output: 'Yes', passes: true },
    {
      metric: { type: 'equals' },
      output: '{"b": 2, "a": 1}',
      expected: { a: 1, b: 2 },
      passes: true,
    },
  ],
  acceptsEmpty: ({ value }) => value === undefined || value === '',
  judge(target, parameters, sample) {
    const expected = parameters.value ?? sample.expected;
    if (expected === undefined) return noExpected();
    if (isAnswer(target.text, expected, parameters))
      return verdict(true, 'The reply is the expected answer.', [whole(target)]);
    if (typeof expected !== 'string')
      return verdict(
        false,
        `The reply is not the expected value ${quote(canonicalJson(expected))}.`,
        [whole(target)],
      );
    return differing(target, expected, parameters);
  },
});

export const oneOf = defineMetric({
  type: 'one-of',
  summary: 'The reply is one of the given answers and nothing else.',
  zero: 'The reply is none of them.',
  one: 'The reply is one of them.',
  parameters: z.strictObject({
    values: z
      .union([z.array(answer).min(1), z.string()])
      .optional()
      .describe("The answers; default: the case's `expected`, which is then a list."),
    ...compareKeys,
    ...commonKeys,
  }),
  examples: [
    {
      metric: { type: 'one-of', values: ['positive', 'negative'] },
      output: 'negative',
      passes: true,
    },
    {
      metric: { type: 'one-of', values: ['positive', 'negative'] },
      output: 'I would say negative.',
      passes: false,
      note: 'Use `contains` where other words may stand around the answer.',
    },
  ],
  judge(target, parameters, sample) {
    const given = parameters.values ?? sample.expected;
    if (given === undefined) return noExpected();
    const answers: readonly JsonValue[] = Array.isArray(given) ? given : [given];
    const found = answers.find((one) => isAnswer(target.text, one, parameters));
    const choices = list(
      answers.map((one) => quote(textOf(one))),
      'or',
    );
    return found === undefined
      ? verdict(false, `The reply is ${quote(target.text)}, not ${choices}.`, [whole(target)])
      : verdict(true, `The reply is ${quote(textOf(found))}.`, [whole(target)]);
  },
});

function noExpected(): Outcome {
  return skipped('This case has no expected answer to compare with.');
}

function isAnswer(text: string, expected: JsonValue, options: MatchOptions): boolean {
  if (typeof expected === 'string') return isSame(text, expected, options);
  if (isSame(text, textOf(expected), options)) return true;
  const read = parseJson(jsonPart(text, true).text);
  return read.isJson && canonicalJson(read.node.value) === canonicalJson(expected);
}

function textOf(value: JsonValue): string {
  return typeof value === 'string' ? value : canonicalJson(value);
}

function whole(target: Target) {
  return { start: 0, end: target.text.length };
}

function differing({ text }: Target, expected: string, options: MatchOptions): Outcome {
  const [a, b] = [comparable(text, options), comparable(expected, options)];
  let same = 0;
  while (same < a.length && same < b.length && a[same] === b[same]) same++;
  const explanation =
    same === 0
      ? `The reply is ${quote(text)}; ${quote(expected)} is expected.`
      : same === b.length
        ? `The reply goes on after the expected answer with ${quote(a.slice(same))}.`
        : same === a.length
          ? `The reply ends before ${quote(b.slice(same))}.`
          : `The reply differs from the expected answer after ${quote(a.slice(Math.max(0, same - 20), same))}: it has ${quote(a.slice(same, same + 20))} instead of ${quote(b.slice(same, same + 20))}.`;
  // Offsets of the compared form are those of the reply only as long as nothing was folded.
  const lead = text.length - text.trimStart().length;
  const isFolded =
    options['ignore-case'] || options['ignore-space'] || text.normalize('NFC') !== text;
  const start = isFolded ? 0 : Math.min(lead + same, text.length);
  return verdict(false, explanation, [{ start, end: text.length }]);
}
