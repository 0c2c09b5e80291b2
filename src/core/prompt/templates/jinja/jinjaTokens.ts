/// <reference path="./huggingfaceJinja.d.ts" />
import { type Token, tokenize } from '@huggingface/jinja';
import { badTemplate } from '../effort.ts';
import type { JinjaTag } from './scanJinja.ts';
import { scanJinja } from './scanJinja.ts';

/** Filters under the names that the interpreter knows. */
const aliases = new Map([
  ['d', 'default'],
  ['count', 'length'],
  ['e', 'safe'],
  ['escape', 'safe'],
]);
/** Most tokens of a template with all that it includes. */
const maxTokens = 400_000;
const maxIncludes = 2000;

/** Statement that puts in another text. Group 2: its name; group 3: whether it may be missing. */
export const includeStatement =
  /^\s*include\s+(["'])([^"'\n]+)\1(\s+ignore\s+missing)?(?:\s+with(?:out)?\s+context)?\s*$/;

/**
 * The tokens of one tag. Tags are given to the library one by one: it looks for some of its own words with an expression that takes
 * quadratic time on white space, and it does not say where a mistake is.
 */
export function tokensOfTag(tag: JinjaTag): Token[] {
  const inner = tag.inner.replace(/\s{2,}/g, (space) => (space.length > 200 ? ' ' : space));
  const [open, close] = tag.kind === 'output' ? ['{{', '}}'] : ['{%', '%}'];
  const tokens = tokenize(`${open} ${inner} ${close}`);
  return tokens.map((token, index) => {
    const alias = tokens[index - 1]?.type === 'Pipe' ? aliases.get(token.value) : undefined;
    return alias === undefined ? token : { ...token, value: alias };
  });
}

/** The tokens of a template, included texts in their places. @throws {EvalError} bad-template */
export function tokensOf(
  template: string,
  fragments: ReadonlyMap<string, string>,
): readonly Token[] {
  const tokens: Token[] = [];
  const open = new Set<string>();
  let includes = 0;
  const add = (text: string) => {
    const { pieces, faults } = scanJinja(text.replace(/\n$/, ''));
    if (faults[0] !== undefined) throw badTemplate(faults[0].message);
    for (const piece of pieces) {
      if (piece.kind === 'comment') continue;
      if (piece.kind === 'text') tokens.push({ type: 'Text', value: piece.text });
      else {
        const included = piece.kind === 'statement' ? includeStatement.exec(piece.inner) : null;
        if (included === null) tokens.push(...tokensOfTag(piece));
        else include(included[2] ?? '', included[3] !== undefined);
      }
      if (tokens.length > maxTokens)
        throw badTemplate('The template is too large with all that it includes.');
    }
  };
  const include = (name: string, isOptional: boolean) => {
    const text = fragments.get(name);
    if (text === undefined) {
      if (isOptional) return;
      throw badTemplate(`The included text '${name}' cannot be read.`);
    }
    if (open.has(name)) throw badTemplate(`'${name}' includes itself. End the circle.`);
    if (++includes > maxIncludes)
      throw badTemplate(`The template includes other texts more than ${maxIncludes} times.`);
    open.add(name);
    add(text);
    open.delete(name);
  };
  add(template);
  return tokens;
}
