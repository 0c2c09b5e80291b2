/** Orders changes of a rate: the largest drop first, then the largest gain. */
export function byMove(a: number, b: number): number {
  return a < 0 || b < 0 ? a - b : b - a;
}
