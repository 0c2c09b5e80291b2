import { hiddenCharacters } from '../hiddenCharacters.ts';

/** UTF-16 units that are shown. */
const longest = 400;
/** UTF-16 units that are looked at: white space is joined, and a line can be megabytes long. */
const mostRead = 20 * longest;

/** Text from a model or a file as one line that a terminal only shows, without white space around it. */
export function visibleText(text: string): string {
  const line = text
    .slice(0, mostRead)
    .replace(/\s+/g, ' ')
    .trim()
    .replace(hiddenCharacters, '\ufffd')
    .toWellFormed();
  const isCut = line.length > longest || text.length > mostRead;
  return isCut ? `${wholeCharacters(line.slice(0, longest))}...` : line;
}

/** Without the first half of a character at its end. */
function wholeCharacters(text: string): string {
  return text.replace(/[\ud800-\udbff]$/, '');
}
