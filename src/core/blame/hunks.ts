import { editScript } from '../compare/editScript.ts';

/** One place where a text was changed. Offsets are 0-based, in UTF-16 units; `end` is exclusive. */
export interface Hunk {
  /** What stood here before; empty where something was added. */
  readonly oldText: string;
  readonly newText: string;
  /** Where the new text has it; `start === end` where something was taken away. */
  readonly start: number;
  readonly end: number;
}

/** Comparisons of two sentences at most, besides a few for each: texts that differ almost everywhere are not worth more. */
const maxComparisons = 1_000_000;
/** More places than this are taken together with their neighbours: each one doubles what may be tried. */
const mostHunks = 10;

/**
 * The places where a text differs from an older one, by sentence and line, in the order of the new
 * text. Places of one line with nothing but blanks between them are one.
 */
export function hunksOf(oldText: string, newText: string): readonly Hunk[] {
  const parts = editScript([...segments(oldText)], [...segments(newText)], maxComparisons);
  if (parts === undefined) return [{ oldText, newText, start: 0, end: newText.length }];
  const hunks: Hunk[] = [];
  let start = 0;
  let blank = '';
  let isOpen = false;
  for (const { kind, values } of parts) {
    const text = values.join('');
    if (kind === 'same') {
      blank = text;
      // A blank in common does not separate two places; the end of a line does.
      if (text.trim() !== '' || text.includes('\n')) isOpen = false;
      start += text.length;
      continue;
    }
    const last = isOpen ? hunks.pop() : undefined;
    const between = last === undefined ? '' : blank;
    const from = last?.start ?? start;
    const before = last === undefined ? '' : last.oldText + between;
    const now = last === undefined ? '' : last.newText + between;
    const end = start + (kind === 'added' ? text.length : 0);
    hunks.push({
      oldText: before + (kind === 'removed' ? text : ''),
      newText: now + (kind === 'added' ? text : ''),
      start: from,
      end,
    });
    start = end;
    blank = '';
    isOpen = true;
  }
  return merged(hunks, oldText, newText);
}

/** The new text with some of its changes taken back. @param chosen indices of hunks */
export function revert(
  newText: string,
  hunks: readonly Hunk[],
  chosen: ReadonlySet<number>,
): string {
  let text = '';
  let at = 0;
  hunks.forEach((hunk, index) => {
    if (!chosen.has(index)) return;
    text += newText.slice(at, hunk.start) + hunk.oldText;
    at = hunk.end;
  });
  return text + newText.slice(at);
}

/** Sentences with the blanks behind them, and line ends. */
function* segments(text: string): Generator<string> {
  // Groups: none. A line end; or text up to the end of a sentence, its blanks included; or to the line's end.
  for (const [found] of text.matchAll(
    /\r?\n|[^\n.!?]*[.!?]+(?:[ \t]+|(?=\r?\n|$))|[^\n]+?(?=\r?\n|$|[.!?][ \t\r\n])|[^\n]/g,
  )) {
    yield found;
  }
}

function merged(hunks: readonly Hunk[], oldText: string, newText: string): readonly Hunk[] {
  let all = [...hunks];
  while (all.length > mostHunks) {
    let place = 0;
    for (let i = 0; i + 1 < all.length; i++) if (gap(all, i) < gap(all, place)) place = i;
    const [a, b] = [all[place], all[place + 1]];
    if (a === undefined || b === undefined) return all;
    const between = newText.slice(a.end, b.start);
    const both = {
      oldText: a.oldText + between + b.oldText,
      newText: a.newText + between + b.newText,
      start: a.start,
      end: b.end,
    };
    all = all.toSpliced(place, 2, both);
  }
  return oldText === newText ? [] : all;
}

function gap(hunks: readonly Hunk[], place: number): number {
  return (hunks[place + 1]?.start ?? Number.POSITIVE_INFINITY) - (hunks[place]?.end ?? 0);
}
