import type { Range } from '../text.ts';
import type { Reading } from '../yaml/reading.ts';

/** Reports the second use of an id. */
export function reportDuplicate(
  kind: 'metric' | 'case',
  id: string,
  range: Range,
  first: Range,
  reading: Reading,
  firstFile?: string,
): void {
  const where = firstFile === undefined ? '' : ` of ${firstFile}`;
  reading.report(
    range,
    'error',
    'duplicate-id',
    `The ${kind} id '${id}' is used a second time; the first is in line ${first.start.line + 1}${where}. Give one of them another id.`,
  );
}
