/** A number in a text. UTF-16 offsets, `end` exclusive. */
export interface FoundNumber {
  readonly value: number;
  readonly start: number;
  readonly end: number;
}

/** What stands before the fraction. */
export type DecimalMark = 'point' | 'comma';

const PATTERNS: Readonly<Record<DecimalMark, RegExp>> = {
  point:
    /(?<![\p{L}\p{N}_.,])[-+−]?(?:\d{1,3}(?:[,'’\u00a0\u202f]\d{3})+|\d+)(?:\.\d+)?(?:[eE][-+]?\d{1,3})?(?![\p{L}\p{N}_])|(?<![\p{L}\p{N}_.])[-+−]?\.\d+(?![\p{L}\p{N}_])/gu,
  comma:
    /(?<![\p{L}\p{N}_.,])[-+−]?(?:\d{1,3}(?:[.'’\u00a0\u202f]\d{3})+|\d+)(?:,\d+)?(?:[eE][-+]?\d{1,3})?(?![\p{L}\p{N}_])/gu,
};

/** The numbers of a text in its order, thousands separated or not; units may stand apart, not attached. */
export function numbersIn(text: string, decimal: DecimalMark = 'point'): readonly FoundNumber[] {
  const found: FoundNumber[] = [];
  for (const match of text.matchAll(PATTERNS[decimal])) {
    const value = Number(plainNumber(match[0], decimal));
    if (Number.isFinite(value))
      found.push({ value, start: match.index, end: match.index + match[0].length });
  }
  return found;
}

function plainNumber(written: string, decimal: DecimalMark): string {
  const plain = written.replace('−', '-').replace(/['’\u00a0\u202f]/g, '');
  return decimal === 'point'
    ? plain.replaceAll(',', '')
    : plain.replaceAll('.', '').replace(',', '.');
}
