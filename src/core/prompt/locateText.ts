import { LineMap, type Range } from '../text.ts';
import type { Prompt } from './prompt.ts';

/**
 * Where a text stands in the messages of a prompt; undefined when it does not occur. Line breaks and runs of spaces count as
 * one space, so that a wrapped sentence is found. The first occurrence counts.
 */
export function locateText(
  prompt: Pick<Prompt, 'source' | 'messages'>,
  text: string,
): Range | undefined {
  const wanted = squeeze(text).text.trim();
  if (wanted === '') return undefined;
  const lines = new LineMap(prompt.source);
  for (const { range } of prompt.messages) {
    const start = lines.offsetAt(range.start);
    const { text: body, offsets } = squeeze(prompt.source.slice(start, lines.offsetAt(range.end)));
    const at = body.indexOf(wanted);
    if (at < 0) continue;
    const first = offsets[at] ?? 0;
    const last = offsets[at + wanted.length - 1] ?? first;
    return lines.range(start + first, start + last + 1);
  }
  return undefined;
}

/** Whether a text occurs in what a prompt says, also where quoting hides it in the file. */
export function saysText(prompt: Pick<Prompt, 'messages'>, text: string): boolean {
  const wanted = squeeze(text).text.trim();
  return prompt.messages.some(({ template }) => squeeze(template).text.includes(wanted));
}

/** The sentences, headings and list items of a prompt, to suggest one. */
export function sentencesOf(prompt: Pick<Prompt, 'messages'>): readonly string[] {
  const texts = prompt.messages.map(({ template }) => template).join('\n');
  return texts
    .split(/\n\s*\n|\n(?=\s*(?:[-*+>#]|\d{1,3}[.)]\s))|(?<=[.!?])\s/)
    .map((part) => squeeze(part.replace(/^\s*(?:[-*+>]|#{1,6}|\d{1,3}[.)])\s+/, '')).text.trim())
    .filter((sentence) => sentence.length >= 8);
}

/** The text with every run of white space as one space, and the offset of each character that stays. */
function squeeze(text: string): { readonly text: string; readonly offsets: readonly number[] } {
  const offsets: number[] = [];
  let squeezed = '';
  let wasSpace = false;
  for (let i = 0; i < text.length; i++) {
    const isSpace = /\s/.test(text.charAt(i));
    if (isSpace && wasSpace) continue;
    squeezed += isSpace ? ' ' : text.charAt(i);
    offsets.push(i);
    wasSpace = isSpace;
  }
  return { text: squeezed, offsets };
}
