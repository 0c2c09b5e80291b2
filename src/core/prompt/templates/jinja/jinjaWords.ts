import type { NamedStretch } from '../template.ts';

/** A word of an expression; offsets are UTF-16 in the template. */
export interface JinjaWord extends NamedStretch {
  readonly role: 'variable' | 'filter' | 'test';
}

const keywords = new Set(
  'and or not in is if elif else true false none True False None recursive ignore missing with without context'.split(
    ' ',
  ),
);
/** Strings, numbers, words and single characters. Group 1: a word. */
const lexeme = /"(?:\\[\s\S]|[^"\\])*"|'(?:\\[\s\S]|[^'\\])*'|\d+(?:\.\d+)?|([A-Za-z_]\w*)|\S/g;

/** The words of an expression that stand for something outside of it: variables (`a.b` as one), filters and tests. */
export function wordsOf(expression: string, offset: number): readonly JinjaWord[] {
  const tokens = [...expression.matchAll(lexeme)].map((match) => ({
    text: match[0],
    isWord: match[1] !== undefined,
    start: offset + match.index,
    end: offset + match.index + match[0].length,
  }));
  const words: JinjaWord[] = [];
  let depth = 0;
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    if (token === undefined) continue;
    if (token.text === '(') depth++;
    if (token.text === ')') depth--;
    if (!token.isWord) continue;
    const before = tokens[i - 1]?.text;
    const { start, text } = token;
    if (before === '.') continue;
    if (before === '|') words.push({ role: 'filter', name: text, start, end: token.end });
    else if (before === 'is' && text !== 'not')
      words.push({ role: 'test', name: text, start, end: token.end });
    else if (before === 'not' && tokens[i - 2]?.text === 'is')
      words.push({ role: 'test', name: text, start, end: token.end });
    else if (!keywords.has(text)) {
      const isKeywordArgument =
        depth > 0 && tokens[i + 1]?.text === '=' && tokens[i + 2]?.text !== '=';
      if (isKeywordArgument) continue;
      let name = text;
      let end = token.end;
      let next = i + 1;
      while (
        tokens[next]?.text === '.' &&
        tokens[next + 1]?.isWord &&
        tokens[next + 2]?.text !== '('
      ) {
        name += `.${tokens[next + 1]?.text}`;
        end = tokens[next + 1]?.end ?? end;
        next += 2;
      }
      words.push({ role: 'variable', name, start, end });
    }
  }
  return words;
}
