import { didYouMean, nearest } from '../nearest.ts';
import type { Range } from '../text.ts';
import type { Reading } from './reading.ts';

/** Reports a key that is not known, with the nearest one that is and does not stand there already. */
export function reportUnknownKey(
  key: string,
  range: Range,
  owner: string,
  known: readonly string[],
  present: readonly string[],
  reading: Reading,
): void {
  const close = nearest(
    key,
    known.filter((candidate) => !present.includes(candidate)),
  );
  const list = known.slice(0, 12).map((word) => `'${word}'`);
  const more = known.length > list.length ? ' and more' : '';
  const hint =
    close !== undefined
      ? didYouMean(close)
      : list.length > 0
        ? ` Known are ${list.join(', ')}${more}.`
        : ' Remove it.';
  reading.report(range, 'error', 'unknown-key', `Unknown key '${key}' in ${owner}.${hint}`, close);
}
