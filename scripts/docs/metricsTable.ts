import type { MetricRegistry } from '../../src/core/metrics/registry.ts';

/** Types of metrics by what they look at; a type that is not listed stands in the last row. */
const FAMILIES: Readonly<Record<string, string>> = {
  Text: 'equals one-of contains excludes starts-with ends-with matches count',
  Similarity:
    'levenshtein token-f1 rouge bleu chrf gleu meteor numeric-difference list-overlap json-diff',
  Structure:
    'json xml html yaml sql code-blocks markdown-shape sections parts placeholders title quotation',
  'Length and form': 'length reading-level letter-case capital-words emoji punctuation',
  Language: 'language language-share language-switch',
  Safety: 'refusal no-personal-data no-secrets no-prompt-leak grounded moderation',
  Retrieval: 'retrieval',
  Tools: 'tool-calls',
  Operation: 'latency tokens cost finish-reason',
  'Several trials': 'consistency',
  Combinations: 'all-of any-of weighted',
};

const OTHERS = 'Judges and own code';

/** A table of all types of metrics by family, in Markdown. */
export function metricsTable({ types }: MetricRegistry, page: string): string {
  const listed = new Set(Object.values(FAMILIES).join(' ').split(' '));
  const rows = [
    ...Object.entries(FAMILIES).map(([family, own]) => ({
      family,
      own: own.split(' ').filter((type) => types.includes(type)),
    })),
    { family: OTHERS, own: types.filter((type) => !listed.has(type)) },
  ];
  return [
    '| what is looked at | types |',
    '|---|---|',
    ...rows
      .filter(({ own }) => own.length > 0)
      .map(
        ({ family, own }) =>
          `| ${family} | ${own.map((type) => `[\`${type}\`](${page}#${type})`).join(', ')} |`,
      ),
  ].join('\n');
}
