/** A stretch that both lists have, or that one of them lacks. */
export interface Edit<T> {
  readonly kind: 'same' | 'added' | 'removed';
  readonly values: readonly T[];
}

/**
 * The shortest way from one list to another, in order; what is removed stands before what is added in its place. Undefined
 * where it takes more than `maxEdits` removed and added values: time and memory grow with the square of it.
 *
 * The greedy algorithm of E. Myers, An O(ND) Difference Algorithm and Its Variations, Algorithmica 1 (1986), on numbers in
 * place of values. The library that the core uses for lines takes 20 times as long, more than a frame for two replies.
 */
export function editScript<T>(
  old: readonly T[],
  now: readonly T[],
  maxEdits: number,
): readonly Edit<T>[] | undefined {
  const [a, b] = numbered(old, now);
  const trace = forward(a, b, maxEdits);
  return trace === undefined ? undefined : edits(old, now, kept(a, b, trace));
}

/** Equal values as equal numbers. */
function numbered<T>(old: readonly T[], now: readonly T[]): readonly [Int32Array, Int32Array] {
  const numbers = new Map<T, number>();
  const numberOf = (value: T) => {
    const known = numbers.get(value);
    if (known !== undefined) return known;
    numbers.set(value, numbers.size);
    return numbers.size - 1;
  };
  return [Int32Array.from(old, numberOf), Int32Array.from(now, numberOf)];
}

/**
 * For each number of edits, how far every diagonal was reached before them: the place in `a` at index `k + edits`, for diagonals
 * `k` (place in `a` minus place in `b`) from `-edits` to `edits`.
 */
function forward(a: Int32Array, b: Int32Array, maxEdits: number): Int32Array[] | undefined {
  const most = Math.min(maxEdits, a.length + b.length);
  const reached = new Int32Array(2 * most + 3);
  const middle = most + 1;
  const trace: Int32Array[] = [];
  for (let count = 0; count <= most; count++) {
    trace.push(reached.slice(middle - count, middle + count + 1));
    for (let k = -count; k <= count; k += 2) {
      let x = start(reached, middle, k, count);
      let y = x - k;
      while (x < a.length && y < b.length && a[x] === b[y]) {
        x++;
        y++;
      }
      reached[middle + k] = x;
      if (x >= a.length && y >= b.length) return trace;
    }
  }
  return undefined;
}

/** The place in `a` where a diagonal is entered: by adding a value of `b`, or by leaving one of `a` out. */
function start(reached: Int32Array, middle: number, k: number, count: number): number {
  if (count === 0) return 0;
  return isAdded(reached, middle, k, count)
    ? (reached[middle + k + 1] ?? 0)
    : (reached[middle + k - 1] ?? 0) + 1;
}

function isAdded(reached: Int32Array, middle: number, k: number, count: number): boolean {
  if (k === -count) return true;
  return k !== count && (reached[middle + k - 1] ?? 0) < (reached[middle + k + 1] ?? 0);
}

/** Which places of both lists belong to what they share, found from the end back to the start. */
function kept(
  a: Int32Array,
  b: Int32Array,
  trace: readonly Int32Array[],
): [Uint8Array, Uint8Array] {
  const keptOld = new Uint8Array(a.length);
  const keptNow = new Uint8Array(b.length);
  let x = a.length;
  let y = b.length;
  for (let count = trace.length - 1; count >= 0; count--) {
    const reached = trace[count];
    if (reached === undefined) break;
    const k = x - y;
    const enteredAt = start(reached, count, k, count);
    const isDown = count > 0 && isAdded(reached, count, k, count);
    while (x > enteredAt) {
      keptOld[--x] = 1;
      keptNow[--y] = 1;
    }
    if (count === 0) break;
    if (isDown) y--;
    else x--;
  }
  return [keptOld, keptNow];
}

function edits<T>(
  old: readonly T[],
  now: readonly T[],
  [keptOld, keptNow]: readonly [Uint8Array, Uint8Array],
): Edit<T>[] {
  const found: Edit<T>[] = [];
  const add = (kind: Edit<T>['kind'], values: readonly T[]) => {
    if (values.length > 0) found.push({ kind, values });
  };
  let x = 0;
  let y = 0;
  while (x < old.length || y < now.length) {
    const [fromX, fromY] = [x, y];
    while (x < old.length && keptOld[x] === 0) x++;
    add('removed', old.slice(fromX, x));
    while (y < now.length && keptNow[y] === 0) y++;
    add('added', now.slice(fromY, y));
    const same = x;
    while (x < old.length && y < now.length && keptOld[x] === 1 && keptNow[y] === 1) {
      x++;
      y++;
    }
    add('same', old.slice(same, x));
  }
  return found;
}
