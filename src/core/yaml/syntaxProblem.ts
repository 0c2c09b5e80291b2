import { messageOf } from '../errors.ts';
import type { Problem } from '../problem.ts';
import type { YamlPlace } from './yamlTree.ts';

/** What the YAML parser stopped at. */
export interface SyntaxFault {
  /** The parser's own code. */
  readonly code: string;
  /** UTF-16 offsets in the YAML text. */
  readonly pos?: readonly [number, number];
  readonly error: unknown;
}

/** The one message for a text that is not YAML: what is wrong, where, and the remedy where it is known. */
export function syntaxProblem(fault: SyntaxFault, text: string, place: YamlPlace): Problem {
  const [from, to] = placeOf(fault, text);
  const start = Math.min(from, text.length);
  const end = Math.min(Math.max(to, start), text.length);
  return {
    file: place.file,
    range: place.lines.range(place.offset + start, place.offset + end),
    severity: 'error',
    code: 'yaml-syntax',
    message: messageFor(fault, text, start),
  };
}

/** An unclosed quote is reported by the parser at the end of the text; its mistake is where the quote opens. */
function placeOf(fault: SyntaxFault, text: string): readonly [number, number] {
  const [from, to] = fault.pos ?? [0, 0];
  const opening = unclosedQuote(fault, text);
  if (opening !== undefined) return [opening, opening + 1];
  if (fault.code === 'BLOCK_AS_IMPLICIT_KEY' && !hasSecondColon(text, from)) {
    const next = nextLine(text, from);
    if (next !== undefined) return next;
  }
  // Up to the end of the line, where a place can be seen.
  const start = Math.min(from, text.length);
  const lineEnd = text.slice(start).search(/[\r\n]/);
  const limit = lineEnd < 0 ? text.length : start + lineEnd;
  return [start, Math.max(start, Math.min(to, limit))];
}

/** Whether a line goes on with another `key: value`. */
function hasSecondColon(text: string, from: number): boolean {
  return (
    text
      .slice(from)
      .split(/[\r\n]/, 1)[0]
      ?.includes(': ') ?? false
  );
}

/** A value that goes on in a line that is indented too far is reported where it starts; its mistake is in that line. */
function nextLine(text: string, from: number): readonly [number, number] | undefined {
  const next = /[\r\n]\s*(\S[^\r\n]*)/g;
  next.lastIndex = from;
  const match = next.exec(text);
  if (match?.[1] === undefined) return undefined;
  const end = match.index + match[0].length;
  return [end - match[1].length, end];
}

function unclosedQuote(fault: SyntaxFault, text: string): number | undefined {
  const quote = /^Missing closing (["'])/.exec(messageOf(fault.error))?.[1];
  if (quote === undefined) return undefined;
  // The scalar runs to the end of the text, so every later quote of this kind is escaped: the first one of the
  // last value that opens with it is the culprit.
  const opener = new RegExp(`(?:^|[:\\-,[{]\\s|[[{,])${quote}`, 'gm');
  let last: number | undefined;
  for (const match of text.matchAll(opener)) {
    const at = match.index + match[0].length - 1;
    if (!isClosed(text, at, quote)) {
      last = at;
      break;
    }
  }
  return last;
}

function isClosed(text: string, opening: number, quote: string): boolean {
  for (let i = opening + 1; i < text.length; i++) {
    const at = text[i];
    if (quote === '"' && at === '\\') i++;
    else if (at === quote) {
      if (quote === "'" && text[i + 1] === "'") i++;
      else return !/^[^\S\r\n]*[^\s,:#\]}]/.test(text.slice(i + 1, i + 40));
    }
  }
  return false;
}

function messageFor(fault: SyntaxFault, text: string, start: number): string {
  const said = messageOf(fault.error);
  switch (fault.code) {
    case 'TAB_AS_INDENT':
      return 'YAML does not allow tabs for indentation. Use spaces.';
    case 'MISSING_CHAR': {
      const quote = /^Missing closing (["'])/.exec(said)?.[1];
      if (quote !== undefined)
        return `The text that starts here has no closing ${quote}. Add ${quote} at its end.`;
      if (said.startsWith('Implicit map keys'))
        return "This line has no ':'. Write 'key: value', or indent it if it belongs to the line above.";
      if (said.startsWith('Sequence item without'))
        return "This line is part of a list by its indentation, but does not begin with '- '. Align it with its neighbours, or begin it with '- '.";
      return `Something is missing here (${said}).`;
    }
    case 'BLOCK_AS_IMPLICIT_KEY':
      return hasSecondColon(text, fault.pos?.[0] ?? start)
        ? "There is a second ':' in this line. Put the value in quotes, or move what follows to a line of its own."
        : 'The indentation does not fit. Align this line with its neighbours.';
    case 'MULTILINE_IMPLICIT_KEY':
      return "This line has no ':'. Write 'key: value', or indent it if it belongs to the line above.";
    case 'BAD_INDENT': {
      const closing = /end with a (\S)/.exec(said)?.[1];
      return closing === undefined
        ? 'The indentation does not fit. Align this line with its neighbours.'
        : `A '${closing}' is missing before this place.`;
    }
    case 'BAD_SCALAR_START': {
      const character = text.charAt(start);
      return `A value cannot start with '${character}'. Put it in quotes.`;
    }
    case 'UNEXPECTED_TOKEN':
      return 'This was not expected here. If it belongs to the text before it, put the whole text in quotes.';
    case 'MULTIPLE_DOCS':
      return "There is a second document here. Remove the line '---'.";
    case 'RESOURCE_EXHAUSTION':
      return 'The file is nested too deeply to be read. Use fewer levels.';
    case 'BAD_DQ_ESCAPE':
      return "There is no such escape in double quotes. Write '\\\\' for a backslash, or use single quotes.";
    default:
      return `This is not valid YAML: ${said}.`;
  }
}
