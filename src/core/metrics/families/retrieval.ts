import * as z from 'zod';
import type { JsonValue } from '../../json.ts';
import { commonKeys, defineMetric } from '../define.ts';
import { jsonPart } from '../json/codeFence.ts';
import { parseJson } from '../json/parseJson.ts';
import { graded, skipped, verdict } from '../outcome.ts';
import { SIMILAR_ENOUGH } from '../references.ts';
import { linesOf } from '../text/lines.ts';
import { retrievalScore } from '../text/rankedRetrieval.ts';
import { list, quote } from '../wording.ts';

const id = z.union([z.string().min(1), z.number()]);
const ids = z.union([z.array(id), z.string()], {
  error: 'Write a list of ids, or a variable that holds one: `"{{ retrieved }}"`.',
});

export const retrieval = defineMetric({
  type: 'retrieval',
  summary:
    'The ids that were retrieved are the relevant ones (precision, recall, NDCG, MRR and others at k). Passes from 0.5 on, or from `threshold`.',
  zero: 'No relevant id was retrieved.',
  one: 'The best possible result of the measure.',
  source:
    'C. D. Manning and others, "Introduction to Information Retrieval", 2008, chapter 8; NDCG: K. Järvelin, J. Kekäläinen, "Cumulated ' +
    'gain-based evaluation of IR techniques", 2002 (linear gain); MRR: E. M. Voorhees, "The TREC-8 Question Answering Track Report", 1999',
  parameters: z.strictObject({
    measure: z
      .enum(['precision', 'recall', 'f1', 'ndcg', 'mrr', 'average-precision', 'hit-rate'])
      .describe(
        'Share of the retrieved that is relevant (`precision`) or of the relevant that was retrieved (`recall`), their harmonic mean (`f1`), ' +
          'discounted gain divided by the best possible (`ndcg`), 1 divided by the place of the first relevant id (`mrr`), mean precision ' +
          'at the relevant ids (`average-precision`), or whether there is a relevant one (`hit-rate`).',
      ),
    k: z
      .int()
      .min(1)
      .optional()
      .describe('How many of the retrieved ids count, from the first; default: all.'),
    retrieved: ids
      .optional()
      .describe(
        'The ids in their order, best first, mostly a variable of the case: `"{{ retrieved }}"`; default: the reply, as a JSON list or one id a line.',
      ),
    relevant: z
      .union([ids, z.record(z.string(), z.number())])
      .optional()
      .describe(
        "The relevant ids, or a grade above 0 for each id (`{doc-1: 3, doc-7: 1}`) for `ndcg`; default: the case's `expected`.",
      ),
    ...commonKeys,
  }),
  examples: [
    {
      metric: { type: 'retrieval', measure: 'recall', k: 3, relevant: ['d1', 'd4'] },
      output: '["d1", "d2", "d4", "d5"]',
      passes: true,
    },
    {
      metric: { type: 'retrieval', measure: 'mrr', relevant: ['d4'] },
      output: 'd1\nd2\nd4',
      passes: false,
      note: 'The first relevant one is third.',
    },
  ],
  acceptsEmpty: ({ retrieved }) => retrieved !== undefined,
  judge({ text }, { measure, k, retrieved, relevant }, sample) {
    const grades = gradesOf(relevant ?? sample.expected);
    if (grades === undefined) return skipped('This case has no relevant ids.');
    if (grades.size === 0) return skipped('No id is relevant in this case.');
    const ranked = retrieved === undefined ? idsOfText(text) : idsOf(retrieved);
    if (ranked === undefined) return verdict(false, 'What was retrieved is no list of ids.');
    const value = retrievalScore(measure, ranked, grades, k);
    const first = [...new Set(ranked)].slice(0, k);
    const missing = [...grades.keys()].filter((one) => !first.includes(one));
    const hits = grades.size - missing.length;
    const words = `${hits} of ${grades.size} relevant ids among the first ${first.length}`;
    const without = missing.length > 0 ? `; without ${list(missing.map(quote))}` : '';
    return graded(
      value,
      value >= SIMILAR_ENOUGH,
      `${NAMES[measure]}${k === undefined ? '' : ` at ${k}`} is ${Math.round(value * 1000) / 1000}: ${words}${without}.`,
    );
  },
});

const NAMES = {
  precision: 'Precision',
  recall: 'Recall',
  f1: 'F1',
  ndcg: 'NDCG',
  mrr: 'The reciprocal rank',
  'average-precision': 'Average precision',
  'hit-rate': 'The hit rate',
} as const;

function idsOfText(text: string): readonly string[] | undefined {
  const read = parseJson(jsonPart(text, true).text);
  if (read.isJson && (Array.isArray(read.node.value) || typeof read.node.value === 'object'))
    return idsOf(read.node.value);
  return linesOf(text).map(({ start, end }) => text.slice(start, end).trim());
}

/** Ids of a list of texts, numbers or objects with an `id`; of a text, that list as JSON or one id a line. */
function idsOf(value: JsonValue): readonly string[] | undefined {
  if (typeof value === 'string') return idsOfText(value);
  if (!Array.isArray(value)) return undefined;
  const found = value.flatMap((item: JsonValue) => {
    const own = item !== null && typeof item === 'object' && 'id' in item ? item.id : item;
    return typeof own === 'string' || typeof own === 'number' ? [String(own)] : [];
  });
  return found.length === value.length ? found : undefined;
}

function gradesOf(value: JsonValue | undefined): ReadonlyMap<string, number> | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'object' && !Array.isArray(value))
    return new Map(
      Object.entries(value).flatMap(([key, grade]): [string, number][] =>
        typeof grade === 'number' && grade > 0 ? [[key, grade]] : [],
      ),
    );
  const found = idsOf(value);
  return found && new Map(found.map((one) => [one, 1]));
}
