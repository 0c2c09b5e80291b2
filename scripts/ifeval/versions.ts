import type { Verdict } from '../../src/core/compare/comparison.ts';
import type { CasePair } from '../../src/core/compare/statistics/casePair.ts';
import { compareMetrics } from '../../src/core/compare/statistics/compareMetrics.ts';
import { builtInMetrics } from '../../src/core/metrics/builtIn.ts';
import { scoreSample } from '../../src/core/metrics/scoreSample.ts';
import { type IfevalRecord, sampleOfResponse } from './record.ts';
import { translate } from './translate.ts';

/** One row of the paired table: an instruction id, or `prompts` for prompts whose instructions all pass. */
export interface PairedRow {
  readonly id: string;
  readonly instances: number;
  readonly bothPass: number;
  readonly onlyA: number;
  readonly onlyB: number;
  readonly neither: number;
  /** Exact two-sided McNemar chance. */
  readonly pExact: number;
  /** Mid-p, adjusted over all rows: what the verdict rests on. */
  readonly pAdjusted: number;
  readonly verdict: Verdict;
}

/** Who says whether an instruction was followed. */
export type Judges = 'official' | 'metrics';

/** IFEval's sides `a` and `b` as an old and a new version of one prompt, compared as two finished runs. */
export async function pairedRows(
  records: readonly IfevalRecord[],
  judges: Judges,
): Promise<readonly PairedRow[]> {
  const byId = new Map<string, CasePair[]>([['prompts', []]]);
  for (const record of records) {
    const old = await passes(record, 'a', judges);
    const fresh = await passes(record, 'b', judges);
    const add = (metric: string, id: string, a: boolean, b: boolean) => {
      const pairs = byId.get(metric) ?? [];
      byId.set(metric, pairs);
      pairs.push({ id, old: [Number(a)], new: [Number(b)] });
    };
    add('prompts', `${record.key}`, old.every(Boolean), fresh.every(Boolean));
    record.instructions.forEach(({ id }, position) => {
      add(id, `${record.key}:${position}`, old[position] ?? false, fresh[position] ?? false);
    });
  }
  const ids = [...byId.keys()].sort((a, b) =>
    a === 'prompts' ? -1 : b === 'prompts' ? 1 : a < b ? -1 : 1,
  );
  const { metrics } = compareMetrics(ids.map((id) => ({ id, pairs: byId.get(id) ?? [] })));
  return metrics.map(({ id, test, pAdjusted, verdict }) => {
    const pairs = byId.get(id) ?? [];
    const count = (a: number, b: number) =>
      pairs.filter((pair) => pair.old[0] === a && pair.new[0] === b).length;
    return {
      id,
      instances: pairs.length,
      bothPass: count(1, 1),
      onlyA: count(1, 0),
      onlyB: count(0, 1),
      neither: count(0, 0),
      pExact: test.pExact,
      pAdjusted,
      verdict,
    };
  });
}

async function passes(
  { key, prompt, instructions, ...sides }: IfevalRecord,
  side: 'a' | 'b',
  judges: Judges,
): Promise<readonly boolean[]> {
  const { response, verdicts } = sides[side];
  if (judges === 'official') return verdicts;
  const specs = instructions.map((instruction) => translate(instruction));
  const sample = sampleOfResponse(String(key), prompt, response);
  const scores = await scoreSample(sample, specs, builtInMetrics);
  return scores.map((score) => score.status === 'scored' && score.passed);
}
