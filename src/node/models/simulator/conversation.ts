import type { Message } from '../../../core/prompt/message.ts';
import { type LanguageCode, languageOf } from './language.ts';
import { type Topic, topicOf } from './topics.ts';

/** What the simulated model sees in the messages of a request. */
export interface Conversation {
  /** System and developer messages; where there are none, the first user message. */
  readonly instructions: string;
  /** What makes this conversation this one: its first user message. */
  readonly identity: string;
  /** Number of user messages. */
  readonly turn: number;
  readonly customerLanguage: LanguageCode;
  readonly topic: Topic;
  /** Of the customer, where a message tells it. */
  readonly name?: string;
}

export function readConversation(messages: readonly Message[]): Conversation {
  const user = messages
    .filter((message) => message.role === 'user')
    .map((message) => message.content);
  const system = messages
    .filter((message) => message.role === 'system' || message.role === 'developer')
    .map((message) => message.content)
    .join('\n');
  const newestFirst = user.toReversed();
  const topics = newestFirst.map(topicOf);
  const name = nameIn(`${system.slice(0, 20_000)}\n${user.join('\n').slice(0, 20_000)}`);
  return {
    instructions: system === '' ? (user[0] ?? '') : system,
    identity: user[0] ?? '',
    turn: user.length,
    // A short "OK" says nothing: then the messages before it do.
    customerLanguage: newestFirst.map(languageOf).find((code) => code !== undefined) ?? 'en',
    topic: topics.find((topic) => topic !== 'general') ?? 'general',
    ...(name === undefined ? {} : { name }),
  };
}

/** Phrases that introduce a name; group 1 is the name. */
const introductions: readonly RegExp[] = [
  /\bcustomer['’]?s? name(?: is|:)\s+(\p{Lu}[\p{L}-]{1,30})/u,
  /\b[Cc]ustomer:\s+(\p{Lu}[\p{L}-]{1,30})/u,
  /\b(?:[Mm]y name is|[Ii]ch heiße|[Mm]ein Name ist|[Jj]e m['’]appelle|[Mm]e llamo|[Mm]i chiamo|[Ii]k heet|[Mm]ijn naam is|[Cc]hamo-me|[Nn]azywam się|[Mm]am na imię)\s+(\p{Lu}[\p{L}-]{1,30})/u,
];

function nameIn(text: string): string | undefined {
  for (const pattern of introductions) {
    const name = pattern.exec(text)?.[1];
    if (name !== undefined) return name;
  }
  return undefined;
}
