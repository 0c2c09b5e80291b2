/**
 * How strongly n-grams of bytes speak for languages, in the form that is read: a hash table in typed arrays.
 *
 * The n-grams and their weights are those of the Efficient Language Detector (N. Tudela, Apache-2.0, data set M60), written
 * compactly by `npm run langid:tables`: its own form, an object per n-gram, takes longer to load than all scoring.
 */
export class NgramTable {
  /** Codes of the languages, in the order of the scores. */
  readonly languages: readonly string[];
  private readonly hashes: Uint32Array;
  /** Place of the first entry of each slot, and of the one after its last. */
  private readonly starts: Uint32Array;
  private readonly ends: Uint32Array;
  private readonly entries: Uint8Array;
  private readonly mask: number;

  /** Reads what `packNgrams` wrote. */
  constructor(languages: readonly string[], packed: string) {
    this.languages = languages;
    const bytes = bytesOf(packed);
    const view = new DataView(bytes.buffer);
    const count = view.getUint32(0, true);
    let size = 1024;
    while (size < 2 * count) size *= 2;
    this.mask = size - 1;
    this.hashes = new Uint32Array(size);
    this.starts = new Uint32Array(size);
    this.ends = new Uint32Array(size);
    this.entries = bytes.subarray(4 + 5 * count);
    let at = 0;
    for (let i = 0; i < count; i++) {
      const hash = view.getUint32(4 + 4 * i, true);
      let slot = hash & this.mask;
      while (this.ends[slot] !== 0) slot = (slot + 1) & this.mask;
      this.hashes[slot] = hash;
      this.starts[slot] = at;
      at += 2 * (bytes[4 + 4 * count + i] ?? 0);
      this.ends[slot] = at;
    }
  }

  /**
   * Mean weight of the n-grams of some words per language; 0 for none. About 84 for a language that the text is in.
   * Each n-gram counts once, and only the first 350 bytes of UTF-8 are read.
   */
  means(words: readonly string[]): { readonly means: Float64Array; readonly size: number } {
    const sums = new Float64Array(this.languages.length);
    const seen = ngramHashes(words);
    for (const hash of seen) {
      let slot = hash & this.mask;
      while (this.ends[slot] !== 0 && this.hashes[slot] !== hash) slot = (slot + 1) & this.mask;
      const end = this.ends[slot] ?? 0;
      for (let i = this.starts[slot] ?? 0; i < end; i += 2) {
        const language = this.entries[i] ?? 0;
        sums[language] = (sums[language] ?? 0) + (this.entries[i + 1] ?? 0) + LEAST_WEIGHT;
      }
    }
    const means = seen.size === 0 ? sums : sums.map((sum) => sum / seen.size);
    return { means, size: seen.size };
  }
}

/** Weights are stored less this. */
const LEAST_WEIGHT = 53;
const MOST_BYTES = 350;
const MOST_BYTES_OF_WORD = 70;
const SPACE = 0x20;

/** An n-gram as bytes, and the weight per language. */
export interface WeightedNgram {
  readonly bytes: readonly number[];
  readonly weights: readonly (readonly [language: number, weight: number])[];
}

/** Count, hashes, number of entries per hash, entries: in this order, as base64. @throws {Error} when two n-grams have one hash */
export function packNgrams(ngrams: readonly WeightedNgram[]): string {
  const sorted = ngrams
    .map(({ bytes, weights }) => ({ hash: hashOf(bytes), weights }))
    .sort((a, b) => a.hash - b.hash);
  if (new Set(sorted.map(({ hash }) => hash)).size < sorted.length)
    throw new Error('Two n-grams have one hash.');
  const head = new DataView(new ArrayBuffer(4 + 4 * sorted.length));
  head.setUint32(0, sorted.length, true);
  sorted.forEach(({ hash }, i) => {
    head.setUint32(4 + 4 * i, hash, true);
  });
  const bytes = [
    ...new Uint8Array(head.buffer),
    ...sorted.map(({ weights }) => weights.length),
    ...sorted.flatMap(({ weights }) => weights.flat()),
  ];
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

function bytesOf(packed: string): Uint8Array<ArrayBuffer> {
  const text = atob(packed);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** FNV-1a (G. Fowler, L. C. Noll, P. Vo, 1991), 32 bits. */
function hashOf(bytes: readonly number[]): number {
  let hash = FNV_START;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, FNV_PRIME);
  return hash >>> 0;
}

const FNV_START = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** Runs of four bytes, three apart, with a space at the edges of a word; the last run is at the end of the word. */
function ngramHashes(words: readonly string[]): Set<number> {
  const hashes = new Set<number>();
  const bytes = new Uint8Array(MOST_BYTES);
  let read = 0;
  for (const word of words) {
    const { written } = utf8.encodeInto(word, bytes);
    const length = Math.min(written, MOST_BYTES_OF_WORD);
    let at = 0;
    for (; at + 4 < length; at += 3) hashes.add(hashRun(bytes, at, at + 4, at === 0, false));
    const last = length < 4 ? 0 : length - 4;
    hashes.add(hashRun(bytes, last, length, at === 0, true));
    read += written + 1;
    if (read > MOST_BYTES) break;
  }
  return hashes;
}

function hashRun(
  bytes: Uint8Array,
  start: number,
  end: number,
  isFirst: boolean,
  isLast: boolean,
): number {
  let hash = isFirst ? Math.imul(FNV_START ^ SPACE, FNV_PRIME) : FNV_START;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ (bytes[i] ?? 0), FNV_PRIME);
  if (isLast) hash = Math.imul(hash ^ SPACE, FNV_PRIME);
  return hash >>> 0;
}

const utf8 = new TextEncoder();
