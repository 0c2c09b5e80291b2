import type { Mark } from '../outcome.ts';
import { splitCode } from './codeBlocks.ts';
import type { Reading } from './words.ts';

export type MarkdownElement =
  | 'heading'
  | 'bullet'
  | 'numbered-item'
  | 'table'
  | 'code-block'
  | 'link'
  | 'highlight'
  | 'quote'
  | 'rule';

/** The places of one kind of Markdown element, in the order of the text. */
export function findElements(
  text: string,
  element: MarkdownElement,
  reading: Reading = 'careful',
): readonly Mark[] {
  if (reading === 'simple' && element === 'bullet') return simpleBullets(text);
  if (reading === 'simple' && element === 'highlight') return simpleHighlights(text);
  const { prose, codeBlocks } = splitCode(text);
  switch (element) {
    case 'code-block':
      return codeBlocks.map(({ start, end }) => ({ start, end }));
    case 'link':
      return inline(text, prose, LINK);
    case 'highlight':
      return inline(text, prose, HIGHLIGHT);
    case 'table':
      return prose.filter(({ start, end }) => {
        const line = text.slice(start, end).trim();
        return line.includes('|') && TABLE_RULE.test(line);
      });
    case 'quote':
      return quotes(text, prose);
    default: {
      const pattern = LINES[element];
      return prose.filter(({ start, end }) => {
        const line = text.slice(start, end);
        return pattern.test(line) && (element === 'rule' || !LINES.rule.test(line));
      });
    }
  }
}

const LINES = {
  heading: /^ {0,3}#{1,6}(?:\s+\S|\s*$)/,
  bullet: /^\s*[-*+•]\s+\S/,
  'numbered-item': /^\s*\d{1,9}[.)]\s+\S/,
  rule: /^ {0,3}(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,})$/,
};
/** The line below a table's head, white space around it taken off; it holds a `|`. */
const TABLE_RULE = /^(?:\|\s*)?:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?$/;
const LINK = /!?\[[^[\]\n]*\]\([^()\s]*(?:\s+"[^"\n]*")?\)|<https?:\/\/[^<>\s]+>/gu;
/** Text between the same marks on both sides, without white space at its edges. */
const HIGHLIGHT =
  /(?<![*\\])(\*{1,3})(?![\s*])[^*\n]*[^\s*\\]\1(?!\*)|(?<![\p{L}\p{N}_\\])(_{1,3})(?![\s_])[^_\n]*[^\s_\\]\2(?![\p{L}\p{N}_])/gu;
const INLINE_CODE = /`[^`\n]+`/g;

function inline(text: string, lines: readonly Mark[], pattern: RegExp): Mark[] {
  return lines.flatMap(({ start, end }) => {
    const line = text
      .slice(start, end)
      .replace(INLINE_CODE, (code) => ' '.repeat(code.length))
      .replace(/^\s*[*+-]\s/, (bullet) => ' '.repeat(bullet.length));
    return [...line.matchAll(pattern)].map((match) => ({
      start: start + match.index,
      end: start + match.index + match[0].length,
    }));
  });
}

function quotes(text: string, lines: readonly Mark[]): Mark[] {
  const found: { start: number; end: number }[] = [];
  let isOpen = false;
  for (const { start, end } of lines) {
    const isQuote = /^ {0,3}>/.test(text.slice(start, end));
    const last = found.at(-1);
    if (isQuote && isOpen && last) last.end = end;
    else if (isQuote) found.push({ start, end });
    isOpen = isQuote;
  }
  return found;
}

/**
 * Lines that begin with `-`, or with `*` and a character other than `*`. A lone `*` takes the line break as that
 * character and the next line with it.
 */
function simpleBullets(text: string): Mark[] {
  const marks: Mark[] = [];
  let isTaken = false;
  for (const { start, end } of linesAsPython(text)) {
    const line = text.slice(start, end).trimStart();
    const isLoneStar = line === '*' && end < text.length;
    if (line.startsWith('-') || (!isTaken && (isLoneStar || STAR_ITEM.test(line))))
      marks.push({ start, end });
    isTaken = !isTaken && isLoneStar;
  }
  return marks;
}

const STAR_ITEM = /^\*[^*]/;

/** Lines ended by `\n` alone. */
function linesAsPython(text: string): Mark[] {
  const lines: Mark[] = [];
  let start = 0;
  for (const line of text.split('\n')) {
    lines.push({ start, end: start + line.length });
    start += line.length + 1;
  }
  return lines;
}

function simpleHighlights(text: string): Mark[] {
  const marks: Mark[] = [];
  for (const pattern of [/\*([^\n*]*)\*/g, /\*\*([^\n*]*)\*\*/g])
    for (const match of text.matchAll(pattern))
      if (match[1]?.trim()) marks.push({ start: match.index, end: match.index + match[0].length });
  return marks.sort((a, b) => a.start - b.start);
}
