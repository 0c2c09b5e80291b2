import { SaxesParser } from 'saxes';
import { MOST_MISTAKES, mistakeAt, type SyntaxCheck, type SyntaxMistake } from './syntaxCheck.ts';

/** Whether a text is a well-formed XML 1.0 document, namespaces included; nothing is fetched, no entity but the five is expanded. */
export const checkXml: SyntaxCheck = (text) => {
  const parser = new SaxesParser({ xmlns: true, position: true });
  const mistakes: SyntaxMistake[] = [];
  parser.on('error', ({ message }) => {
    if (mistakes.length >= MOST_MISTAKES) return;
    // The parser puts line and column before what it says.
    mistakes.push(mistakeAt(text, message.replace(/^(?:\d+:\d+: )+/, ''), parser.position - 1));
  });
  let depth = 0;
  parser.on('closetag', () => depth--);
  parser.on('opentag', () => {
    if (++depth > DEEPEST) throw new TooDeep();
  });
  try {
    parser.write(text).close();
  } catch (error) {
    if (!(error instanceof TooDeep)) throw error;
    return [mistakeAt(text, `it is nested more than ${DEEPEST} deep`, parser.position - 1)];
  }
  return mistakes;
};

/** Deeper than any real document; what is open costs time with every mistake. */
const DEEPEST = 500;

class TooDeep extends Error {}

/** Names of the elements of a text, as far as it can be read. */
export function xmlElements(text: string): ReadonlySet<string> {
  const parser = new SaxesParser({ xmlns: false, position: false });
  const names = new Set<string>();
  parser.on('error', () => undefined);
  parser.on('opentagstart', ({ name }) => names.add(name));
  parser.write(text).close();
  return names;
}
