import { editScript } from '../../core/compare/editScript.ts';
import type { Segment } from '../slices/segments.ts';

/** Comparisons of two words at most, besides a few for every word: about 8 ms. */
const maxComparisons = 100_000;
/** Longer texts (UTF-16 units, both together) are compared coarsely at once. */
const maxWordText = 60_000;

/** Share of the longer text that both must have for single words to be worth marking. */
const leastCommon = 0.3;

export interface TextDiff {
  readonly segments: readonly Segment[];
  /** True when only the common start and end were found, because the texts differ too much. */
  readonly isCoarse: boolean;
}

/** Words that differ between two texts, in bounded time. */
export function diffWords(oldText: string, newText: string): TextDiff {
  if (oldText === newText) return { segments: keep([['same', oldText]]), isCoarse: false };
  if (oldText === '' || newText === '') {
    return {
      segments: keep([
        ['removed', oldText],
        ['added', newText],
      ]),
      isCoarse: false,
    };
  }
  const changes =
    oldText.length + newText.length > maxWordText
      ? undefined
      : editScript(wordsOf(oldText), wordsOf(newText), maxComparisons);
  if (changes === undefined) return { segments: commonEnds(oldText, newText), isCoarse: true };
  const segments = changes.map(
    (change): Segment => ({ kind: change.kind, text: change.values.join('') }),
  );
  const same = segments.reduce((sum, s) => sum + (s.kind === 'same' ? letters(s.text) : 0), 0);
  if (same < Math.max(letters(oldText), letters(newText)) * leastCommon) {
    return { segments: replaced(oldText, newText), isCoarse: false };
  }
  return { segments: joinNeighbours(segments), isCoarse: false };
}

/**
 * A word of a script that sets words apart, or a number with its dots and commas; else one sign: of a script that does not, a mark,
 * an emoji with all its parts. White space stays together, but for line ends. No groups.
 */
const word =
  /(?:[[\p{L}\p{M}\p{N}_]--[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]]|(?<=\p{Nd})[.,](?=\p{Nd}))+|\r?\n|[^\S\n]+|\p{RI}\p{RI}|.[\p{M}\p{EMod}]*(?:\u200d.[\p{M}\p{EMod}]*)*/gsv;

function wordsOf(text: string): string[] {
  return text.match(word) ?? [];
}

function replaced(oldText: string, newText: string): Segment[] {
  return keep([
    ['removed', oldText],
    ['added', newText],
  ]);
}

/** Letters and digits: what a reader takes for common; spaces and punctuation are in every text. */
function letters(text: string): number {
  return text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
}

/** Changes with only white space between them become one, as a reader would see them. */
function joinNeighbours(segments: readonly Segment[]): Segment[] {
  const joined: Segment[] = [];
  let removed = '';
  let added = '';
  const flush = () => {
    joined.push(...replaced(removed, added));
    removed = '';
    added = '';
  };
  for (const [index, segment] of segments.entries()) {
    const isBetween = (removed !== '' || added !== '') && index < segments.length - 1;
    if (segment.kind === 'removed') removed += segment.text;
    else if (segment.kind === 'added') added += segment.text;
    else if (isBetween && removed !== '' && added !== '' && /^[^\S\n]+$/u.test(segment.text)) {
      removed += segment.text;
      added += segment.text;
    } else {
      flush();
      joined.push(segment);
    }
  }
  flush();
  return joined;
}

function keep(parts: readonly (readonly [Segment['kind'], string])[]): Segment[] {
  return parts.filter(([, text]) => text !== '').map(([kind, text]) => ({ kind, text }));
}

function commonEnds(oldText: string, newText: string): Segment[] {
  const start = wholeCharacters(oldText, commonStart(oldText, newText));
  const end = commonEnd(oldText, newText, start);
  const cut = isLowSurrogate(oldText, oldText.length - end) ? Math.max(0, end - 1) : end;
  return keep([
    ['same', oldText.slice(0, start)],
    ['removed', oldText.slice(start, oldText.length - cut)],
    ['added', newText.slice(start, newText.length - cut)],
    ['same', oldText.slice(oldText.length - cut)],
  ]);
}

function commonStart(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let at = 0;
  while (at < most && a[at] === b[at]) at++;
  return at;
}

function commonEnd(a: string, b: string, start: number): number {
  const most = Math.min(a.length, b.length) - start;
  let size = 0;
  while (size < most && a[a.length - 1 - size] === b[b.length - 1 - size]) size++;
  return size;
}

/** Moves an offset off the middle of a surrogate pair. */
function wholeCharacters(text: string, offset: number): number {
  return isLowSurrogate(text, offset) && offset > 0 ? offset - 1 : offset;
}

function isLowSurrogate(text: string, offset: number): boolean {
  const code = text.charCodeAt(offset);
  return code >= 0xdc00 && code <= 0xdfff;
}
