export type RetrievalMeasure =
  | 'precision'
  | 'recall'
  | 'f1'
  | 'ndcg'
  | 'mrr'
  | 'average-precision'
  | 'hit-rate';

/** How relevant an item is, by its id; an id that is absent is not relevant. Above 0. */
export type Grades = ReadonlyMap<string, number>;

/**
 * A measure of the first `k` of ranked ids, 0 to 1. An id that comes twice counts once, at its first place.
 *
 * Definitions: C. D. Manning, P. Raghavan, H. Schütze, "Introduction to Information Retrieval", 2008, chapter 8; NDCG with
 * linear gain and log2 discount as K. Järvelin, J. Kekäläinen, "Cumulated gain-based evaluation of IR techniques", 2002, in the form
 * that trec_eval uses; reciprocal rank: E. M. Voorhees, "The TREC-8 Question Answering Track Report", 1999. Precision
 * divides by `k` where it is given, also where fewer ids came.
 */
export function retrievalScore(
  measure: RetrievalMeasure,
  ranked: readonly string[],
  relevant: Grades,
  k?: number,
): number {
  const ids = [...new Set(ranked)].slice(0, k);
  const gains = ids.map((id) => relevant.get(id) ?? 0);
  const hits = gains.filter((gain) => gain > 0).length;
  const precision = ids.length === 0 ? 0 : hits / (k ?? ids.length);
  const recall = hits / relevant.size;
  switch (measure) {
    case 'precision':
      return precision;
    case 'recall':
      return recall;
    case 'f1':
      return hits === 0 ? 0 : (2 * precision * recall) / (precision + recall);
    case 'hit-rate':
      return hits > 0 ? 1 : 0;
    case 'mrr': {
      const first = gains.findIndex((gain) => gain > 0);
      return first < 0 ? 0 : 1 / (first + 1);
    }
    case 'average-precision': {
      let [found, sum] = [0, 0];
      gains.forEach((gain, i) => {
        if (gain > 0) sum += ++found / (i + 1);
      });
      return sum / Math.min(relevant.size, k ?? relevant.size);
    }
    case 'ndcg': {
      const ideal = [...relevant.values()].sort((a, b) => b - a).slice(0, k);
      return discounted(gains) / discounted(ideal);
    }
  }
}

function discounted(gains: readonly number[]): number {
  return gains.reduce((sum, gain, i) => sum + gain / Math.log2(i + 2), 0);
}
