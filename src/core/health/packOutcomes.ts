import type { RunOutcomes } from './outcomes.ts';

/** What the packed form begins with: everything but the sets. */
interface Head {
  readonly run: string;
  readonly promptVersion: string;
  readonly time: number;
  readonly cases: readonly string[];
  readonly metrics: readonly string[];
}

/**
 * Outcomes as bytes: the length of the head (4 bytes), the head as JSON in UTF-8, then for each metric the two sets, as 32-bit
 * words, low byte first.
 */
export function packOutcomes(outcomes: RunOutcomes): Uint8Array {
  const { metrics, ...rest } = outcomes;
  const head: Head = { ...rest, metrics: metrics.map(({ metric }) => metric) };
  const json = new TextEncoder().encode(JSON.stringify(head));
  const words = Math.ceil(outcomes.cases.length / 32);
  const bytes = new Uint8Array(4 + json.length + metrics.length * words * 8);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, json.length, true);
  bytes.set(json, 4);
  let at = 4 + json.length;
  for (const { passed, failed } of metrics)
    for (const set of [passed, failed])
      for (const word of set) {
        view.setUint32(at, word, true);
        at += 4;
      }
  return bytes;
}

/** The outcomes of packed bytes; undefined where they are damaged. */
export function unpackOutcomes(bytes: Uint8Array): RunOutcomes | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 4) return undefined;
  const length = view.getUint32(0, true);
  const head = headOf(bytes.subarray(4, 4 + length));
  if (head === undefined) return undefined;
  const words = Math.ceil(head.cases.length / 32);
  if (bytes.length !== 4 + length + head.metrics.length * words * 8) return undefined;
  let at = 4 + length;
  const next = () => {
    const set = new Uint32Array(words);
    for (let i = 0; i < words; i++, at += 4) set[i] = view.getUint32(at, true);
    return set;
  };
  const metrics = head.metrics.map((metric) => ({ metric, passed: next(), failed: next() }));
  return { ...head, metrics };
}

function headOf(bytes: Uint8Array): Head | undefined {
  try {
    // Written by packOutcomes alone; a damaged one does not parse or does not fit its length.
    const head: Head = JSON.parse(new TextDecoder().decode(bytes));
    return Array.isArray(head.cases) && Array.isArray(head.metrics) ? head : undefined;
  } catch {
    return undefined;
  }
}
