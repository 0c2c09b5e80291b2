import { hiddenCharacters } from '../../core/hiddenCharacters.ts';

/** A stretch of text as it is, or a sign in place of a character that would hide or do something. */
export type VisiblePart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'sign'; readonly sign: string; readonly name: string };

const names: ReadonlyMap<number, string> = new Map([
  [0x00ad, 'soft hyphen'],
  [0x061c, 'Arabic letter mark'],
  [0x200b, 'zero-width space'],
  [0x200e, 'left-to-right mark'],
  [0x200f, 'right-to-left mark'],
  [0x2028, 'line separator'],
  [0x2029, 'paragraph separator'],
  [0x202a, 'left-to-right embedding'],
  [0x202b, 'right-to-left embedding'],
  [0x202c, 'end of direction'],
  [0x202d, 'left-to-right override'],
  [0x202e, 'right-to-left override'],
  [0x2060, 'word joiner'],
  [0x2066, 'left-to-right isolate'],
  [0x2067, 'right-to-left isolate'],
  [0x2068, 'first strong isolate'],
  [0x2069, 'end of isolate'],
  [0xfeff, 'byte order mark'],
]);

/** The text with every hidden character shown as a sign. `\r\n` counts as a line feed. */
export function visibleParts(text: string): VisiblePart[] {
  const parts: VisiblePart[] = [];
  let from = 0;
  for (const match of text.matchAll(hiddenCharacters)) {
    const code = match[0].codePointAt(0) ?? 0;
    const isLineEnd = code === 0x0d && text.charCodeAt(match.index + 1) === 0x0a;
    if (match.index > from) parts.push({ type: 'text', text: text.slice(from, match.index) });
    if (!isLineEnd) parts.push(signOf(code));
    from = match.index + match[0].length;
  }
  if (from < text.length) parts.push({ type: 'text', text: text.slice(from) });
  return parts;
}

/** The same on one line of plain text, for places that hold no markup such as a tooltip. */
export function visibleLine(text: string): string {
  return visibleParts(text)
    .map((part) => (part.type === 'text' ? part.text : part.sign))
    .join('')
    .replace(/\s+/gu, ' ');
}

function signOf(code: number): VisiblePart {
  const point = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  const name = names.get(code);
  const description = name === undefined ? `control character ${point}` : `${name} ${point}`;
  // Unicode has pictures for the ASCII controls: U+2400 to U+2421.
  const sign =
    code < 0x20
      ? String.fromCharCode(0x2400 + code)
      : code === 0x7f
        ? '\u2421'
        : `\u27e8${point}\u27e9`;
  return { type: 'sign', sign, name: description };
}
