import type { Role } from '../message.ts';

/** A message of a text prompt; offsets are UTF-16 into the text, blank lines around it left out. */
export interface RoleSection {
  readonly role: Role;
  readonly start: number;
  readonly end: number;
  /** The heading or marker that opens the section. */
  readonly marker?: { readonly start: number; readonly end: number };
}

const roles = new Map<string, Role>(
  (['system', 'developer', 'user', 'assistant'] as const).map((role) => [role, role]),
);
/** A heading that is a role word and nothing else. Group 1: the word. */
const roleHeading = /^#{1,6}[ \t]+([A-Za-z]+)[ \t]*#*[ \t]*$/;
/** A role word and a colon alone on a line. Group 1: the word. */
const roleMarker = /^([A-Za-z]+):[ \t]*$/;
/** The start or end of a block of code. Group 1: its fence. */
const codeFence = /^ {0,3}(`{3,}|~{3,})/;

/**
 * Splits a text by its role headings (`# User`) or role markers (`user:`), whichever kind comes first; the other kind is
 * text then. Blocks of code are text. What stands before the first role is the system message; without any role all is.
 */
export function roleSections(text: string, from: number): readonly RoleSection[] {
  let kind: RegExp | undefined;
  let fence: string | undefined;
  let role: Role = 'system';
  let marker: RoleSection['marker'];
  let start = from;
  const sections: RoleSection[] = [];
  const close = (end: number) => {
    const body = text.slice(start, end);
    const first = body.search(/\S/);
    // An unmarked empty stretch is no message; an empty marked one is the reader's to report.
    if (first < 0 && marker === undefined) return;
    const bodyStart = first < 0 ? start : lineStart(text, start, start + first);
    const bodyEnd = Math.max(bodyStart, start + body.trimEnd().length);
    sections.push({ role, start: bodyStart, end: bodyEnd, ...(marker && { marker }) });
  };
  for (const line of linesOf(text, from)) {
    const content = text.slice(line.start, line.end);
    const found = codeFence.exec(content)?.[1];
    if (fence !== undefined) {
      if (found?.startsWith(fence) && content.trim() === found) fence = undefined;
      continue;
    }
    if (found !== undefined) {
      fence = found;
      continue;
    }
    const heading = roles.get(roleHeading.exec(content)?.[1]?.toLowerCase() ?? '');
    const marked = roles.get(roleMarker.exec(content)?.[1]?.toLowerCase() ?? '');
    kind ??= heading !== undefined ? roleHeading : marked !== undefined ? roleMarker : undefined;
    const next = kind === roleHeading ? heading : kind === roleMarker ? marked : undefined;
    if (next === undefined) continue;
    close(line.start);
    role = next;
    marker = { start: line.start, end: line.start + content.trimEnd().length };
    start = line.next;
  }
  close(text.length);
  return sections;
}

/** The indentation of the first line belongs to it. */
function lineStart(text: string, from: number, offset: number): number {
  const before = text.slice(from, offset);
  return from + Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) + 1;
}

function* linesOf(text: string, from: number) {
  const lineEnd = /\r\n|\n|\r/g;
  lineEnd.lastIndex = from;
  let start = from;
  for (let match = lineEnd.exec(text); match !== null; match = lineEnd.exec(text)) {
    const next = match.index + match[0].length;
    yield { start, end: match.index, next };
    start = next;
  }
  yield { start, end: text.length, next: text.length };
}
