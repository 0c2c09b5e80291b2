import { type DefaultTreeAdapterTypes, type ParserError, parse, parseFragment } from 'parse5';
import { MOST_MISTAKES, mistakeAt, type SyntaxCheck, type SyntaxMistake } from './syntaxCheck.ts';

type Node = DefaultTreeAdapterTypes.Node;

/**
 * The mistakes of HTML as the parser of the standard reports them (https://html.spec.whatwg.org/#parse-errors), and elements
 * that are not closed, or closed and not open, which that parser mends in silence.
 */
export const checkHtml: SyntaxCheck = (text) => readHtml(text).mistakes;

export interface HtmlReading {
  readonly mistakes: readonly SyntaxMistake[];
  /** Names of the elements that are written in the text. */
  readonly elements: ReadonlySet<string>;
}

/** Reads a whole document where the text is one, else a piece of the body of one. */
export function readHtml(text: string): HtmlReading {
  const mistakes: SyntaxMistake[] = [];
  const options = {
    sourceCodeLocationInfo: true,
    onParseError: ({ code, startOffset }: ParserError) => {
      if (mistakes.length < MOST_MISTAKES && !TAG_MISTAKES.has(code))
        mistakes.push(mistakeAt(text, code.replaceAll('-', ' '), startOffset));
    },
  };
  const root: Node = /^\s*(?:<!doctype|<html)/i.test(text)
    ? parse(text, options)
    : parseFragment(text, options);
  const elements = new Set<string>();
  const closed = new Set<number>();
  /** Where a `</` is text. */
  const opaque: { readonly start: number; readonly end: number }[] = [];
  const waiting: Node[] = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if ('content' in node) waiting.push(node.content);
    if ('childNodes' in node) for (const child of node.childNodes) waiting.push(child);
    const place = node.sourceCodeLocation;
    if (!place) continue;
    if (!('tagName' in node)) {
      opaque.push({ start: place.startOffset, end: place.endOffset });
      continue;
    }
    elements.add(node.tagName);
    const { startTag, endTag } = 'startTag' in place ? place : {};
    if (startTag) opaque.push({ start: startTag.startOffset, end: startTag.endOffset });
    if (endTag) closed.add(endTag.startOffset);
    else if (
      startTag &&
      !MAY_STAY_OPEN.has(node.tagName) &&
      mistakes.length < MOST_MISTAKES &&
      !text.slice(startTag.startOffset, startTag.endOffset).endsWith('/>')
    )
      mistakes.push(mistakeAt(text, `<${node.tagName}> is not closed`, startTag.startOffset));
  }
  mistakes.push(...strayEndTags(text, closed, opaque));
  return {
    mistakes: mistakes.sort((a, b) => a.start - b.start).slice(0, MOST_MISTAKES),
    elements,
  };
}

function strayEndTags(
  text: string,
  closed: ReadonlySet<number>,
  opaque: { readonly start: number; readonly end: number }[],
): SyntaxMistake[] {
  opaque.sort((a, b) => a.start - b.start);
  const mistakes: SyntaxMistake[] = [];
  let at = 0;
  for (const match of text.matchAll(/<\/[a-z][^\s/>]{0,60}/gi)) {
    while ((opaque[at]?.end ?? Number.POSITIVE_INFINITY) <= match.index) at++;
    const isText = (opaque[at]?.start ?? Number.POSITIVE_INFINITY) <= match.index;
    if (isText || closed.has(match.index) || mistakes.length >= MOST_MISTAKES) continue;
    if (/^<\/(?:html|body|p|br)$/i.test(match[0])) continue;
    mistakes.push(mistakeAt(text, `${match[0]}> closes nothing`, match.index));
  }
  return mistakes;
}

/** These are found by their places instead, with the name of the element. */
const TAG_MISTAKES: ReadonlySet<string> = new Set([
  'missing-doctype',
  'open-elements-left-after-eof',
  'closing-of-element-with-open-child-elements',
  'end-tag-without-matching-open-element',
  'non-void-html-element-start-tag-with-trailing-solidus',
]);

/** Void elements, and those whose end tag the standard lets authors leave out. */
const MAY_STAY_OPEN: ReadonlySet<string> = new Set(
  (
    'area base br col embed hr img input link meta source track wbr ' +
    'html head body p li dt dd rp rt optgroup option colgroup caption thead tbody tfoot tr td th'
  ).split(' '),
);
