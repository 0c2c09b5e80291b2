import * as z from 'zod';
import type { JsonValue } from '../../json.ts';
import type { Message } from '../../prompt/message.ts';
import { commonKeys, defineMetric } from '../define.ts';
import { holdsVariable } from '../fillParameters.ts';
import { identifyLanguage, loadLanguageIdentifier } from '../language/identifyLanguage.ts';
import { languageName, parseLanguage, sameLanguage } from '../language/languageNames.ts';
import { failed, type Mark, type Outcome, skipped, verdict } from '../outcome.ts';
import type { Sample } from '../sample.ts';
import type { Target } from '../target.ts';
import { sentencesOf } from '../text/sentences.ts';
import { list, quote } from '../wording.ts';

const languages = z.union([z.string(), z.array(z.string()).min(1)]).check((context) => {
  for (const value of [context.value].flat()) {
    const read = parseLanguage(value);
    if (read.language !== undefined || holdsVariable(value)) continue;
    const [meant] = read.suggestions;
    const remedy = meant ? `Did you mean \`${meant}\`?` : 'Write a code such as `de` or `pt-BR`.';
    const message = `“${value}” is no language. ${remedy}`;
    context.issues.push({ code: 'custom', message, input: value });
  }
});

const reference = z.union(
  [
    z.enum(['last-user-message', 'first-user-message', 'input']),
    z
      .string()
      .startsWith('variable:')
      .min('variable:'.length + 1),
  ],
  {
    error:
      'Write `last-user-message`, `first-user-message`, `input` or `variable:` and the name of a variable.',
  },
);

export const language = defineMetric({
  type: 'language',
  summary: 'The reply is in a given language, or in the language of the user.',
  prepare: loadLanguageIdentifier,
  zero: 'It is in another language.',
  one: 'It is in the language asked for.',
  parameters: z
    .strictObject({
      is: languages
        .optional()
        .describe(
          'The language as a code (`de`, `pt-BR`, `zh-Hant`) or a name (`German`); or several, any of which will do.',
        ),
      'same-as': reference
        .optional()
        .describe(
          'The text whose language is asked for: the user message that the reply answers, the first one, the `input` variable of the ' +
            'case (without one: all user messages), or `variable:<name>`.',
        ),
      'when-unknown': z
        .enum(['skip', 'pass', 'fail', 'guess'])
        .default('skip')
        .describe(
          'What it means when the language of the reply cannot be told with confidence. `guess`: the likeliest language decides, or any that ' +
            'has nearly half of a mixed text; a text of less than 30 letters passes.',
        ),
      ...commonKeys,
    })
    .refine(
      (parameters) => (parameters.is === undefined) !== (parameters['same-as'] === undefined),
      {
        error: 'Say which language: add either `is` or `same-as`.',
      },
    ),
  examples: [
    {
      metric: { type: 'language', is: 'de' },
      output: 'Bitte starten Sie den Router neu und warten Sie eine Minute.',
      passes: true,
    },
    {
      metric: { type: 'language', 'same-as': 'last-user-message' },
      input: 'Mein Router blinkt rot, was kann ich jetzt tun?',
      output: 'Please restart the router and wait for a minute.',
      passes: false,
    },
  ],
  async judge(target, parameters, sample) {
    const wanted = await languagesWanted(target, parameters, sample);
    if (!Array.isArray(wanted)) return wanted;
    const names = list(
      wanted.map((code) => languageName(code)),
      'or',
    );
    const found = await identifyLanguage(target.text, { expected: wanted });
    if (found.language === null) {
      const reason = `The language of the reply cannot be told${found.reason ? `: ${found.reason}` : ''}`;
      const words = reason.endsWith('.') ? reason : `${reason}.`;
      if (parameters['when-unknown'] === 'skip') return skipped(words);
      const passed =
        parameters['when-unknown'] === 'guess'
          ? await isLikely(target.text, found.runnerUp, wanted)
          : parameters['when-unknown'] === 'pass';
      return verdict(passed, words);
    }
    const whole = { start: 0, end: target.text.length };
    const name = languageName(found.language);
    if (isOneOf(found.language, wanted)) return verdict(true, `The reply is in ${name}.`, [whole]);
    return verdict(
      false,
      `The reply is in ${name}; ${names} is expected.`,
      await foreignSentences(target.text, wanted, whole),
    );
  },
});

/** Languages the reply may have, or the outcome when they cannot be told. */
async function languagesWanted(
  target: Target,
  parameters: { is?: string | string[] | undefined; 'same-as'?: string | undefined },
  sample: Sample,
): Promise<string[] | Exclude<Outcome, string[]>> {
  if (parameters.is !== undefined)
    return (typeof parameters.is === 'string' ? [parameters.is] : parameters.is).map(tagOf);
  const source = parameters['same-as'] ?? '';
  const text = referenceText(source, target, sample);
  if (text === undefined)
    return source.startsWith('variable:')
      ? failed(`The case has no variable ${quote(source.slice('variable:'.length))}.`)
      : skipped('There is no user message to compare with.');
  const { language: code, reason } = await identifyLanguage(text);
  if (code !== null) return [code];
  return skipped(
    `The language of the user cannot be told${reason ? `: ${reason}` : ` from ${quote(text)}`}.`,
  );
}

function referenceText(source: string, target: Target, sample: Sample): string | undefined {
  const before = sample.messages.slice(0, target.reply.messageIndex).filter(isFromUser);
  if (source === 'last-user-message') return before.at(-1)?.content;
  if (source === 'first-user-message') return before[0]?.content;
  if (source === 'input') {
    const input = textOf(sample.variables.input);
    if (input !== undefined) return input;
    return before.length === 0 ? undefined : before.map(({ content }) => content).join('\n\n');
  }
  return textOf(sample.variables[source.slice('variable:'.length)]);
}

function isFromUser({ role }: Message): boolean {
  return role === 'user';
}

function textOf(value: JsonValue | undefined): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Letters; below this even the likeliest language is hardly more than chance. */
const SHORTEST_GUESS = 30;
const NEARLY_HALF = 0.4;

/** Whether an expected language is the likeliest of a text whose language is not certain. */
async function isLikely(
  text: string,
  likeliest: string | undefined,
  wanted: readonly string[],
): Promise<boolean> {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  if (likeliest === undefined || letters < SHORTEST_GUESS || isOneOf(likeliest, wanted))
    return true;
  const shares = (await loadLanguageIdentifier()).shares(text);
  return shares.some(
    (part) => part.language !== null && part.share >= NEARLY_HALF && isOneOf(part.language, wanted),
  );
}

/** More pieces than this are not looked at; the whole reply is the evidence then. */
const MOST_PIECES = 100;
/** Shorter pieces are seldom told with certainty. */
const SHORTEST_PIECE = 20;

async function foreignSentences(
  text: string,
  wanted: readonly string[],
  whole: Mark,
): Promise<readonly Mark[]> {
  const sentences = sentencesOf(text);
  if (sentences.length > MOST_PIECES) return [whole];
  const marks: Mark[] = [];
  for (const { start, end } of sentences) {
    if (end - start < SHORTEST_PIECE) continue;
    const { language: code } = await identifyLanguage(text.slice(start, end), {
      expected: wanted,
    });
    if (code !== null && !isOneOf(code, wanted))
      marks.push({ start, end, label: languageName(code) });
  }
  return marks.length === 0 ? [whole] : marks;
}

function isOneOf(code: string, wanted: readonly string[]): boolean {
  return wanted.some((other) => sameLanguage(code, other));
}

function tagOf(language: string): string {
  return parseLanguage(language).language ?? language;
}
