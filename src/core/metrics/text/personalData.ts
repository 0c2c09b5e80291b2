import type { Mark } from '../outcome.ts';

export const personalDataKinds = [
  'email',
  'phone',
  'card',
  'iban',
  'ip-address',
  'us-ssn',
] as const;
export type PersonalDataKind = (typeof personalDataKinds)[number];

const NAMES: Readonly<Record<PersonalDataKind, string>> = {
  email: 'mail address',
  phone: 'phone number',
  card: 'card number',
  iban: 'IBAN',
  'ip-address': 'IP address',
  'us-ssn': 'US social security number',
};

/** What a kind is called in a sentence. */
export function personalDataName(kind: PersonalDataKind): string {
  return NAMES[kind];
}

export interface PersonalDatum extends Mark {
  readonly kind: PersonalDataKind;
}

/** Personal data in a text, from left to right; a stretch that several kinds match counts as the first that fits. */
export function personalDataIn(
  text: string,
  kinds: readonly PersonalDataKind[] = personalDataKinds,
): readonly PersonalDatum[] {
  const found: PersonalDatum[] = [];
  const isFree = (start: number, end: number) =>
    !found.some((other) => start < other.end && other.start < end);
  for (const kind of ORDER) {
    // Looked for whether asked or not, so that an IBAN is not taken for a phone number.
    const { pattern, accepts } = FINDERS[kind];
    for (const match of text.matchAll(pattern)) {
      const value = match[0];
      const [start, end] = [match.index, match.index + value.length];
      if (found.length < MOST_FOUND && accepts(value) && isFree(start, end))
        found.push({ kind, start, end, label: NAMES[kind] });
    }
  }
  return found.filter(({ kind }) => kinds.includes(kind)).sort((a, b) => a.start - b.start);
}

const MOST_FOUND = 500;
const ORDER: readonly PersonalDataKind[] = [
  'email',
  'iban',
  'card',
  'ip-address',
  'us-ssn',
  'phone',
];

interface Finder {
  readonly pattern: RegExp;
  readonly accepts: (value: string) => boolean;
}

const FINDERS: Readonly<Record<PersonalDataKind, Finder>> = {
  email: {
    pattern:
      /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}_%+-](?:[\p{L}\p{N}._%+-]{0,62}[\p{L}\p{N}_%+-])?@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,8}\p{L}{2,24}(?![\p{L}\p{N}])/gu,
    accepts: (value) => !value.includes('..'),
  },
  iban: {
    pattern: /(?<![\p{L}\p{N}])[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]){11,30}(?![\p{L}\p{N}])/gu,
    accepts: isIban,
  },
  card: {
    pattern: /(?<![\p{L}\p{N}.,-])\d(?:[ -]?\d){12,18}(?![\p{L}\p{N}]|[.,-]\d)/gu,
    accepts: isCard,
  },
  'ip-address': {
    pattern: /(?<![\p{L}\p{N}.])(?:\d{1,3}\.){3}\d{1,3}(?![\p{L}\p{N}]|\.\d)/gu,
    accepts: (value) =>
      value.split('.').every((part) => Number(part) <= 255 && String(Number(part)) === part) &&
      !/^(?:0|127|255)\./.test(value),
  },
  'us-ssn': {
    pattern: /(?<![\p{L}\p{N}-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\p{L}\p{N}-])/gu,
    accepts: () => true,
  },
  phone: {
    pattern:
      /(?<![\p{L}\p{N}.,/:-]|\d )(?:\+|00|\(|0(?=[1-9])|(?=\d{3}[ .-]\d{3}[ .-]\d{4}(?!\d)))\d(?:[ ./()-]{0,3}\d){6,16}(?![\p{L}\p{N}]|[.,:-]\d)/gu,
    accepts: isPhone,
  },
};

/** 7 to 15 digits (ITU-T E.164), written as a number to call: with + or 00 and a country code, or in groups. */
function isPhone(value: string): boolean {
  const digits = value.replace(/\D/g, '');
  if (digits.length < 7 || digits.length > 15) return false;
  if (/^\+/.test(value)) return /^\+[1-9]/.test(value);
  if (
    /^\d{4}[-./]\d{1,2}[-./]\d{1,2}$/.test(value) ||
    /^\d{1,2}[-./]\d{1,2}[-./]\d{4}$/.test(value)
  )
    return false;
  return digits.length >= 9 && (/[ ./()-]/.test(value) || /^0\d{9,}$/.test(value));
}

/** Luhn's check digit (H. P. Luhn, US patent 2950048, 1960; ISO/IEC 7812-1). */
function isCard(value: string): boolean {
  const digits = value.replace(/\D/g, '');
  if (digits.length < 13 || digits.length > 19 || !/^[2-6]/.test(digits)) return false;
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0 && !/^(\d)\1+$/.test(digits);
}

/** The check digits of ISO 13616: the rearranged number is 1 modulo 97. */
function isIban(value: string): boolean {
  const plain = value.replace(/[ -]/g, '');
  if (plain.length < 15 || plain.length > 34) return false;
  let rest = 0;
  for (const char of plain.slice(4) + plain.slice(0, 4)) {
    const number = Number.parseInt(char, 36);
    rest = (rest * (number > 9 ? 100 : 10) + number) % 97;
  }
  return rest === 1;
}
