import type { JsonValue } from '../../json.ts';
import type { Range } from '../../text.ts';
import { valueNode } from '../../yaml/makeNode.ts';
import { entryOf, textOf, toJson, type YamlNode } from '../../yaml/yamlTree.ts';

/** What a promptfoo assertion says, once its references are followed. */
export interface Assertion {
  /** Without `not-`. */
  readonly type: string;
  /** Absent where it has none. */
  readonly value?: YamlNode;
  readonly threshold?: number;
  /** `config:`, or nothing. */
  readonly config: JsonValue;
  readonly range: Range;
}

/** The metric that means the same, or why there is none. */
export type Translated =
  | {
      readonly type: string;
      readonly parameters: Readonly<Record<string, YamlNode | JsonValue | undefined>>;
      /** What is not quite the same. */
      readonly note?: string;
      /** A model judges, which the assertion may choose. */
      readonly isJudged?: boolean;
      /** Types of the metrics that it is made of. */
      readonly partTypes?: readonly string[];
      /** The metric says the opposite already, so `negate` is turned round. */
      readonly isOpposite?: boolean;
    }
  | { readonly unsupported: string };

type Translator = (assertion: Assertion) => Translated;

const never = (unsupported: string) => (): Translated => ({ unsupported });

const inFence =
  'what stands in the middle of prose does not pass here; the reply, or a code fence in it, must be of the kind.';
const traces = never('it needs traces of a program; Micro Metrics sees the conversation only');
const code =
  (language: string): Translator =>
  () => ({ unsupported: `it runs ${language}; code of a promptfoo config is never run` });

/** Every type of promptfoo assertion, by name. */
export const assertionTypes: Readonly<Record<string, Translator>> = {
  equals: ({ value }) => ({ type: 'equals', parameters: { value } }),
  contains: (assertion) => search('contains', assertion, false),
  icontains: (assertion) => search('contains', assertion, true),
  'contains-all': (assertion) => searchList(assertion, 'all', false),
  'contains-any': (assertion) => searchList(assertion, 'any', false),
  'icontains-all': (assertion) => searchList(assertion, 'all', true),
  'icontains-any': (assertion) => searchList(assertion, 'any', true),
  'starts-with': (assertion) => search('starts-with', assertion, false),
  'ends-with': (assertion) => search('ends-with', assertion, false),
  regex: ({ value }) => ({ type: 'matches', parameters: { pattern: asText(value), flags: '' } }),
  'is-json': ({ value }) => ({ type: 'json', parameters: { schema: value } }),
  'contains-json': ({ value }) => ({
    type: 'json',
    parameters: { schema: value, 'code-fence': true },
    note: inFence,
  }),
  'is-xml': (assertion) => markup('xml', assertion, false),
  'contains-xml': (assertion) => markup('xml', assertion, true),
  'is-html': () => ({ type: 'html', parameters: { 'code-fence': false } }),
  'contains-html': () => ({ type: 'html', parameters: { 'code-fence': true }, note: inFence }),
  'is-sql': (assertion) => sql(assertion, false),
  'contains-sql': (assertion) => sql(assertion, true),
  'is-refusal': () => ({ type: 'refusal', parameters: {} }),
  levenshtein: ({ value, threshold = 5 }) => {
    const text = textOf(value) ?? '';
    if (text.includes('{{'))
      return { unsupported: 'a limit of edits needs a reference that is the same for all cases' };
    const { length } = [...text];
    return {
      type: 'levenshtein',
      parameters: { value, threshold: Math.max(0, 1 - threshold / Math.max(1, length)) },
      note: `at most ${threshold} edits are read as a similarity to the reference, so a longer reply may have some more.`,
    };
  },
  'rouge-n': (assertion) => similarity('rouge', assertion, 0.75, { variant: '1' }),
  bleu: (assertion) => similarity('bleu', assertion, 0.5),
  gleu: (assertion) => similarity('gleu', assertion, 0.5),
  meteor: (assertion) => similarity('meteor', assertion, 0.5),
  latency: ({ threshold }) => ({ type: 'latency', parameters: { 'max-ms': threshold } }),
  cost: ({ threshold }) => ({ type: 'cost', parameters: { 'max-usd': threshold } }),
  'finish-reason': ({ value }) => ({ type: 'finish-reason', parameters: { is: value } }),
  'word-count': wordCount,
  perplexity: never('it needs log probabilities, which are not asked for'),
  'perplexity-score': never('it needs log probabilities, which are not asked for'),
  'is-valid-function-call': never('there is no metric for tool calls'),
  'is-valid-openai-function-call': never('there is no metric for tool calls'),
  'is-valid-openai-tools-call': never('there is no metric for tool calls'),
  'tool-call-f1': toolCallF1,
  'skill-used': traces,
  'trace-span-count': traces,
  'trace-span-duration': traces,
  'trace-error-spans': traces,
  'trajectory:tool-used': toolUsed,
  'trajectory:tool-args-match': toolArguments,
  'trajectory:tool-sequence': toolSequence,
  'trajectory:step-count': traces,
  'trajectory:goal-success': traces,
  guardrails: never('it needs the guardrails of a provider'),
  similar,
  'similar:cosine': similar,
  'similar:dot': never('only the cosine of embeddings is known'),
  'similar:euclidean': never('only the cosine of embeddings is known'),
  classifier: never('it asks a classifier at its vendor'),
  moderation: ({ value }) => ({ type: 'moderation', parameters: { categories: value } }),
  'llm-rubric': judged,
  'g-eval': gEval,
  factuality: ({ value, threshold }) => ({
    type: 'factuality',
    isJudged: true,
    parameters: { answer: value, threshold },
  }),
  'model-graded-closedqa': judged,
  'model-graded-factuality': ({ value, threshold }) => ({
    type: 'factuality',
    isJudged: true,
    parameters: { answer: value, threshold },
  }),
  'answer-relevance': (assertion) => grounded('answer-relevance', assertion),
  'context-faithfulness': (assertion) => grounded('faithfulness', assertion),
  'context-recall': ({ value, threshold }) => ({
    type: 'context-recall',
    isJudged: true,
    parameters: { answer: value, threshold },
  }),
  'context-relevance': (assertion) => grounded('context-relevance', assertion),
  'conversation-relevance': never('there is no metric for it; use llm-rubric'),
  'agent-rubric': never('it lets an agent grade'),
  'search-rubric': never('it lets a model search the web'),
  'research-rubric': never('it lets a model search the web'),
  'video-rubric': never('it judges video'),
  pi: never('it asks the scorer of a vendor'),
  'select-best': never(
    'it compares prompts and providers; Micro Metrics compares versions of a prompt',
  ),
  'max-score': never(
    'it compares prompts and providers; Micro Metrics compares versions of a prompt',
  ),
  javascript: code('JavaScript'),
  python: code('Python'),
  ruby: code('Ruby'),
  webhook: never('it sends replies to an address of its own'),
  human: never('it waits for a person'),
};

