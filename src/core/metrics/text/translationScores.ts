import { ngramsOf } from './overlap.ts';

/** How BLEU treats orders of n-grams without a match. */
export type Smoothing = 'none' | 'add-one' | 'exponential';

export interface BleuScore {
  /** 0 to 1. */
  readonly value: number;
  /** Modified precision per order, from single words on, before smoothing. */
  readonly precisions: readonly number[];
  /** 1 where the candidate is not shorter than the nearest reference. */
  readonly brevityPenalty: number;
}

/**
 * BLEU of one text: the geometric mean of clipped n-gram precisions, times the brevity penalty.
 *
 * K. Papineni, S. Roukos, T. Ward, W.-J. Zhu, "BLEU: a Method for Automatic Evaluation of Machine Translation", ACL 2002,
 * https://aclanthology.org/P02-1040. Orders that the candidate is too short for are left out. `exponential` is what
 * sacreBLEU does (M. Post, 2018): each order without a match counts half as much as the one before; `add-one` adds 1 to
 * matches and total from pairs on (C.-Y. Lin, F. J. Och, "ORANGE", COLING 2004).
 */
export function bleu(
  candidate: readonly string[],
  references: readonly (readonly string[])[],
  { maxOrder = 4, smoothing = 'exponential' }: { maxOrder?: number; smoothing?: Smoothing } = {},
): BleuScore {
  const precisions: number[] = [];
  let logSum = 0;
  let halving = 1;
  let matches = 0;
  for (let order = 1; order <= maxOrder && candidate.length >= order; order++) {
    const total = candidate.length - order + 1;
    const found = clippedMatches(candidate, references, order);
    matches += found;
    precisions.push(found / total);
    let precision = found / total;
    if (smoothing === 'add-one' && order > 1) precision = (found + 1) / (total + 1);
    else if (found === 0 && smoothing === 'exponential') {
      halving *= 2;
      precision = 1 / (halving * total);
    }
    logSum += Math.log(precision);
  }
  const brevityPenalty = brevity(
    candidate.length,
    references.map(({ length }) => length),
  );
  const value =
    matches === 0 || (precisions[0] ?? 0) === 0
      ? 0
      : brevityPenalty * Math.exp(logSum / precisions.length);
  return { value, precisions, brevityPenalty };
}

/** Matches of n-grams, each counted at most as often as in the reference that has it most often. */
function clippedMatches(
  candidate: readonly string[],
  references: readonly (readonly string[])[],
  order: number,
): number {
  const most = new Map<string, number>();
  for (const reference of references)
    for (const [gram, count] of countsOf(ngramsOf(reference, order)))
      most.set(gram, Math.max(most.get(gram) ?? 0, count));
  let found = 0;
  for (const [gram, count] of countsOf(ngramsOf(candidate, order)))
    found += Math.min(count, most.get(gram) ?? 0);
  return found;
}

function brevity(candidate: number, references: readonly number[]): number {
  if (candidate === 0) return 0;
  const nearest = references.reduce((best, length) => {
    const [near, far] = [Math.abs(length - candidate), Math.abs(best - candidate)];
    return near < far || (near === far && length < best) ? length : best;
  }, references[0] ?? 0);
  return candidate >= nearest ? 1 : Math.exp(1 - nearest / candidate);
}

/**
 * chrF of two texts, 0 to 1: the F-score of character n-grams, precision and recall averaged over the orders that
 * both texts are long enough for; white space does not count. With `wordOrder` 2 it is chrF++.
 *
 * M. Popović, "chrF: character n-gram F-score for automatic MT evaluation", WMT 2015, https://aclanthology.org/W15-3049, and
 * "chrF++: words helping character n-grams", WMT 2017; averaged as sacreBLEU 2 does by default.
 */
export function chrf(
  candidate: string,
  reference: string,
  { maxOrder = 6, wordOrder = 0, beta = 2 } = {},
): number {
  const letters = [candidate, reference].map((text) => [...text.replace(/\s+/gu, '')]);
  const words = [candidate, reference].map((text) => wordsWithoutMarks(text));
  let [precision, recall, orders] = [0, 0, 0];
  const add = ([own = [], other = []]: readonly (readonly string[])[], order: number) => {
    if (own.length < order || other.length < order) return;
    const [a, b] = [ngramsOf(own, order), ngramsOf(other, order)];
    const common = commonCount(a, b);
    precision += common / a.length;
    recall += common / b.length;
    orders++;
  };
  for (let order = 1; order <= maxOrder; order++) add(letters, order);
  for (let order = 1; order <= wordOrder; order++) add(words, order);
  if (orders === 0 || precision + recall === 0) return 0;
  const [p, r, weight] = [precision / orders, recall / orders, beta * beta];
  return ((1 + weight) * p * r) / (weight * p + r);
}

