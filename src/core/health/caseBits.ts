/** A set of cases by their index, a bit each: small, and counted a word at a time. */
export type CaseBits = Uint32Array;

export function caseBits(cases: number): CaseBits {
  return new Uint32Array(Math.ceil(cases / 32));
}

export function addCase(bits: CaseBits, index: number): void {
  const word = index >>> 5;
  bits[word] = ((bits[word] ?? 0) | (1 << (index & 31))) >>> 0;
}

/** The cases of two sets of the same cases, as a new set. */
export function addCases(a: CaseBits, b: CaseBits): CaseBits {
  return a.map((word, i) => word | (b[i] ?? 0));
}

export function hasCase(bits: CaseBits, index: number): boolean {
  return (((bits[index >>> 5] ?? 0) >>> (index & 31)) & 1) === 1;
}

/**
 * The number of ones in a word.
 * Source: Henry S. Warren, Hacker's Delight, 2nd edition, 2012, figure 5-2.
 */
export function ones(word: number): number {
  let x = word - ((word >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  x = (x + (x >>> 4)) & 0x0f0f0f0f;
  return Math.imul(x, 0x01010101) >>> 24;
}

export function countCases(bits: CaseBits): number {
  let count = 0;
  for (let i = 0; i < bits.length; i++) count += ones(bits[i] ?? 0);
  return count;
}
