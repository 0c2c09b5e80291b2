import * as z from 'zod';
import type { JsonValue } from '../../json.ts';
import { commonKeys, defineMetric } from '../define.ts';
import { jsonPart } from '../json/codeFence.ts';
import { jsonDifference, numberSimilarity } from '../json/jsonDifference.ts';
import { parseJson } from '../json/parseJson.ts';
import { graded, type Mark, skipped, verdict } from '../outcome.ts';
import { SIMILAR_ENOUGH } from '../references.ts';
import { linesOf } from '../text/lines.ts';
import { numbersIn } from '../text/numbers.ts';
import { bagOverlap } from '../text/overlap.ts';
import { comparable } from '../textMatch.ts';
import { amount, list, quote } from '../wording.ts';

export const numericDifference = defineMetric({
  type: 'numeric-difference',
  summary: 'A number in the reply is the expected one, or near enough.',
  zero: 'There is no number, or it has nothing in common with the expected one.',
  one: 'It is the expected number; between: 1 less the difference divided by the sum of both sizes.',
  parameters: z.strictObject({
    value: z.number().optional().describe("The number; default: the case's `expected`."),
    which: z
      .enum(['last', 'first', 'only'])
      .default('last')
      .describe('Which number of the reply is meant; `only`: there must be no other.'),
    within: z
      .number()
      .min(0)
      .default(0)
      .describe('Greatest difference that passes, in the unit of the number.'),
    'within-percent': z
      .number()
      .min(0)
      .default(0)
      .describe('Greatest difference that passes, in percent of the expected number.'),
    decimal: z
      .enum(['point', 'comma'])
      .default('point')
      .describe('What stands before the fraction: `1,234.5` or `1.234,5`.'),
    ...commonKeys,
  }),
  examples: [
    {
      metric: { type: 'numeric-difference', value: 42 },
      output: '6 times 7 is 42.',
      passes: true,
    },
    {
      metric: { type: 'numeric-difference', value: 1200, 'within-percent': 1 },
      output: 'About 1,210 people.',
      passes: true,
    },
    { metric: { type: 'numeric-difference', value: 0.5 }, output: 'It is 0.51.', passes: false },
  ],
  judge({ text }, parameters, sample) {
    const expected = parameters.value ?? numberOf(sample.expected);
    if (expected === undefined) return skipped('This case has no expected number.');
    const found = numbersIn(text, parameters.decimal);
    if (parameters.which === 'only' && found.length > 1)
      return verdict(
        false,
        `The reply has ${found.length} numbers; only one is expected.`,
        found.map(markOf),
      );
    const number = parameters.which === 'first' ? found[0] : found.at(-1);
    if (number === undefined) return verdict(false, 'The reply has no number.');
    const difference = Math.abs(number.value - expected);
    const most = Math.max(
      parameters.within,
      (parameters['within-percent'] / 100) * Math.abs(expected),
    );
    // Decimal fractions are not exact: 0.3 is within 0.1 of 0.2.
    const passed = difference <= most * (1 + 1e-9) + Number.EPSILON * Math.abs(expected);
    return graded(
      numberSimilarity(number.value, expected),
      passed,
      passed && difference === 0
        ? `The number is ${expected}.`
        : `The number is ${number.value}, not ${expected}; ${most === 0 ? 'no difference' : `a difference of ${most}`} is allowed.`,
      [markOf(number)],
    );
  },
});

export const jsonDiff = defineMetric({
  type: 'json-diff',
  summary:
    'The reply is JSON with the expected value. Passes when nothing differs, or from `threshold`.',
  zero: 'It is not JSON, or nothing is alike.',
  one: 'It is the same value, whatever the order of keys; between: the mean similarity of members, texts and numbers by their distance.',
  parameters: z.strictObject({
    value: z.json().optional().describe("The value; default: the case's `expected`."),
    'code-fence': z
      .boolean()
      .default(true)
      .describe('Whether the JSON may stand in a Markdown code fence.'),
    ...commonKeys,
  }),
  examples: [
    {
      metric: { type: 'json-diff', value: { name: 'Ann', age: 30 } },
      output: '{"age": 30, "name": "Ann"}',
      passes: true,
    },
    {
      metric: { type: 'json-diff', value: { name: 'Ann', age: 30 } },
      output: '{"age": 31, "name": "Ann"}',
      passes: false,
    },
  ],
  judge({ text }, parameters, sample) {
    const expected = parameters.value === undefined ? jsonOf(sample.expected) : parameters.value;
    if (expected === undefined) return skipped('This case has no expected value.');
    const read = parseJson(jsonPart(text, parameters['code-fence']).text);
    if (!read.isJson) return verdict(false, `The reply is not JSON: ${read.reason}.`);
    const { similarity, differences } = jsonDifference(read.node.value, expected);
    return graded(
      differences.length === 0 ? 1 : similarity,
      differences.length === 0,
      differences.length === 0
        ? 'The value is as expected.'
        : `${list(differences.map(({ path, words }) => `${path} ${words}`))}.`,
    );
  },
});