/** A text, or a number as text. */
function asText(value: YamlNode | undefined): YamlNode | undefined {
  return value?.kind === 'scalar' &&
    (typeof value.value === 'number' || typeof value.value === 'boolean')
    ? { ...value, value: String(value.value) }
    : value;
}

function search(type: string, { value }: Assertion, ignoreCase: boolean): Translated {
  return { type, parameters: { value: asText(value), 'ignore-case': ignoreCase || undefined } };
}

function searchList(
  { value, range }: Assertion,
  require: 'all' | 'any',
  ignoreCase: boolean,
): Translated {
  // A text stands for several, with commas between them.
  const values =
    value?.kind === 'scalar'
      ? valueNode(commaList(String(value.value ?? '')), value.range)
      : value?.kind === 'list'
        ? { ...value, items: value.items.map((item) => asText(item) ?? item) }
        : value;
  return {
    type: 'contains',
    parameters: {
      values: values ?? valueNode([], range),
      require: require === 'any' ? require : undefined,
      'ignore-case': ignoreCase || undefined,
    },
  };
}

/** Commas in double quotes do not divide. */
function commaList(text: string): readonly string[] {
  return [...text.matchAll(/\s*("(?:[^"\\]|\\.)*"|[^,]*)(?:,|$)/g)]
    .map(([, part = '']) => part.trim())
    .map((part) => (/^".*"$/s.test(part) ? part.slice(1, -1).replaceAll('\\"', '"') : part))
    .filter((part) => part !== '');
}

function similarity(
  type: string,
  { value, threshold }: Assertion,
  usual: number,
  more: Readonly<Record<string, JsonValue>> = {},
): Translated {
  return { type, parameters: { value, ...more, threshold: threshold ?? usual } };
}

function wordCount({ value }: Assertion): Translated {
  const count = value === undefined ? null : toJson(value);
  const exactly = typeof count === 'number' ? count : Number(count === null ? Number.NaN : count);
  if (Number.isFinite(exactly)) return { type: 'length', parameters: { unit: 'words', exactly } };
  if (value?.kind !== 'map')
    return { unsupported: "its value must be a number, or a mapping with 'min' and 'max'" };
  const limits = Object.fromEntries(value.entries.map((entry) => [entry.key, entry.value]));
  return {
    type: 'length',
    parameters: { unit: 'words', min: limits.min, max: limits.max },
  };
}

/** The elements that must be there, as names; promptfoo also takes paths such as `order.item`. */
function markup(type: string, { value }: Assertion, inCodeFence: boolean): Translated {
  const required = value?.kind === 'map' ? entryOf(value, 'requiredElements')?.value : value;
  const given =
    required === undefined ? [] : required.kind === 'list' ? required.items : [required];
  const paths = given.flatMap((item) => commaList(textOf(item) ?? ''));
  const names = [...new Set(paths.flatMap((path) => path.split('.')))];
  const isNested = paths.some((path) => path.includes('.'));
  const notes = [
    ...(inCodeFence ? [inFence] : []),
    ...(isNested ? ['elements must be there, wherever they stand.'] : []),
  ];
  return {
    type,
    parameters: { requires: names.length > 0 ? names : undefined, 'code-fence': inCodeFence },
    ...(notes.length > 0 && { note: notes.join(' ') }),
  };
}

function sql({ value }: Assertion, inCodeFence: boolean): Translated {
  if (value !== undefined)
    return {
      unsupported: 'it limits databases, tables or columns, which the metric for SQL does not',
    };
  return {
    type: 'sql',
    parameters: { 'code-fence': inCodeFence },
    note: `SQL is read in the dialect of PostgreSQL.${inCodeFence ? ` ${inFence}` : ''}`,
  };
}

/** Criteria in the author's words; an object is shown as JSON. */
function judged({ value, threshold }: Assertion): Translated {
  if (value === undefined) return { unsupported: 'it has no value that says what is judged' };
  const criteria =
    value.kind === 'scalar' ? asText(value) : valueNode(JSON.stringify(toJson(value)), value.range);
  return { type: 'judge', isJudged: true, parameters: { criteria, threshold } };
}

function gEval({ value, threshold = 0.7 }: Assertion): Translated {
  if (value === undefined) return { unsupported: 'it has no value that says what is judged' };
  if (value.kind !== 'list')
    return { type: 'g-eval', isJudged: true, parameters: { criteria: asText(value), threshold } };
  // Several criteria count together.
  const parts = value.items.map((item) => ({ type: 'g-eval', criteria: textOf(item) ?? '' }));
  return {
    type: 'weighted',
    partTypes: ['g-eval'],
    parameters: { metrics: valueNode(parts, value.range), threshold },
  };
}

function similar({ value, threshold = 0.75 }: Assertion): Translated {
  if (value?.kind === 'list')
    return { unsupported: 'it compares with one text only; write one assertion for each' };
  return { type: 'embedding-similarity', parameters: { value, threshold } };
}

/** Judged on the variable `context`, as there. */
function grounded(type: string, { threshold }: Assertion): Translated {
  return { type, isJudged: true, parameters: { threshold } };
}

const callsNote = 'the calls of the replies count, not those of a trace.';

function toolCallF1({ value, range, threshold = 1 }: Assertion): Translated {
  return { type: 'tool-calls', parameters: { calls: callsOf(namesOf(value), range), threshold } };
}

function toolUsed({ value, range }: Assertion): Translated {
  const names = namesOf(value);
  if (names.length === 0 || value?.kind === 'map')
    return { unsupported: 'its value must be the name of a tool, or a list of names' };
  const calls = callsOf(names, range);
  return {
    type: 'tool-calls',
    parameters: { calls, extra: true, turns: 'all' },
    note: callsNote,
  };
}

function toolSequence({ value, range }: Assertion): Translated {
  const isMap = value?.kind === 'map';
  const names = namesOf(isMap ? entryOf(value, 'steps')?.value : value);
  if (names.length === 0)
    return { unsupported: "its value must be a list of tools, or 'steps:' with one" };
  const isExact = isMap && textOf(entryOf(value, 'mode')?.value) === 'exact';
  const calls = callsOf(names, range);
  return {
    type: 'tool-calls',
    parameters: { calls, order: 'same', extra: !isExact, turns: 'all' },
    note: callsNote,
  };
}

function toolArguments({ value, range }: Assertion): Translated {
  const name = textOf(entryOf(value, 'name')?.value);
  const given = entryOf(value, 'args') ?? entryOf(value, 'arguments');
  if (name === undefined || given?.value.kind !== 'map')
    return { unsupported: "its value must have the 'name' of a tool and 'args'" };
  const isExact = textOf(entryOf(value, 'mode')?.value) === 'exact';
  const call = { name, arguments: toJson(given.value), ...(isExact && { 'only-arguments': true }) };
  return {
    type: 'tool-calls',
    parameters: { calls: valueNode([call], range), extra: true, turns: 'all' },
    note: callsNote,
  };
}

/** Names of tools: a list of them or of mappings with `name`, or a text with commas. */
function namesOf(value: YamlNode | undefined): readonly string[] {
  if (value === undefined) return [];
  if (value.kind !== 'list') return commaList(textOf(value) ?? '');
  return value.items.flatMap((item) => textOf(entryOf(item, 'name')?.value) ?? textOf(item) ?? []);
}

function callsOf(names: readonly string[], range: Range): YamlNode {
  return valueNode(
    names.map((name) => ({ name })),
    range,
  );
}