/** Words with one punctuation mark at their end, else at their beginning, taken off as a word of its own. */
function wordsWithoutMarks(text: string): string[] {
  return text.split(/\s+/u).flatMap((word) => {
    if (word === '') return [];
    const letters = [...word];
    const [first = '', last = ''] = [letters[0], letters.at(-1)];
    if (letters.length > 1 && MARK.test(last)) return [letters.slice(0, -1).join(''), last];
    if (letters.length > 1 && MARK.test(first)) return [first, letters.slice(1).join('')];
    return [word];
  });
}

const MARK = /^[!-/:-@[-`{-~]$/;

/**
 * GLEU of one text, 0 to 1: matching n-grams of one to four words over those of the longer text, which is the
 * smaller one of precision and recall.
 *
 * Y. Wu and others, "Google's Neural Machine Translation System", 2016, https://arxiv.org/abs/1609.08144, section 4.3
 */
export function gleu(candidate: readonly string[], reference: readonly string[]): number {
  const everyGram = (words: readonly string[]) =>
    [1, 2, 3, 4].flatMap((order) => ngramsOf(words, order));
  const [a, b] = [everyGram(candidate), everyGram(reference)];
  const longer = Math.max(a.length, b.length);
  return longer === 0 ? 1 : commonCount(a, b) / longer;
}

export interface MeteorScore {
  readonly value: number;
  readonly matches: number;
  /** Runs of matches that are in the same order in both texts. */
  readonly chunks: number;
}

/**
 * METEOR of two texts by equal words alone (no stems, no synonyms), 0 to 1: recall weighted nine times precision, less a
 * penalty of up to one half for matches out of order.
 *
 * S. Banerjee, A. Lavie, "METEOR: An Automatic Metric for MT Evaluation with Improved Correlation with Human Judgments",
 * ACL workshop 2005, https://aclanthology.org/W05-0909. Words are matched in the longest runs first come, which
 * finds few chunks but not always the fewest.
 */
export function meteor(candidate: readonly string[], reference: readonly string[]): MeteorScore {
  const { matches, chunks } = alignment(candidate, reference);
  if (matches === 0)
    return { value: candidate.length + reference.length === 0 ? 1 : 0, matches, chunks };
  const precision = matches / candidate.length;
  const recall = matches / reference.length;
  const mean = (10 * precision * recall) / (recall + 9 * precision);
  // One chunk over the whole of both texts is no disorder; the formula alone would take a little off.
  const isSame = chunks === 1 && precision === 1 && recall === 1;
  const penalty = isSame ? 0 : 0.5 * (chunks / matches) ** 3;
  return { value: mean * (1 - penalty), matches, chunks };
}

function alignment(
  candidate: readonly string[],
  reference: readonly string[],
): { readonly matches: number; readonly chunks: number } {
  const places = new Map<string, number[]>();
  reference.forEach((word, place) => {
    const list = places.get(word);
    if (list === undefined) places.set(word, [place]);
    else list.push(place);
  });
  const isTaken = new Uint8Array(reference.length);
  let [matches, chunks, at] = [0, 0, 0];
  while (at < candidate.length) {
    let [bestPlace, bestLength] = [-1, 0];
    for (const place of places.get(candidate[at] ?? '') ?? []) {
      let length = 0;
      while (
        length < LONGEST_RUN &&
        at + length < candidate.length &&
        isTaken[place + length] === 0 &&
        candidate[at + length] === reference[place + length]
      )
        length++;
      if (length > bestLength) [bestPlace, bestLength] = [place, length];
    }
    if (bestLength === 0) {
      at++;
      continue;
    }
    isTaken.fill(1, bestPlace, bestPlace + bestLength);
    matches += bestLength;
    chunks++;
    at += bestLength;
  }
  return { matches, chunks };
}

/** Bounds the work on texts that repeat themselves. */
const LONGEST_RUN = 1000;

/**
 * The tokens of mteval-v13a, the script of the NIST evaluations, which BLEU is mostly reported with: punctuation stands
 * alone, except in numbers. Case is kept.
 */
export function tokens13a(text: string): string[] {
  const plain = text
    .replaceAll('<skipped>', '')
    .replace(/-\n/g, '')
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
  return ` ${plain} `
    .replace(/([{-~[-` -&(-+:-@/])/g, ' $1 ')
    .replace(/([^0-9])([.,])/g, '$1 $2 ')
    .replace(/([.,])([^0-9])/g, ' $1 $2')
    .replace(/([0-9])(-)/g, '$1 $2 ')
    .split(/\s+/u)
    .filter((token) => token !== '');
}

function countsOf(items: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}

function commonCount(a: readonly string[], b: readonly string[]): number {
  const left = countsOf(b);
  let common = 0;
  for (const [item, count] of countsOf(a)) common += Math.min(count, left.get(item) ?? 0);
  return common;
}
