import * as z from 'zod';
import type { Mark } from './outcome.ts';

/** How a given text is compared with a reply. */
export interface MatchOptions {
  readonly 'ignore-case'?: boolean | undefined;
  readonly 'ignore-space'?: boolean | undefined;
  readonly 'whole-words'?: boolean | undefined;
}

/** The keys of every metric that compares a whole text. */
export const compareKeys = {
  'ignore-case': z
    .boolean()
    .default(false)
    .describe('Whether upper and lower case count as the same.'),
  'ignore-space': z
    .boolean()
    .default(false)
    .describe('Whether any white space counts as one space.'),
};

/** The keys of every metric that looks for a text inside a reply. */
export const findKeys = {
  ...compareKeys,
  'whole-words': z
    .boolean()
    .default(false)
    .describe('Whether the text must not be a part of a longer word.'),
};

/** A text that is looked for. */
export const searchText = z.string().min(1);

/** One text or several, as a list. */
export const searchTexts = z.union([searchText, z.array(searchText).min(1)], {
  error: 'Write a text, or a list of texts, none of them empty.',
});

/** The texts of `value` or `values`, whichever is there. */
export function textsOf(parameters: {
  readonly value?: string | undefined;
  readonly values?: string | readonly string[] | undefined;
}): readonly string[] {
  const { value, values } = parameters;
  if (value !== undefined) return [value];
  if (values === undefined) return [];
  return typeof values === 'string' ? [values] : values;
}

/** For `.check` of a schema with `value` and `values`: exactly one is there. */
export function checkOneOfValueAndValues(
  context: z.core.ParsePayload<{ value?: unknown; values?: unknown }>,
): void {
  const { value, values } = context.value;
  if ((value === undefined) === (values === undefined))
    context.issues.push({
      code: 'custom',
      message:
        value === undefined
          ? 'Say which text: add `value`, or `values` for several.'
          : 'Keep either `value` or `values`.',
      input: context.value,
    });
}

/** Every place of a text in a reply, from left to right, none overlapping. */
export function findAll(text: string, value: string, options: MatchOptions = {}): Mark[] {
  const marks: Mark[] = [];
  for (const match of text.matchAll(literal(value, options, 'g')))
    marks.push({ start: match.index, end: match.index + match[0].length });
  return marks;
}

/** The first place of a text in a reply. */
export function findFirst(
  text: string,
  value: string,
  options: MatchOptions = {},
): Mark | undefined {
  const match = literal(value, options, '').exec(text);
  return match ? { start: match.index, end: match.index + match[0].length } : undefined;
}

/** The place of a text at an offset of a reply. */
export function findAt(
  text: string,
  value: string,
  offset: number,
  options: MatchOptions = {},
): Mark | undefined {
  const pattern = literal(value, options, 'y');
  pattern.lastIndex = offset;
  const match = pattern.exec(text);
  return match ? { start: match.index, end: match.index + match[0].length } : undefined;
}

/** The place of a text that ends at an offset of a reply. */
export function findEndingAt(
  text: string,
  value: string,
  offset: number,
  options: MatchOptions = {},
): Mark | undefined {
  const pattern = new RegExp(`${literal(value, options, '').source}$`, flags(options, ''));
  const match = pattern.exec(text.slice(0, offset));
  return match ? { start: match.index, end: match.index + match[0].length } : undefined;
}

/** Whether two texts are the same, white space around them aside. */
export function isSame(a: string, b: string, options: MatchOptions = {}): boolean {
  return comparable(a, options) === comparable(b, options);
}

/** A text in the form in which it is compared. */
export function comparable(text: string, options: MatchOptions = {}): string {
  let form = text.normalize('NFC').trim();
  if (options['ignore-space']) form = form.replace(/\s+/g, ' ');
  // Upper case first, so that ß and SS, and the two lower-case sigmas, meet.
  if (options['ignore-case']) form = form.toUpperCase().toLowerCase();
  return form;
}

/** A text with every character that means something in a pattern escaped. */
export function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** Patterns made before; the same few are asked for with every reply. None of their users relies on their state. */
const patterns = new Map<string, RegExp>();
/** More than a suite has texts; above it, all are forgotten. */
const maxPatterns = 1000;

function literal(value: string, options: MatchOptions, more: string): RegExp {
  const key = `${flags(options, more)}${options['ignore-space'] ? 's' : ''}${options['whole-words'] ? 'w' : ''} ${value}`;
  const known = patterns.get(key);
  if (known !== undefined) return known;
  const pattern = patternOf(value, options, more);
  if (patterns.size >= maxPatterns) patterns.clear();
  patterns.set(key, pattern);
  return pattern;
}

function patternOf(value: string, options: MatchOptions, more: string): RegExp {
  const forms = [...new Set([value, value.normalize('NFC'), value.normalize('NFD')])];
  const sources = forms.map((form) =>
    options['ignore-space']
      ? form
          .trim()
          .split(/\s+/)
          .map((part) => escapePattern(part))
          .join('\\s+') || '\\s+'
      : escapePattern(form),
  );
  const source = `(?:${sources.join('|')})`;
  const bounded = options['whole-words']
    ? `(?<![\\p{L}\\p{N}_]\\p{M}{0,8})${source}(?![\\p{L}\\p{N}\\p{M}_])`
    : source;
  return new RegExp(bounded, flags(options, more));
}

function flags(options: MatchOptions, more: string): string {
  return `u${options['ignore-case'] ? 'i' : ''}${more}`;
}
