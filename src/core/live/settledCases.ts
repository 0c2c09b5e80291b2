import type { CaseResult, TrialResult } from '../results/runResult.ts';
import { inputHash } from '../run/requestKey.ts';
import type { Case } from '../suite/suite.ts';

/** The cases of a run whose trials are in, as far as they are. Grows while the run goes on. */
export class SettledCases {
  private readonly cases: ReadonlyMap<string, Case>;
  private readonly results = new Map<string, CaseResult>();
  private list: readonly CaseResult[] | undefined;

  constructor(cases: readonly Case[]) {
    this.cases = new Map(cases.map((item) => [item.id, item]));
  }

  add(caseId: string, trial: TrialResult): void {
    const item = this.cases.get(caseId);
    if (item === undefined) return;
    const known = this.results.get(caseId);
    const { id, inputHash: hash, tags } = known ?? { ...item, inputHash: inputHash(item) };
    const trials = [...(known?.trials ?? []), trial].sort((a, b) => a.trial - b.trial);
    this.results.set(caseId, { id, inputHash: hash, tags, trials });
    this.list = undefined;
  }

  /** As of now; a case in it is a new object when a trial of it came in, else the one it was. */
  all(): readonly CaseResult[] {
    this.list ??= [...this.results.values()];
    return this.list;
  }
}
