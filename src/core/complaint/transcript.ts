import type { Message, Role } from '../prompt/message.ts';
import { type Conversation, message, roleOf } from './conversation.ts';

/** A line that begins a turn: an optional time, a name of one to three words, a colon. Groups: 1 the time, 2 the name, 3 the text. */
const turnLine =
  /^\s*([[(]?\d{1,4}[-:./T\d ]{3,20}(?:\s?[ap]m)?[\])]?\s*[-–]?\s*)?[*_#>\s]*([\p{L}][\p{L}\p{M}\p{N}.'’()-]{0,30}(?: [\p{L}\p{N}][\p{L}\p{M}\p{N}.'’()-]{0,30}){0,2})[*_]*\s*:[*_]*(?:\s+(.*))?$/u;

/** A chat as people copy it: `Name: text` with lines that go on. Undefined where fewer than two speakers can be told apart. */
export function transcript(text: string): Conversation | undefined {
  const lines = text.split(/\r\n|\n|\r/);
  const repeated = repeatedNames(lines);
  const found = conversationOf(lines, (speaker) => repeated.has(speaker));
  if (found === undefined || found.messages.some(({ role }) => role === 'assistant')) return found;
  // A user whom nobody answers: whoever speaks once, by a name with a capital, is the one who did.
  return conversationOf(lines, (speaker) => /^\p{Lu}/u.test(speaker)) ?? found;
}

/** @param isSpeaker whether a word before a colon that is no known role begins a turn */
function conversationOf(
  lines: readonly string[],
  isSpeaker: (word: string) => boolean,
): Conversation | undefined {
  const turns: { readonly speaker: string; readonly lines: string[] }[] = [];
  for (const line of lines) {
    const [, time, speaker, rest = ''] = turnLine.exec(line) ?? [];
    const isTurn =
      speaker !== undefined &&
      (time !== undefined || roleOf(speaker) !== undefined || isSpeaker(speaker));
    if (isTurn) turns.push({ speaker, lines: [rest] });
    else if (turns.length > 0) turns.at(-1)?.lines.push(line);
    else if (line.trim() !== '') return undefined;
  }
  const names = [...new Set(turns.map(({ speaker }) => speaker.toLowerCase()))];
  const known = names.filter((name) => roleOf(name) !== undefined);
  if (names.length < 2 && known.length === 0) return undefined;
  const rolesByName = assignRoles(names);
  const messages = turns
    .map(({ speaker, lines }): Message => {
      const role = rolesByName.get(speaker.toLowerCase()) ?? 'user';
      return message(role, lines.join('\n').trim());
    })
    .filter(({ content }) => content !== '');
  return messages.length === 0 ? undefined : { form: 'transcript', messages };
}

/** A word before a colon that is no known role is a speaker when it speaks more than once. */
function repeatedNames(lines: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const line of lines) {
    const name = turnLine.exec(line)?.[2];
    if (name === undefined) continue;
    if (seen.has(name)) repeated.add(name);
    seen.add(name);
  }
  return repeated;
}

/** Unknown names get the role that is left; of two unknown ones the first to speak is the user. */
function assignRoles(names: readonly string[]): ReadonlyMap<string, Role> {
  const found = new Map<string, Role>();
  for (const name of names) {
    const role = roleOf(name);
    if (role !== undefined) found.set(name, role);
  }
  for (const name of names) {
    if (found.has(name)) continue;
    const hasUser = [...found.values()].includes('user');
    found.set(name, hasUser ? 'assistant' : 'user');
  }
  return found;
}
