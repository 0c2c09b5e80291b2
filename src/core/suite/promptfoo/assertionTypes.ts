import { textOf } from '../../yaml/yamlTree.ts';
import {
  type Assertion,
  asText,
  gEval,
  grounded,
  inFence,
  json,
  judged,
  markup,
  search,
  searchList,
  similar,
  similarity,
  sql,
  type Translated,
  toolArguments,
  toolCallF1,
  toolSequence,
  toolUsed,
  wordCount,
} from './translators.ts';

type Translator = (assertion: Assertion) => Translated;

const never = (unsupported: string) => (): Translated => ({ unsupported });

const ownTools = never(
  "it checks calls by the tools of the provider; write the schema of their arguments into a metric 'tool-calls'",
);
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
  'is-json': (assertion) => json(assertion, false),
  'contains-json': (assertion) => json(assertion, true),
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
  'is-valid-function-call': ownTools,
  'is-valid-openai-function-call': ownTools,
  'is-valid-openai-tools-call': ownTools,
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
