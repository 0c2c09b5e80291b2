import type { JsonObject, JsonValue } from '../json.ts';
import type { Prompt } from '../prompt/prompt.ts';
import { instructionsOf } from './instructions.ts';

/**
 * Three cases to begin with: a question, one in another language where the prompt speaks of languages, and one that goes on for
 * several turns, where most mistakes hide. A prompt that speaks as the user itself gets cases without turns, which differ in what the user says.
 */
export function proposeCases(prompt: Prompt): readonly JsonObject[] {
  const variables = sampleVariables(prompt);
  const own: JsonObject = Object.keys(variables).length > 0 ? { variables } : {};
  const speaksOfLanguage = instructionsOf(prompt).some(({ text }) => /\blanguages?\b/i.test(text));
  if (prompt.messages.some(({ role }) => role === 'user'))
    return casesOfVariables(variables, prompt, speaksOfLanguage);
  return [
    { id: 'question', ...own, turns: ['Hello, can you help me with a problem?'] },
    speaksOfLanguage
      ? {
          id: 'german-question',
          ...own,
          turns: ['Guten Tag, können Sie mir bei einem Problem helfen?'],
        }
      : {
          id: 'short-question',
          ...own,
          turns: ['How does this work?'],
        },
    {
      id: speaksOfLanguage ? 'german-fifth-turn' : 'fifth-turn',
      ...own,
      turns: speaksOfLanguage
        ? [
            'Guten Tag, ich brauche Hilfe.',
            'Ja, das habe ich schon versucht.',
            'Nein, es hat nichts geändert.',
            'Was schlagen Sie noch vor?',
            'Und was soll ich jetzt tun?',
          ]
        : [
            'Hello, I need help.',
            'Yes, I have tried that already.',
            'No, nothing has changed.',
            'What else do you suggest?',
            'And what should I do now?',
          ],
    },
  ];
}

/** Names of variables that hold what a user says. No groups. */
const SAID =
  /^(?:(?:user|customer)[_.-]?)?(?:question|message|query|input|text|e?-?mail|request|prompt|ticket|complaint|comment|review|chat)$/i;

/** One case for each thing that the user may say; a single one where no variable holds that. */
function casesOfVariables(
  variables: JsonObject,
  { defaults }: Pick<Prompt, 'defaults'>,
  speaksOfLanguage: boolean,
): readonly JsonObject[] {
  const said = Object.keys(variables).filter(
    (name) => SAID.test(name) && !Object.hasOwn(defaults, name),
  );
  if (said.length === 0)
    return [{ id: 'first', ...(Object.keys(variables).length > 0 && { variables }) }];
  const texts: readonly (readonly [id: string, text: string])[] = [
    ['question', 'Hello, can you help me with a problem?'],
    speaksOfLanguage
      ? ['german-question', 'Guten Tag, können Sie mir bei einem Problem helfen?']
      : ['short-question', 'How does this work?'],
    [
      'long-question',
      'I have tried what you told me, twice, and nothing has changed. The light is still red, and I have waited since Monday. What should I do now?',
    ],
  ];
  return texts.map(([id, text]) => ({
    id,
    variables: { ...variables, ...Object.fromEntries(said.map((name) => [name, text])) },
  }));
}

/** A value for every variable: its default, else a word that is seen to be a stand-in. */
export function sampleVariables(prompt: Prompt): JsonObject {
  const values: Record<string, JsonValue> = {};
  for (const { name } of prompt.variables) {
    if (Object.hasOwn(values, name)) continue;
    values[name] = prompt.defaults[name] ?? `Example ${name.replaceAll(/[_.-]+/g, ' ')}`;
  }
  return values;
}
