import type { JsonValue } from '../../../core/json.ts';
import type { Message } from '../../../core/prompt/message.ts';
import { listOf, member, memberAt, parsedJson, textOf } from '../jsonAccess.ts';
import { checksOf, type Judged, judgedBy, says, wordsOf } from './criteria.ts';
import { drawOf } from './dice.ts';
import { readInstructions } from './instructions.ts';
import { type JudgePrompt, readJudgePrompt } from './judgePrompt.ts';
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
      const own = ownPrompt(call.messages);
      if (own !== undefined) return chooseByPrompt(own, choices, errs(call));
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
  const criteria = criteriaIn(instructions);
  if (choices.includes('tie')) return chooseReply(criteria, material, isWrong);
  const expert = member(material, 'expert');
  const reply = textOf(member(material, 'reply')) ?? '';
  if (expert !== undefined && criteria === '')
    return answer(
      choiceOfFacts(reply, typeof expert === 'string' ? expert : JSON.stringify(expert)),
      [],
    );
  const judged = judgedBy(checksOf(readInstructions(criteria), material), reply, choices, isWrong);
  return judged === undefined
    ? notUnderstood
    : answer(judged.choice, judged.quotes, judged.reasons);
}

function criteriaIn(instructions: string): string {
  return /# Criteria\n([\s\S]*?)\n\n# /.exec(instructions)?.[1] ?? '';
}

/** The prompt of the user's own that a judge was asked with; the message before it tells the form of the answer. */
function ownPrompt([form, ...messages]: readonly Message[]): JudgePrompt | undefined {
  if (form === undefined || !form.content.startsWith('# Choices')) return undefined;
  return readJudgePrompt(messages.map(({ content }) => content).join('\n\n'));
}

function chooseByPrompt(prompt: JudgePrompt, choices: readonly string[], isWrong: boolean): string {
  const judged = judgedByPrompt(prompt, choices, isWrong);
  return judged === undefined
    ? notUnderstood
    : answer(judged.choice, judged.quotes, judged.reasons);
}

function judgedByPrompt(
  { criteria, conversation, reply }: JudgePrompt,
  choices: readonly string[],
  isWrong: boolean,
): Judged | undefined {
  const checks = checksOf(readInstructions(criteria), { conversation });
  return judgedBy(checks, reply, choices, isWrong);
}

/**
 * The reply to a judge's prompt that is tried like any other prompt, in a suite of its own; undefined where a prompt does not ask to judge a
 * reply. The verdict comes first, then why; or both in JSON where the prompt asks for that.
 */
export function simulateJudgePrompt(call: JudgeCall): string | undefined {
  const prompt = readJudgePrompt(call.messages.map(({ content }) => content).join('\n\n'));
  if (prompt === undefined || !prompt.asksForVerdict) return undefined;
  const judged = judgedByPrompt(prompt, prompt.verdicts, errs(call));
  if (judged === undefined) return notUnderstood;
  const { choice, quotes, reasons } = judged;
  const { json } = readInstructions(prompt.criteria, call.responseFormat);
  if (json === undefined) return `${choice}\n\n${reasons}`;
  const valueOf = (name: string) =>
    /choice|verdict|answer|label/i.test(name) ? choice : /quote/i.test(name) ? quotes : reasons;
  return JSON.stringify(Object.fromEntries(json.map(({ name }) => [name, valueOf(name)])));
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
