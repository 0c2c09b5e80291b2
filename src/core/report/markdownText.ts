import { visibleText } from './visibleText.ts';

/*
 * Model output and names from suites in Markdown: shown as they are, never as markup, link, image, mention or HTML.
 */

/** Characters that mean something in Markdown. No groups. */
const special = /[\\`*_[\]<>#|~&$]/g;
/**
 * What sites and editors turn into links without any markup: mentions, issues, addresses of pages and mailboxes. Group 1: the part
 * behind which they are cut.
 */
const linking = /(@|#|\/(?=\/)|\bwww(?=\.)|\b(?:mailto|xmpp):)/gi;

/** Text on one line, nothing in it being markup. */
export function plain(text: string): string {
  return cutLinks(visibleText(text).replace(special, escaped));
}

/** The same inside of an HTML element, where a backslash is one. */
export function inHtml(text: string): string {
  return cutLinks(visibleText(text).replace(/[<>&]/g, escaped));
}

function cutLinks(text: string): string {
  return text.replace(linking, '$1\u200b');
}

/** Text on one line as a code span, fit for a table. */
export function code(text: string): string {
  const line = visibleText(text).replaceAll('|', '\\|');
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 && line.trim() !== '' ? `\`${line}\`` : `${fence} ${line} ${fence}`;
}

function escaped(character: string): string {
  switch (character) {
    case '<':
      return '&lt;';
    case '>':
      return '&gt;';
    case '&':
      return '&amp;';
    default:
      return `\\${character}`;
  }
}
