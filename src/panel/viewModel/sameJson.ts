import { canonicalJson } from '../../core/json.ts';

/** Longer values are only compared as they stand: the order of their members counts. */
const maxCanonical = 60_000;

/** Whether two values are the same JSON. In steps, as each of them may be long. */
export function* sameJson(a: unknown, b: unknown): Generator<void, boolean> {
  const was = JSON.stringify(a);
  yield;
  const is = JSON.stringify(b);
  if (was === is) return true;
  if (was === undefined || is === undefined || was.length > maxCanonical) return false;
  return canonicalJson(a) === canonicalJson(b);
}
