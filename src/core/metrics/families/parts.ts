import * as z from 'zod';
import { commonKeys, defineMetric } from '../define.ts';
import { closeness, countSentence, isWithin, limitKeys, limitsProblem } from '../limits.ts';
import { graded, type Mark, verdict } from '../outcome.ts';
import { readingKey } from '../reading.ts';
import { comparable, searchText } from '../textMatch.ts';
import { quote } from '../wording.ts';
import { findMatches, flagsKey, patternProblem } from './matches.ts';

export const parts = defineMetric({
  type: 'parts',
  summary:
    'Separators split the reply into so many parts; one of them may have to begin with a word.',
  zero: 'Far from the limits, or a part is not as asked.',
  one: 'As asked; between: the nearest allowed number divided by the number of parts, or the other way round.',
  parameters: z
    .strictObject({
      separator: searchText.optional().describe('What stands between parts, e.g. `***`.'),
      'separator-pattern': z
        .string()
        .min(1)
        .optional()
        .describe('A regular expression instead of `separator`, e.g. `\\n\\n`.'),
      flags: flagsKey,
      ...limitKeys,
      blank: z
        .enum(['ignore', 'fail-inside', 'fail'])
        .default('ignore')
        .describe(
          'What a part without text means: it does not count, it fails the metric unless it is the first or last, or it fails it.',
        ),
      distinct: z.boolean().default(false).describe('Whether all parts must differ.'),
      part: z
        .int()
        .min(1)
        .optional()
        .describe('Number of the part that `first-word` is about, from 1; default: all parts.'),
      'first-word': searchText
        .optional()
        .describe('The word a part must begin with, ignoring case.'),
      reading: readingKey(
        'marks such as `**` or `#` before the first word are passed over, and parts without text have no number.',
        'the first word begins right after white space and quotation marks and ends at one of `.,?!\'"`; every part has a number.',
      ),
      ...commonKeys,
    })
    .check((context) => {
      const { value } = context;
      const { separator, flags } = value;
      const pattern = value['separator-pattern'];
      const add = (message: string, path: string[] = []) =>
        context.issues.push({ code: 'custom', message, path, input: value });
      if ((separator === undefined) === (pattern === undefined))
        add(
          pattern === undefined
            ? 'Say what stands between parts: add `separator` or `separator-pattern`.'
            : 'Keep either `separator` or `separator-pattern`.',
        );
      const problem = pattern === undefined ? undefined : patternProblem(pattern, flags);
      if (problem !== undefined) add(problem, ['separator-pattern']);
      const asksOther = value.distinct || value['first-word'] !== undefined;
      const limits = limitsProblem(value, !asksOther);
      if (limits !== undefined) add(limits);
      if (value.part !== undefined && value['first-word'] === undefined)
        add(
          '`part` says which part `first-word` is about. Add `first-word`, or take `part` away.',
          ['part'],
        );
    }),
  examples: [
    {
      metric: { type: 'parts', separator: '***', exactly: 2 },
      output: 'One\n***\nTwo',
      passes: true,
    },
    {
      metric: { type: 'parts', separator: '******', exactly: 2, distinct: true },
      output: 'Same\n******\nSame',
      passes: false,
    },
    {
      metric: { type: 'parts', 'separator-pattern': '\\n\\n', part: 2, 'first-word': 'then' },
      output: 'First this.\n\n**Then** that.',
      passes: true,
    },
  ],
  judge({ text }, parameters) {
    const { separator, flags, blank, reading } = parameters;
    const pattern = parameters['separator-pattern'];
    const pieces = piecesOf(
      text,
      pattern === undefined
        ? literalPlaces(text, separator ?? '\n\n')
        : findMatches(text, pattern, flags),
    );
    const isBlank = ({ start, end }: Mark) => text.slice(start, end).trim() === '';
    const full = pieces.filter((piece) => !isBlank(piece));
    const isBad = (piece: Mark, i: number) =>
      isBlank(piece) &&
      (blank === 'fail' || (blank === 'fail-inside' && i > 0 && i < pieces.length - 1));
    const bad = pieces.findIndex(isBad);
    if (bad >= 0) return verdict(false, `Part ${bad + 1} of ${pieces.length} is empty.`);
    const counted = isWithin(full.length, parameters);
    const words = hasLimits(parameters)
      ? countSentence(full.length, parameters, 'part')
      : `Found ${full.length} parts.`;
    if (!counted) return graded(closeness(full.length, parameters), false, words, full);
    const same = parameters.distinct ? repeated(text, full) : undefined;
    if (same)
      return verdict(false, `Two parts are the same: ${quote(text.slice(same.start, same.end))}.`, [
        same,
      ]);
    const wanted = parameters['first-word'];
    if (wanted === undefined) return verdict(true, words, full);
    const numbered = reading === 'simple' ? pieces : full;
    const asked =
      parameters.part === undefined
        ? numbered
        : numbered.slice(parameters.part - 1, parameters.part);
    if (asked.length === 0) return verdict(false, `There is no part ${parameters.part}; ${words}`);
    for (const piece of asked) {
      const word = firstWord(text.slice(piece.start, piece.end), reading);
      if (word.toLowerCase() !== wanted.toLowerCase())
        return verdict(
          false,
          `Part ${numbered.indexOf(piece) + 1} begins with ${quote(word)}, not with ${quote(wanted)}.`,
          [piece],
        );
    }
    return verdict(true, `${words} What is asked begins with ${quote(wanted)}.`, asked);
  },
});

function hasLimits({
  min,
  max,
  exactly,
}: {
  min?: number;
  max?: number;
  exactly?: number;
}): boolean {
  return min !== undefined || max !== undefined || exactly !== undefined;
}

function literalPlaces(text: string, separator: string): Mark[] {
  const marks: Mark[] = [];
  for (
    let at = text.indexOf(separator);
    at >= 0;
    at = text.indexOf(separator, at + separator.length)
  )
    marks.push({ start: at, end: at + separator.length });
  return marks;
}

function piecesOf(text: string, separators: readonly Mark[]): Mark[] {
  const pieces: Mark[] = [];
  let start = 0;
  for (const separator of separators) {
    pieces.push({ start, end: separator.start });
    start = separator.end;
  }
  pieces.push({ start, end: text.length });
  return pieces;
}

function repeated(text: string, pieces: readonly Mark[]): Mark | undefined {
  const seen = new Set<string>();
  for (const piece of pieces) {
    const form = comparable(text.slice(piece.start, piece.end));
    if (seen.has(form)) return piece;
    seen.add(form);
  }
  return undefined;
}

function firstWord(part: string, reading: 'careful' | 'simple'): string {
  if (reading === 'careful')
    return /[\p{L}\p{N}\p{M}_]+(?:['’‐‑-][\p{L}\p{N}\p{M}_]+)*/u.exec(part)?.[0] ?? '';
  const token = part.trim().split(/\s/, 1)[0] ?? '';
  return /^'*"*([^.,?!'"]*)/.exec(token)?.[1] ?? '';
}
