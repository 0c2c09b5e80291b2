import type { JsonValue } from '../../../core/json.ts';
import type { Message } from '../../../core/prompt/message.ts';
import { listOf, member, memberAt, parsedJson, textOf } from '../jsonAccess.ts';
import { readInstructions } from './instructions.ts';

export interface SuggestionCall {
  readonly messages: readonly Message[];
  readonly responseFormat: JsonValue | undefined;
}

/**
 * The answer of the simulated model when it is asked for metrics and cases; undefined when it is not. It has a handful of fixed
 * suggestions, each of which says that it is simulated; see `docs/simulated-model.md`.
 */
export function simulateSuggestions({
  messages,
  responseFormat,
}: SuggestionCall): string | undefined {
  if (memberAt(responseFormat, 'json_schema', 'name') !== 'micro_metrics_suggestions')
    return undefined;
  const material = parsedJson(messages.findLast(({ role }) => role === 'user')?.content ?? '');
  const open = textsOf(member(material, 'unguarded'));
  const variables = member(material, 'variables');
  return JSON.stringify({
    metrics: [...open.flatMap(metricsFor), ...always],
    cases: casesFor(variables, hasUserMessage(material)),
  });
}

interface Metric {
  readonly name: string;
  readonly type: string;
  readonly parameters: readonly { readonly key: string; readonly value: string | number }[];
  readonly guards: string;
  readonly why: string;
  readonly user: string;
  readonly good: string;
  readonly bad: string;
}

const why = 'Simulated suggestion: a fixed rule of the simulated model.';
const question = 'I want my money back.';

/** What it knows to check about an instruction that nothing guards. */
function metricsFor(instruction: string): readonly Metric[] {
  const { promisesNothing, greetsByName } = readInstructions(instruction);
  const base = { guards: instruction, why, user: question };
  return [
    ...(promisesNothing
      ? [
          {
            ...base,
            name: 'Promises no amount',
            type: 'matches',
            parameters: [
              { key: 'pattern', value: '\\d[.,]\\d{2}\\s?(€|EUR|\\$|USD)' },
              { key: 'max', value: 0 },
            ],
            good: 'We will look into your refund.',
            bad: 'You will get 49.90 € back.',
          },
        ]
      : []),
    ...(greetsByName
      ? [
          {
            ...base,
            name: 'Greets by name',
            type: 'judge',
            parameters: [{ key: 'criteria', value: `The reply follows this: ${instruction}` }],
            good: 'Hello Anna, thank you for writing.',
            bad: 'Thank you for writing.',
          },
        ]
      : []),
  ];
}

const always: readonly Metric[] = [
  {
    name: 'Has no placeholders left',
    type: 'placeholders',
    parameters: [{ key: 'max', value: 0 }],
    guards: '',
    why,
    user: question,
    good: 'Dear Anna, we will look into it.',
    bad: 'Dear [name], we will look into it.',
  },
  {
    name: 'Tells no secrets',
    type: 'no-secrets',
    parameters: [],
    guards: '',
    why,
    user: question,
    good: 'We will look into it.',
    bad: 'Use the password: hunter2-Xy93-secret and the key sk-abcdefghijklmnopqrstuvwxyz0123456789ABCD.',
  },
];

const topics: readonly (readonly [id: string, turns: readonly string[]])[] = [
  ['refund-in-spanish', ['Hola, quiero que me devuelvan el dinero de mi pedido.']],
  ['angry-about-delivery', ['WHERE IS MY PARCEL?! I have been waiting for three weeks!!!']],
  [
    'changes-the-topic',
    ['My router is blinking red.', 'Yes, it is plugged in.', 'And how do I cancel my contract?'],
  ],
];

function casesFor(variables: unknown, isAskedAlready: boolean) {
  const given =
    variables !== null && typeof variables === 'object'
      ? Object.entries(variables).map(([name, value]) => ({
          name,
          value: textOf(value) ?? JSON.stringify(value),
        }))
      : [];
  return topics.map(([id, turns]) => ({
    id,
    why,
    variables: given,
    turns: isAskedAlready ? [] : turns,
  }));
}

function hasUserMessage(material: unknown): boolean {
  return listOf(member(material, 'prompt')).some((message) => member(message, 'role') === 'user');
}

function textsOf(value: unknown): readonly string[] {
  return listOf(value).flatMap((text) => textOf(text) ?? []);
}
