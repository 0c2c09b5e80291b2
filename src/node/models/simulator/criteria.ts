import { listOf, member, textOf } from '../jsonAccess.ts';
import type { Instructions } from './instructions.ts';
import { type LanguageCode, languageOf } from './language.ts';
import { phraseBooks } from './phraseBooks.ts';

export interface Check {
  /** What is wrong when it does not hold. */
  readonly what: string;
  holds(reply: string): boolean;
}

/** Criteria as checks of a reply: those instructions that the simulated model follows itself. */
export function checksOf(criteria: Instructions, material: unknown): readonly Check[] {
  const { language, maxWords, closing, startWith } = criteria;
  const checks: Check[] = [];
  const add = (what: string, holds: (reply: string) => boolean) => checks.push({ what, holds });
  if (language !== undefined) {
    const wanted = language === 'customer' ? customerLanguage(material) : language;
    add(`it is not in the language asked for (${wanted})`, (reply) => languageOf(reply) === wanted);
  }
  if (maxWords !== undefined)
    add(`it has more than ${maxWords} words`, (reply) => wordsOf(reply).length <= maxWords);
  for (const text of criteria.mention)
    add(`it does not mention ${text}`, (reply) => says(reply, text));
  for (const text of criteria.never) add(`it mentions ${text}`, (reply) => !says(reply, text));
  if (closing !== undefined)
    add('it does not close as asked', (reply) =>
      closing.text === undefined
        ? Object.values(phraseBooks).some((book) => says(reply, book.closing))
        : reply.trimEnd().endsWith(closing.text),
    );
  if (criteria.source !== undefined)
    add('it cites no source', (reply) => /\[[A-Z]+-\d+\]/.test(reply));
  if (criteria.usesBullets) add('it has no bullet points', (reply) => /^\s*[-*•] /m.test(reply));
  if (criteria.promisesNothing)
    add('it promises an amount', (reply) => !/\d[.,]\d{2}\s?(?:€|EUR|\$|USD)/.test(reply));
  if (startWith !== undefined)
    add(`it does not start with ${startWith}`, (reply) => reply.startsWith(startWith));
  return checks;
}

function customerLanguage(material: unknown): LanguageCode {
  const said = listOf(member(material, 'conversation')).filter(
    (message) => member(message, 'role') === 'user',
  );
  const texts = said.map((message) => textOf(member(message, 'content')) ?? '').reverse();
  return texts.map(languageOf).find((code) => code !== undefined) ?? 'en';
}

export interface Judged {
  readonly choice: string;
  readonly quotes: readonly string[];
  readonly reasons: string;
}

/** @param choices from best to worst. Undefined without a check: nothing was understood */
export function judgedBy(
  checks: readonly Check[],
  reply: string,
  choices: readonly string[],
  isWrong: boolean,
): Judged | undefined {
  if (checks.length === 0) return undefined;
  const missed = checks.filter(({ holds }) => !holds(reply));
  const share = missed.length / checks.length;
  const at = Math.ceil((isWrong ? 1 - share : share) * (choices.length - 1));
  return {
    choice: choices[at] ?? '',
    quotes: missed.length === 0 ? [] : [reply.split(/(?<=[.!?])\s/)[0] ?? ''],
    reasons:
      missed.length === 0
        ? 'Simulated: every criterion that is understood holds.'
        : `Simulated: ${missed.map(({ what }) => what).join('; ')}.`,
  };
}

export function says(text: string, part: string): boolean {
  return text.toLowerCase().includes(part.toLowerCase());
}

export function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
