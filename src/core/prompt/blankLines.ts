/** A text without the blank lines around it. */
export function withoutBlankLines(text: string): string {
  return withoutBlankStart(text).trimEnd();
}

/** A text without the blank lines before it. The indentation of the first line belongs to it. */
export function withoutBlankStart(text: string): string {
  const first = text.search(/\S/);
  if (first < 0) return '';
  const before = text.slice(0, first);
  return text.slice(Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) + 1);
}
