import type { Mark } from '../outcome.ts';
import { abbreviations, sentenceStarters } from './abbreviations.ts';
import { allLines } from './lines.ts';
import type { Reading } from './words.ts';

/**
 * The sentences of a text, in linear time.
 *
 * `careful`: a sentence ends at a mark such as `. ! ? …` (with closing quotes and brackets) before white space, at the
 * full stops of other scripts, at a blank line, and at the end of a heading or list item. Numbers of list items
 * and pieces without letters or digits are no sentences.
 * `simple`: the reading of the Punkt tokenizer with its English model (Kiss and Strunk, "Unsupervised
 * Multilingual Sentence Boundary Detection", 2006) as far as rules give it: a line break alone ends nothing, the number
 * of a list item does, and each further `!` or `?` is a sentence of its own.
 */
export function sentencesOf(text: string, reading: Reading = 'careful'): readonly Mark[] {
  return reading === 'simple' ? simpleSentences(text) : carefulSentences(text);
}

/** Ends before white space or the end; groups: mark, closers. Full stops of scripts without spaces end anywhere. */
const CAREFUL_END =
  /(?<![.!?…؟۔।॥])(?<mark>[.!?…؟۔।॥]+)["'”’»)\]}*_]*(?=\s|$)|[。！？｡]+["'”’」』）】]*/gu;
/** Heading, list item, table row or quotation: a line that stands for itself. */
const OWN_LINE = /^\s*(?:#{1,6}\s|[-*+•]\s|\d{1,3}[.)]\s|\||>)/;
/** What stands before the text of such a line. */
const LINE_LABEL = /^\s*(?:#{1,6}\s+|[-*+•]\s+|\d{1,3}[.)]\s+|>\s*)+/;
const RULE = /^\s*(?:[-*_]\s*){3,}$/;
const HAS_CONTENT = /[\p{L}\p{N}]/u;

function carefulSentences(text: string): Mark[] {
  const sentences: Mark[] = [];
  let open: { start: number; end: number } | undefined;
  const close = () => {
    if (open) for (const part of splitBlock(text, open.start, open.end)) sentences.push(part);
    open = undefined;
  };
  for (const { start, end } of allLines(text)) {
    const line = text.slice(start, end);
    if (line.trim() === '' || RULE.test(line)) close();
    else if (OWN_LINE.test(line)) {
      close();
      open = { start: start + (LINE_LABEL.exec(line)?.[0].length ?? 0), end };
      // Nothing that follows belongs to a heading; a list item may go on in the next line.
      if (/^\s*#/.test(line)) close();
    } else if (open) open.end = end;
    else open = { start, end };
  }
  close();
  return sentences;
}

function splitBlock(text: string, from: number, to: number): Mark[] {
  const block = text.slice(from, to);
  const sentences: Mark[] = [];
  let start = 0;
  const push = (end: number) => {
    const piece = block.slice(start, end);
    if (HAS_CONTENT.test(piece)) {
      const lead = piece.length - piece.trimStart().length;
      sentences.push({ start: from + start + lead, end: from + start + piece.trimEnd().length });
    }
    start = end;
  };
  for (const match of block.matchAll(CAREFUL_END)) {
    const end = match.index + match[0].length;
    const mark = match.groups?.mark;
    if (mark === '.' && isAbbreviation(block, match.index, end)) continue;
    if (mark !== undefined && /^(?:\.{2,}|…)$/.test(mark) && !startsUpper(block, end)) continue;
    push(end);
  }
  push(block.length);
  return sentences;
}

/** Marks after which Punkt sees a possible end even without white space. */
const NON_WORD = new Set('?!)";}]*:@\'({[');
const REALIGNED = /^["')\]}]+(?=\s|--|$)/;

function simpleSentences(text: string): Mark[] {
  const sentences: Mark[] = [];
  let start = 0;
  const push = (end: number) => {
    const piece = text.slice(start, end);
    if (piece.trim() !== '') {
      const lead = piece.length - piece.trimStart().length;
      sentences.push({ start: start + lead, end: start + piece.trimEnd().length });
    }
    start = end;
  };
  for (const match of text.matchAll(/[.?!]/g)) {
    const at = match.index;
    if (at < start) continue;
    const next = text[at + 1] ?? '';
    if (!NON_WORD.has(next) && !/\s/.test(next)) continue;
    if (match[0] === '.' && !isSimpleEnd(text, at)) continue;
    const closers = REALIGNED.exec(text.slice(at + 1, at + 40))?.[0].length ?? 0;
    push(at + 1 + closers);
  }
  push(text.length);
  return sentences;
}

function isSimpleEnd(text: string, at: number): boolean {
  if (text[at - 1] === '.') return startsUpper(text, at + 1) && isStarter(text, at + 1);
  return !isAbbreviation(text, at, at + 1);
}

/** Whether the full stop at an offset belongs to an abbreviation, an initial or a number rather than ending a sentence. */
function isAbbreviation(text: string, at: number, end: number): boolean {
  const word = /[\p{L}\p{N}.]*$/u.exec(text.slice(Math.max(0, at - 20), at))?.[0] ?? '';
  if (word === '') return false;
  if (/^\p{L}$/u.test(word)) return !(word === 'I') && !isStarter(text, end);
  if (/^\p{N}+$/u.test(word)) return startsLower(text, end);
  if (!abbreviations.has(word.toLowerCase())) return false;
  return !(startsUpper(text, end) && isStarter(text, end));
}

function nextWord(text: string, from: number): string {
  return /^[\s"'“”‘’([*_]*([\p{L}\p{M}]+)/u.exec(text.slice(from, from + 60))?.[1] ?? '';
}

function isStarter(text: string, from: number): boolean {
  return sentenceStarters.has(nextWord(text, from).toLowerCase());
}

function startsUpper(text: string, from: number): boolean {
  return /^\p{Lu}/u.test(nextWord(text, from));
}

function startsLower(text: string, from: number): boolean {
  return /^\p{Ll}/u.test(nextWord(text, from));
}
