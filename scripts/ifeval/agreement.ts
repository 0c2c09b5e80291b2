import { builtInMetrics } from '../../src/core/metrics/builtIn.ts';
import { scoreSample } from '../../src/core/metrics/scoreSample.ts';
import { type IfevalRecord, sampleOfResponse } from './record.ts';
import { translate } from './translate.ts';

interface Count {
  total: number;
  agree: number;
}

/** One verdict that our metric does not share. */
export interface Disagreement {
  readonly key: string | number;
  readonly side: 'a' | 'b';
  /** Position in the record's instructions. */
  readonly position: number;
  readonly id: string;
  readonly official: boolean;
  /** Null when the metric was skipped or failed. */
  readonly ours: boolean | null;
  readonly explanation: string;
}

export interface Agreement {
  readonly total: number;
  readonly agree: number;
  readonly byId: Readonly<Record<string, Readonly<Count>>>;
  readonly disagreements: readonly Disagreement[];
}

/** Scores both sides of all records and compares with the official strict verdicts; unsure positions are left out. */
export async function agreementOn(records: readonly IfevalRecord[]): Promise<Agreement> {
  const byId = new Map<string, Count>();
  const disagreements: Disagreement[] = [];
  for (const { key, prompt, instructions, ...sides } of records) {
    const specs = instructions.map((instruction) => translate(instruction));
    for (const side of ['a', 'b'] as const) {
      const { response, verdicts, unsure = [] } = sides[side];
      const sample = sampleOfResponse(String(key), prompt, response);
      const scores = await scoreSample(sample, specs, builtInMetrics);
      instructions.forEach(({ id }, position) => {
        const official = verdicts[position];
        const score = scores[position];
        if (official === undefined || score === undefined || unsure.includes(position)) return;
        const count = byId.get(id) ?? { total: 0, agree: 0 };
        byId.set(id, count);
        count.total++;
        const ours = score.status === 'scored' ? score.passed : null;
        if (ours === official) count.agree++;
        else
          disagreements.push({
            key,
            side,
            position,
            id,
            official,
            ours,
            explanation: score.explanation,
          });
      });
    }
  }
  const counts = [...byId.values()];
  return {
    total: counts.reduce((sum, { total }) => sum + total, 0),
    agree: counts.reduce((sum, { agree }) => sum + agree, 0),
    byId: Object.fromEntries([...byId].sort(([a], [b]) => (a < b ? -1 : 1))),
    disagreements,
  };
}
