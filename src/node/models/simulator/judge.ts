import type { JsonValue } from '../../../core/json.ts';
import type { Message } from '../../../core/prompt/message.ts';
import { listOf, member, memberAt, parsedJson, textOf } from '../jsonAccess.ts';
import { drawOf } from './dice.ts';
import { type Instructions, readInstructions } from './instructions.ts';
import { type LanguageCode, languageOf } from './language.ts';
import { phraseBooks } from './phraseBooks.ts';
import { topicOf } from './topics.ts';

/** What the simulated model is asked when it plays a judge. */
export interface JudgeCall {
  readonly messages: readonly Message[];
  readonly responseFormat: JsonValue | undefined;
  readonly temperature: number;
  /** Whatever a wrong verdict depends on. */
  readonly seed: string;
}

/** How often a judge errs at a temperature of 0.7 and above; below, in proportion, to never at 0. */
const slips = 0.1;

/**
 * The answer of the simulated model in the part of a judge; undefined when it is not asked to judge. It understands the
 * instructions of `docs/simulated-model.md` as criteria, and says so when it understands none.
 */
export function simulateJudge(call: JudgeCall): string | undefined {
  const form = memberAt(call.responseFormat, 'json_schema', 'name');
  const schema = memberAt(call.responseFormat, 'json_schema', 'schema', 'properties');
  const instructions = call.messages.find(({ role }) => role === 'system')?.content ?? '';
  const material = parsedJson(call.messages.findLast(({ role }) => role === 'user')?.content ?? '');
  switch (form) {
    case 'micro_metrics_choice': {
      const choices = listOf(memberAt(schema, 'choice', 'enum')).flatMap((x) => textOf(x) ?? []);
      return choose(choices, instructions, material, errs(call));
    }
    case 'micro_metrics_parts': {
      const verdicts = memberAt(schema, 'verdicts', 'items', 'properties', 'verdict', 'enum');
      return judgeParts(
        listOf(verdicts).flatMap((x) => textOf(x) ?? []),
        material,
      );
    }
    case 'micro_metrics_steps':
      return JSON.stringify({
        steps: ['Read the criteria.', 'Compare the reply with each of them.', 'Rate the reply.'],
      });
    default:
      return undefined;
  }
}

function errs({ temperature, seed }: JudgeCall): boolean {
  return drawOf('judge', seed) < slips * Math.min(1, temperature / 0.7);
}

const notUnderstood =
  'The simulated judge does not understand these criteria; docs/simulated-model.md lists those it does.';

function choose(
  choices: readonly string[],
  instructions: string,
  material: unknown,
  isWrong: boolean,
): string {
  const criteria = /# Criteria\n([\s\S]*?)\n\n# /.exec(instructions)?.[1] ?? '';
  if (choices.includes('tie')) return chooseReply(criteria, material, isWrong);
  const expert = member(material, 'expert');
  const reply = textOf(member(material, 'reply')) ?? '';
  if (expert !== undefined && criteria === '')
    return answer(
      choiceOfFacts(reply, typeof expert === 'string' ? expert : JSON.stringify(expert)),
      [],
    );
  const checks = checksOf(readInstructions(criteria), material);
  if (checks.length === 0) return notUnderstood;
  const missed = checks.filter(({ holds }) => !holds(reply));
  const share = missed.length / checks.length;
  // Choices come from best to worst.
  const at = Math.ceil((isWrong ? 1 - share : share) * (choices.length - 1));
  const reasons =
    missed.length === 0
      ? 'Simulated: every criterion that is understood holds.'
      : `Simulated: ${missed.map(({ what }) => what).join('; ')}.`;
  return answer(
    choices[at] ?? '',
    missed.length === 0 ? [] : [reply.split(/(?<=[.!?])\s/)[0] ?? ''],
    reasons,
  );
}

function answer(choice: string, quotes: readonly string[], reasons = 'Simulated.'): string {
  return JSON.stringify({ reasons, quotes, choice });
}

/** The reply that misses fewer criteria; the order never matters, but for a slip. */
function chooseReply(criteria: string, material: unknown, isWrong: boolean): string {
  const checks = checksOf(readInstructions(criteria), material);
  const points = (name: string) => {
    const reply = textOf(member(material, name)) ?? '';
    return checks.filter(({ holds }) => holds(reply)).length;
  };
  const lead = points('first') - points('second');
  if (lead === 0) return answer('tie', []);
  return answer(lead > 0 !== isWrong ? 'first' : 'second', []);
}

interface Check {
  /** What is wrong when it does not hold. */
  readonly what: string;
  holds(reply: string): boolean;
}

/** Criteria as checks of a reply: those instructions that the simulated model follows itself. */
function checksOf(criteria: Instructions, material: unknown): readonly Check[] {
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

function choiceOfFacts(reply: string, expert: string): string {
  const said = new Set(wordsOf(reply));
  const known = new Set(wordsOf(expert));
  const numbers = (words: ReadonlySet<string>) => [...words].filter((word) => /\d/.test(word));
  const isContradicted =
    numbers(known).length > 0 &&
    numbers(said).length > 0 &&
    !numbers(known).some((number) => said.has(number));
  const common = [...known].filter((word) => said.has(word)).length;
  if (isContradicted || common < known.size * 0.2) return 'disagrees';
  if (common < known.size) return 'subset';
  return said.size === known.size ? 'same' : 'superset';
}

/** A part is good when it shares enough of its longer words, or its topic, with what it is judged against. */
function judgeParts(verdicts: readonly string[], material: unknown): string {
  const [good = '', bad = ''] = verdicts;
  const context = listOf(member(material, 'context')).flatMap((text) => textOf(text) ?? []);
  const question = textOf(member(material, 'question')) ?? '';
  const isAboutContext = context.length > 0;
  const known = new Set(wordsOf((isAboutContext ? context : [question]).join(' ')));
  const judged = listOf(member(material, 'parts')).map((part) => {
    const text = textOf(member(part, 'text')) ?? '';
    const words = wordsOf(text).filter((word) => word.length > 3);
    const share = words.filter((word) => known.has(word)).length / Math.max(1, words.length);
    const isOnTopic = !isAboutContext && topicOf(text) === topicOf(question);
    const third = verdicts.find((verdict) => verdict === 'no-claim' || verdict === 'courtesy');
    const isPolite =
      words.length === 0 ||
      text.endsWith('?') ||
      Object.values(phraseBooks).some(({ closing, greeting }) => says(closing + greeting, text));
    const verdict =
      third !== undefined && isPolite
        ? third
        : isOnTopic || share >= (isAboutContext ? 0.5 : 0.2)
          ? good
          : bad;
    return { number: member(part, 'number'), reason: 'Simulated.', verdict };
  });
  return JSON.stringify({ verdicts: judged });
}

function says(text: string, part: string): boolean {
  return text.toLowerCase().includes(part.toLowerCase());
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
