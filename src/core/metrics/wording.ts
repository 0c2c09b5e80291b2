const LONGEST_QUOTE = 60;

/** A text in quotation marks on one line, shortened where it is long. */
export function quote(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const points = [...line];
  const shown =
    points.length > LONGEST_QUOTE ? `${points.slice(0, LONGEST_QUOTE).join('')}…` : line;
  return `“${shown}”`;
}

/** `1 word`, `3 words`; the plural is the noun with an s unless it is given. */
export function amount(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}

/** `a`, `a and b`, `a, b and c`; after `most` items the number of the others. */
export function list(items: readonly string[], word: 'and' | 'or' = 'and', most = 6): string {
  const shown =
    items.length > most ? [...items.slice(0, most), `${items.length - most} more`] : items;
  if (shown.length < 2) return shown.join('');
  return `${shown.slice(0, -1).join(', ')} ${word} ${shown.at(-1)}`;
}

/** The text with a capital first letter. */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
