import type { Boundary } from '../../readBody.ts';
import { roleOf } from '../../roleNames.ts';

/** A line that begins a message: `user:`, `# system:`, `user[name="x"]:`. Groups: the role, its attributes. */
const roleLine = /^#?\s*(system|developer|user|assistant|function|tool)\s*(\[[^\]]*\])?\s*:$/i;
/** A line that begins a message of a role that a variable holds: `{{ item.role }}:`. Group 1: the tag. */
const variableRole = /^#?\s*(\{\{-?\s*[\w.]*role\s*-?\}\})\s*:$/i;
/** Longest line that is looked at. */
const maxLine = 400;

export interface PromptyBoundary extends Boundary {
  readonly hasAttributes: boolean;
}

/** The lines of a Prompty template at which messages begin. */
export function promptyBoundaries(text: string): readonly PromptyBoundary[] {
  const found: PromptyBoundary[] = [];
  for (const match of text.matchAll(/[^\r\n]+/g)) {
    const [line] = match;
    if (line.length > maxLine) continue;
    const trimmed = line.trim();
    const start = match.index;
    const place = { start, end: start + line.length };
    if (trimmed.startsWith('![thread]'))
      found.push({ kind: 'history', role: 'user', hasAttributes: false, ...place });
    const written = variableRole.exec(trimmed)?.[1];
    if (written !== undefined)
      found.push({ kind: 'role', role: 'user', written, hasAttributes: false, ...place });
    const [, word, attributes] = roleLine.exec(trimmed) ?? [];
    const role = word === undefined ? undefined : roleOf(word);
    if (role !== undefined)
      found.push({ kind: 'role', role, hasAttributes: attributes !== undefined, ...place });
  }
  return found;
}