export const listOverlap = defineMetric({
  type: 'list-overlap',
  summary: 'The reply lists the expected items. Passes from 0.5 on, or from `threshold`.',
  zero: 'No expected item is there.',
  one: 'Those items are there and no others; between: what `measure` says.',
  parameters: z.strictObject({
    value: z
      .array(z.string().min(1))
      .min(1)
      .optional()
      .describe("The items; default: the case's `expected`."),
    measure: z
      .enum(['f1', 'precision', 'recall', 'jaccard'])
      .default('f1')
      .describe(
        'Share of the listed items that are expected (`precision`), of the expected ones that are listed (`recall`), the harmonic mean of ' +
          'both (`f1`), or the common items divided by all (`jaccard`).',
      ),
    separator: z
      .string()
      .min(1)
      .optional()
      .describe(
        'What stands between the items; default: the reply is a JSON list, else each line is an item (marks such as `-` or `1.` aside), ' +
          'and a single line is split at commas.',
      ),
    ...commonKeys,
  }),
  examples: [
    {
      metric: { type: 'list-overlap', value: ['red', 'green', 'blue'] },
      output: '- Green\n- Blue\n- Red',
      passes: true,
    },
    {
      metric: {
        type: 'list-overlap',
        value: ['red', 'green', 'blue'],
        measure: 'recall',
        threshold: 1,
      },
      output: 'red, blue',
      passes: false,
    },
  ],
  judge({ text }, { value, measure, separator }, sample) {
    const expected = value ?? textsOf(sample.expected);
    if (expected === undefined || expected.length === 0)
      return skipped('This case has no expected list.');
    const found = itemsOf(text, separator);
    const own = distinct(found.map(({ text: item }) => item));
    const wanted = distinct(expected);
    const { precision, recall, f1 } = bagOverlap(own, wanted);
    const common = own.filter((item) => wanted.includes(item)).length;
    const share = {
      precision,
      recall,
      f1,
      jaccard: common / (own.length + wanted.length - common),
    };
    const missing = wanted.filter((item) => !own.includes(item));
    const extra = own.filter((item) => !wanted.includes(item));
    const words = [
      `${common} of ${amount(wanted.length, 'expected item')} ${common === 1 ? 'is' : 'are'} listed.`,
      ...(missing.length > 0 ? [`Missing: ${list(missing.map((one) => quote(one)))}.`] : []),
      ...(extra.length > 0 ? [`Not expected: ${list(extra.map((one) => quote(one)))}.`] : []),
    ];
    const result = share[measure];
    return graded(
      result,
      result >= SIMILAR_ENOUGH,
      words.join(' '),
      found.flatMap(({ text: item, mark }) =>
        mark && wanted.includes(itemForm(item)) ? [mark] : [],
      ),
    );
  },
});

function markOf({ start, end }: Mark): Mark {
  return { start, end };
}

function numberOf(expected: JsonValue | undefined): number | undefined {
  if (typeof expected === 'number') return expected;
  return typeof expected === 'string' ? numbersIn(expected).at(-1)?.value : undefined;
}

/** An expected answer that is a text is read as JSON where it is some. */
function jsonOf(expected: JsonValue | undefined): JsonValue | undefined {
  if (typeof expected !== 'string') return expected;
  const read = parseJson(expected);
  return read.isJson ? read.node.value : expected;
}

function textsOf(expected: JsonValue | undefined): readonly string[] | undefined {
  const value = typeof expected === 'string' ? itemsOf(expected).map(({ text }) => text) : expected;
  if (!Array.isArray(value)) return undefined;
  return value.map((item: unknown) => (typeof item === 'string' ? item : JSON.stringify(item)));
}

interface Item {
  readonly text: string;
  readonly mark?: Mark;
}

const LINE_LABEL = /^\s*(?:[-*+•]|\d{1,3}[.)])\s+/;

function itemsOf(text: string, separator?: string): readonly Item[] {
  if (separator !== undefined) return pieces(text, 0, text.length, separator);
  const read = parseJson(jsonPart(text, true).text);
  if (read.isJson && Array.isArray(read.node.value))
    return read.node.value.map((item: JsonValue) => ({
      text: typeof item === 'string' ? item : JSON.stringify(item),
    }));
  const lines = linesOf(text);
  return lines.flatMap(({ start, end }) => {
    const label = LINE_LABEL.exec(text.slice(start, end))?.[0].length ?? 0;
    return pieces(text, start + label, end, lines.length === 1 ? ',' : undefined);
  });
}

function pieces(text: string, start: number, end: number, separator: string | undefined): Item[] {
  const items: Item[] = [];
  let at = start;
  const whole = text.slice(start, end);
  for (const piece of separator === undefined ? [whole] : whole.split(separator)) {
    if (piece.trim() !== '') {
      const from = at + piece.length - piece.trimStart().length;
      items.push({ text: piece, mark: { start: from, end: from + piece.trim().length } });
    }
    at += piece.length + (separator?.length ?? 0);
  }
  return items;
}

function itemForm(item: string): string {
  return comparable(item, { 'ignore-case': true, 'ignore-space': true }).replace(/[.;,]+$/, '');
}

function distinct(items: readonly string[]): string[] {
  return [...new Set(items.map((item) => itemForm(item)))].filter((item) => item !== '');
}
