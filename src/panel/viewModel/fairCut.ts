/**
 * The most that each of some texts may have, so that short ones stay whole and all of them together keep to what there is.
 * All in UTF-16 units.
 * @param least what each may have, however many there are
 * @param most what none has more of
 */
export function fairCut(
  lengths: readonly number[],
  all: number,
  least: number,
  most: number,
): number {
  let left = all;
  let texts = lengths.length;
  for (const length of lengths.toSorted((a, b) => a - b)) {
    const share = Math.floor(left / texts);
    if (length > share) return Math.min(most, Math.max(least, share));
    left -= length;
    texts--;
  }
  return most;
}
