import type { Mark } from '../outcome.ts';

/** Shorter quotations say too little about where they are from. */
const shortest = 2;

/**
 * Where the quotations of a judge stand in the text it judged; those that do not occur there are left out. White space,
 * letter case, kinds of quotation marks and an ellipsis at either end make no difference.
 */
export function locateQuotes(text: string, quotes: readonly string[]): readonly Mark[] {
  const base = plainForm(text);
  const marks = new Map<string, Mark>();
  for (const quote of quotes) {
    const wanted = plainForm(quote.replace(/^[\s…."“”]+|[\s…"“”]+$/gu, '')).text.trim();
    if (wanted.length < shortest) continue;
    const at = base.text.indexOf(wanted);
    if (at < 0) continue;
    const start = base.offsets[at] ?? 0;
    const end = (base.offsets[at + wanted.length - 1] ?? start) + 1;
    marks.set(`${start}-${end}`, { start, end });
  }
  return [...marks.values()].sort((a, b) => a.start - b.start);
}

/** Code units that stand for each other, and the offset of each that stays. */
function plainForm(text: string): { readonly text: string; readonly offsets: readonly number[] } {
  const offsets: number[] = [];
  let plain = '';
  let wasSpace = false;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charAt(i);
    const isSpace = /\s/.test(unit);
    if (isSpace && wasSpace) continue;
    wasSpace = isSpace;
    const lower = unit.toLowerCase();
    plain += isSpace ? ' ' : (marksAlike[unit] ?? (lower.length === 1 ? lower : unit));
    offsets.push(i);
  }
  return { text: plain, offsets };
}

const marksAlike: Readonly<Record<string, string>> = {
  '“': '"',
  '”': '"',
  '„': '"',
  '’': "'",
  '‘': "'",
  '–': '-',
  '—': '-',
};
