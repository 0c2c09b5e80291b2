import type { SampleRef, SampleVersion } from './sampleRef.ts';

/** Scores (0..1) of one trial by metric id; a metric without a score is absent, never 0. */
export type SampleScores = ReadonlyMap<string, number>;

/** The samples of a comparison by version, case and trial. What is in stays as it is. */
export class SampleTable {
  private readonly old = new Map<string, (SampleScores | 'missing' | undefined)[]>();
  private readonly fresh = new Map<string, (SampleScores | 'missing' | undefined)[]>();

  /** A sample, `missing` where its call failed, undefined where it is not in. */
  at({ caseId, version, trial }: SampleRef): SampleScores | 'missing' | undefined {
    return this.side(version).get(caseId)?.[trial];
  }

  /** False where the place is taken. */
  put({ caseId, version, trial }: SampleRef, scores: SampleScores | 'missing'): boolean {
    const side = this.side(version);
    const trials = side.get(caseId) ?? [];
    if (trials[trial] !== undefined) return false;
    trials[trial] = scores;
    side.set(caseId, trials);
    return true;
  }

  /** A metric's scores of a case in the order of trials from `first` on, at most `limit`; absent ones left out. */
  scores(
    version: SampleVersion,
    caseId: string,
    metric: string,
    first = 0,
    limit = Number.POSITIVE_INFINITY,
  ): readonly number[] {
    return this.trials(version, caseId, first, limit).flatMap((sample) => sample.get(metric) ?? []);
  }

  /** The samples of a case in the order of trials from `first` on, of at most `limit` trials; absent ones left out. */
  trials(
    version: SampleVersion,
    caseId: string,
    first = 0,
    limit = Number.POSITIVE_INFINITY,
  ): readonly SampleScores[] {
    const found: SampleScores[] = [];
    const trials = this.side(version).get(caseId) ?? [];
    for (let trial = first; trial < trials.length && trial < first + limit; trial++) {
      const sample = trials[trial];
      if (sample !== undefined && sample !== 'missing') found.push(sample);
    }
    return found;
  }

  private side(version: SampleVersion) {
    return version === 'old' ? this.old : this.fresh;
  }
}
