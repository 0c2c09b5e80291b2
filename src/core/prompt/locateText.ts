import { LineMap, type Range } from '../text.ts';
import { rangeInFile } from './placedText.ts';
import type { Prompt } from './prompt.ts';
import { withoutMarks } from './templates/marks.ts';

/** Where a text stands. */
export interface TextPlace {
  /** Absolute path of the included file that it stands in; absent for the prompt's own. */
  readonly file?: string;
  readonly range: Range;
}

/**
 * Where a text stands in the messages of a prompt, else in what they include; undefined when it does not occur. Line breaks and
 * runs of spaces count as one space, so that a wrapped sentence is found. The first occurrence counts.
 */
export function locateText(
  prompt: Pick<Prompt, 'source' | 'messages' | 'body'>,
  text: string,
): TextPlace | undefined {
  const lines = new LineMap(prompt.source);
  for (const { range } of prompt.messages) {
    const start = lines.offsetAt(range.start);
    const found = find(prompt.source.slice(start, lines.offsetAt(range.end)), text);
    if (found !== undefined) return { range: lines.range(start + found.start, start + found.end) };
  }
  for (const fragment of prompt.body?.fragments ?? []) {
    const found = find(fragment.text, text);
    if (found !== undefined)
      return { file: fragment.path, range: rangeInFile(fragment, found.start, found.end) };
  }
  return undefined;
}

/** The text of a prompt's file, and of each file that goes into it. */
export function textsOf({ source, body }: Pick<Prompt, 'source' | 'body'>): readonly string[] {
  return [source, ...(body?.fragments.map(({ text }) => text) ?? [])];
}

/** Whether a text occurs in another, line breaks and runs of spaces counting as one space. */
export function containsText(text: string, wanted: string): boolean {
  return find(text, wanted) !== undefined;
}

function find(text: string, searched: string): { start: number; end: number } | undefined {
  const exactly = searched.trim() === '' ? -1 : text.indexOf(searched);
  if (exactly >= 0) return { start: exactly, end: exactly + searched.length };
  const words = searched.split(/\s+/).filter((word) => word !== '');
  if (words.length === 0) return undefined;
  // Looked for by one expression: prompts of a million characters are searched for every metric.
  const found = new RegExp(words.map(escaped).join('\\s+')).exec(text);
  return found === null ? undefined : { start: found.index, end: found.index + found[0].length };
}

/** Whether a text occurs in what a prompt says, also where quoting hides it in the file. */
export function saysText(prompt: Pick<Prompt, 'messages'>, text: string): boolean {
  return prompt.messages.some(({ template }) => find(template, text) !== undefined);
}

/** The sentences, headings and list items of a prompt, to suggest one. */
export function sentencesOf(prompt: Pick<Prompt, 'messages' | 'body'>): readonly string[] {
  const included = prompt.body?.fragments.map(({ text }) => withoutMarks(text)) ?? [];
  return [...prompt.messages.map(({ template }) => template), ...included]
    .join('\n')
    .split(/\n\s*\n|\n(?=\s*(?:[-*+>#]|\d{1,3}[.)]\s))|(?<=[.!?])\s/)
    .map((part) =>
      part
        .replace(/^\s*(?:[-*+>]|#{1,6}|\d{1,3}[.)])\s+/, '')
        .replace(/\s+/g, ' ')
        .trim(),
    )
    .filter((sentence) => sentence.length >= 8);
}

function escaped(word: string): string {
  return word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
