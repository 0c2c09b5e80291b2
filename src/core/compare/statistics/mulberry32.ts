/**
 * A small seeded generator of numbers in [0, 1), so that a repeated comparison gives the same figures.
 *
 * Source: Tommy Ettinger, mulberry32 (public domain generator with 32 bits of state), 2017.
 * Not for secrets.
 */
export function mulberry32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
