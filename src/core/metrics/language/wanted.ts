import * as z from 'zod';
import type { JsonValue } from '../../json.ts';
import type { Message } from '../../prompt/message.ts';
import { holdsVariable } from '../fillParameters.ts';
import { failed, type Outcome, skipped } from '../outcome.ts';
import type { Sample } from '../sample.ts';
import type { Target } from '../target.ts';
import { quote } from '../wording.ts';
import { identifyLanguage } from './identifyLanguage.ts';
import { possibleLanguages } from './languageIdentifier.ts';
import { parseLanguage, sameLanguage } from './languageNames.ts';

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

/** The keys that say which language a reply should be in. */
export const wantedKeys = {
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
};

/** For `.check` of a schema with these keys: exactly one is there. */
export function checkWanted(
  context: z.core.ParsePayload<{ is?: unknown; 'same-as'?: unknown }>,
): void {
  const { is, 'same-as': sameAs } = context.value;
  if ((is === undefined) === (sameAs === undefined))
    context.issues.push({
      code: 'custom',
      message: 'Say which language: add either `is` or `same-as`.',
      input: context.value,
    });
}

/** Languages the reply may have, or the outcome when they cannot be told. */
export async function languagesWanted(
  target: Target,
  parameters: { is?: string | string[] | undefined; 'same-as'?: string | undefined },
  sample: Sample,
): Promise<string[] | Outcome> {
  if (parameters.is !== undefined)
    return (typeof parameters.is === 'string' ? [parameters.is] : parameters.is).map(tagOf);
  const source = parameters['same-as'] ?? '';
  const text = referenceText(source, target, sample);
  if (text === undefined)
    return source.startsWith('variable:')
      ? failed(`The case has no variable ${quote(source.slice('variable:'.length))}.`)
      : skipped('There is no user message to compare with.');
  const found = await identifyLanguage(text);
  const { language: code, reason } = found;
  // A few words of close languages (German, Luxembourgish) leave two open: a reply in either is no failure.
  if (code !== null) return possibleLanguages(found);
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

export function isOneOf(code: string, wanted: readonly string[]): boolean {
  return wanted.some((other) => sameLanguage(code, other));
}

function tagOf(language: string): string {
  return parseLanguage(language).language ?? language;
}
