import { member } from '../jsonAccess.ts';
import type { Conversation } from './conversation.ts';
import { drawOf } from './dice.ts';
import { choicesOf, type Instructions, type JsonMember } from './instructions.ts';
import type { LanguageCode } from './language.ts';
import type { Mistake } from './mistakes.ts';
import type { PhraseBook } from './phraseBook.ts';
import { phraseBooks } from './phraseBooks.ts';

export interface Draft {
  readonly conversation: Conversation;
  readonly instructions: Instructions;
  readonly language: LanguageCode;
  readonly mistake: Mistake | undefined;
  /** Whatever the choice of words depends on. */
  readonly seed: string;
}

/** Words of a reply without a limit, lowest and highest. */
const ramble: readonly [number, number] = [130, 220];

/** Writes the reply. */
export function compose(draft: Draft): string {
  const { instructions, mistake } = draft;
  if (instructions.json === undefined) return prose(draft);
  const json = JSON.stringify(
    Object.fromEntries(instructions.json.map((part) => [part.name, valueOf(part, draft)])),
  );
  return mistake === 'broken-json' ? `Here is the answer: ${json.slice(0, -1)}` : json;
}

function prose(draft: Draft): string {
  const { conversation, instructions, language, mistake, seed } = draft;
  const book = phraseBooks[language];
  const limit = mistake === 'too-long' ? undefined : instructions.maxWords;
  const opening = openingOf(draft, book);
  const mustSay =
    mistake === 'no-mention' ? [] : instructions.mention.map((x) => fill(book.mention, x));
  const promises =
    conversation.topic === 'refund' && !instructions.promisesNothing ? [book.promise] : [];
  const forbidden =
    mistake === 'says-forbidden'
      ? instructions.never.slice(0, 1).map((x) => fill(book.mention, x))
      : [];
  const source =
    instructions.source === undefined || mistake === 'no-source'
      ? undefined
      : `[${instructions.source}-${sourceNumber(conversation.topic)}]`;
  const ending = endingOf(draft, book);

  const fixed = [
    opening,
    ...mustSay,
    ...promises,
    ...forbidden,
    source === undefined ? '' : `${book.source} ${source}`,
    ending,
  ];
  const left = (limit ?? Number.POSITIVE_INFINITY) - countWords(fixed.join(' '));
  const wanted = targetWords(limit, seed) - countWords(fixed.join(' '));
  const body = bodyOf(draft, book, Math.min(wanted, left), left);
  const sentences = [...mustSay, ...body, ...promises, ...forbidden];
  const text =
    instructions.usesBullets && mistake !== 'no-bullets'
      ? sentences.map((sentence) => `- ${sentence}`).join('\n')
      : sentences.join(' ');
  return [
    ...(opening === '' ? [] : [opening]),
    ...(text === '' ? [] : [text]),
    ...(source === undefined ? [] : [`${book.source} ${source}`]),
    ...(ending === '' ? [] : [ending]),
  ].join(opening.endsWith(',') || instructions.usesBullets || ending !== '' ? '\n\n' : ' ');
}

function openingOf(draft: Draft, book: PhraseBook): string {
  const { conversation, instructions, mistake } = draft;
  if (instructions.startWith !== undefined && mistake !== 'other-start')
    return instructions.startWith;
  if (!instructions.greetsByName) return '';
  return conversation.name === undefined || mistake === 'no-name'
    ? book.greeting
    : fill(book.greetingByName, conversation.name);
}

function endingOf(draft: Draft, book: PhraseBook): string {
  const { instructions, mistake } = draft;
  if (instructions.closing === undefined || mistake === 'no-closing') return '';
  return instructions.closing.text ?? book.closing;
}

/** Half to 85 % of the limit, or a long-winded reply without one. */
function targetWords(limit: number | undefined, seed: string): number {
  const draw = drawOf('length', seed);
  if (limit === undefined) return ramble[0] + draw * (ramble[1] - ramble[0]);
  return Math.min(limit * (0.5 + 0.35 * draw), ramble[1]);
}

/** Sentences on the topic, then general ones, until enough has been said. At least one where it fits. */
function bodyOf(draft: Draft, book: PhraseBook, wanted: number, left: number): readonly string[] {
  const { conversation, instructions, seed } = draft;
  const isAllowed = (sentence: string) =>
    !instructions.never.some((word) => sentence.toLowerCase().includes(word.toLowerCase()));
  const about = rotated(
    book.topics[conversation.topic],
    conversation.turn + Math.floor(drawOf('topic', seed) * 2),
  );
  const fillers = rotated(book.fillers, Math.floor(drawOf('filler', seed) * book.fillers.length));
  const pool = [...about, ...fillers, ...book.topics.general].filter(isAllowed);
  const chosen: string[] = [];
  let words = 0;
  for (const sentence of pool) {
    const more = countWords(sentence);
    if (words + more > left || (words >= wanted && chosen.length > 0)) continue;
    chosen.push(sentence);
    words += more;
  }
  if (chosen.length > 0 || left < 1) return chosen;
  // Nothing whole fits into a limit this low: the beginning of a sentence, ended with a full stop.
  const start = (pool[0] ?? book.closing).split(/\s+/).slice(0, Math.floor(left)).join(' ');
  return [`${start.replace(/[\p{P}]+$/u, '')}.`];
}

function valueOf(part: JsonMember, draft: Draft): unknown {
  const { conversation, language, seed } = draft;
  const choices = choicesOf(part.schema);
  if (choices.length > 0)
    return choices[Math.floor(drawOf('choice', part.name, seed) * choices.length)];
  const type = member(part.schema, 'type');
  if (type === 'boolean') return drawOf(part.name, seed) < 0.3;
  if (type === 'integer') return 1 + Math.floor(drawOf(part.name, seed) * 5);
  if (type === 'number') return Math.round(drawOf(part.name, seed) * 100) / 100;
  if (type === 'array') return prose(withoutJson(draft)).split('\n').slice(0, 3);
  const name = part.name.toLowerCase();
  if (/^lang/.test(name)) return language;
  if (/topic|category|intent|subject/.test(name)) return conversation.topic;
  if (/confidence|score|probability/.test(name))
    return Math.round((0.6 + 0.4 * drawOf(part.name, seed)) * 100) / 100;
  if (/sentiment|mood|tone/.test(name)) return 'neutral';
  if (/^(?:is|has|needs|should)_?|escalat|human/.test(name)) return false;
  if (/source/.test(name)) return `HC-${sourceNumber(conversation.topic)}`;
  if (/repl|answer|message|text|body|response/.test(name)) return prose(withoutJson(draft));
  return phraseBooks[language].topics[conversation.topic][0] ?? '';
}

function withoutJson(draft: Draft): Draft {
  const { json: _json, ...instructions } = draft.instructions;
  return { ...draft, instructions };
}

function sourceNumber(topic: string): number {
  return 100 + Math.floor(drawOf('source', topic) * 900);
}

function rotated<T>(items: readonly T[], by: number): readonly T[] {
  const at = items.length === 0 ? 0 : by % items.length;
  return [...items.slice(at), ...items.slice(0, at)];
}

function fill(phrase: string, value: string): string {
  return phrase.replace('{x}', () => value);
}

function countWords(text: string): number {
  return text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}
