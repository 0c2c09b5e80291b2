import type { Parser } from '@lezer/common';
import { MOST_MISTAKES, mistakeAt, type SyntaxCheck, type SyntaxMistake } from './syntaxCheck.ts';

/**
 * Checks a text with a grammar of Lezer, which goes on after a mistake and marks the place. Such grammars are made for editors: they
 * take a little more than a compiler does.
 */
export function grammarCheck(parser: Parser): SyntaxCheck {
  return (text) => {
    const mistakes: SyntaxMistake[] = [];
    const cursor = parser.parse(text).cursor();
    do {
      if (!cursor.type.isError) continue;
      mistakes.push(mistakeAt(text, messageAt(text, cursor.from, cursor.to), cursor.from));
    } while (mistakes.length < MOST_MISTAKES && cursor.next());
    return mistakes;
  };
}

function messageAt(text: string, from: number, to: number): string {
  if (text.slice(from).trim() === '') return 'it ends too early';
  const odd = text.slice(from, Math.max(to, from + 1)).trim();
  return odd === '' || odd.length > 30
    ? 'this does not belong here'
    : `“${odd}” does not belong here`;
}
