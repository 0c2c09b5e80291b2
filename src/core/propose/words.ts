const numberWords = [
  ...['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'],
  ...['ten', 'eleven', 'twelve'],
];

/** A number in digits or words, as a group. */
export const numberPattern = `(\\d{1,6}|${numberWords.slice(1).join('|')})`;

/** The number that digits or a word stand for. */
export function numberOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const place = numberWords.indexOf(text.toLowerCase());
  if (place >= 0) return place;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : undefined;
}

/** A text as a regular expression that matches it alone. */
export function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, (character) =>
    character === '-' || character === '/' ? character : `\\${character}`,
  );
}
