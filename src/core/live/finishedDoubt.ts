import { isSameInput } from '../compare/pairing.ts';
import type { CaseResult, RunResult } from '../results/runResult.ts';
import { staleAfterMs, timeOf } from './oldDoubt.ts';
import { fingerprintOf } from './oldSamples.ts';

/** What of a finished baseline is no evidence, because nothing of it is run again. */
export interface FinishedDoubt {
  /** Ids of the cases whose old samples carry no verdict. */
  readonly cases: ReadonlySet<string>;
  /** Sentences about it, for people. */
  readonly notes: readonly string[];
}

type Reason = 'old' | 'other-build';

/**
 * The cases of two finished runs whose old samples would have to be run again before a verdict: they were drawn more than
 * seven days before the new run, or another build of the model made them (section on baseline hygiene). Samples that both
 * runs share are of one moment, whenever that was.
 */
export function finishedDoubt(baseline: RunResult, run: RunResult): FinishedDoubt {
  const now = new Map(run.cases.map((item) => [item.id, item]));
  const reasons = new Map<string, Reason>();
  let pairs = 0;
  for (const old of baseline.cases) {
    const partner = now.get(old.id);
    if (partner === undefined || !isSameInput(old, partner)) continue;
    pairs++;
    const reason = reasonOf(old, partner, baseline, run);
    if (reason !== undefined) reasons.set(old.id, reason);
  }
  const found = [...reasons.values()];
  const notes = (['old', 'other-build'] as const).flatMap((reason) => {
    const count = found.filter((one) => one === reason).length;
    return count === 0 ? [] : [noteOf(reason, count, pairs)];
  });
  return { cases: new Set(reasons.keys()), notes };
}

function reasonOf(
  old: CaseResult,
  partner: CaseResult,
  baseline: RunResult,
  run: RunResult,
): Reason | undefined {
  const shared = new Set(partner.trials.flatMap(({ replies }) => replies.map(({ key }) => key)));
  const own = old.trials.filter(
    ({ replies }) =>
      replies.length > 0 && !replies.every(({ key }) => key !== '' && shared.has(key)),
  );
  if (own.length === 0) return undefined;
  if (run.startedAt - timeOf(own, baseline) > staleAfterMs) return 'old';
  const before = fingerprintOf(own[0]);
  const after = fingerprintOf(partner.trials[0]);
  return before !== null && after !== null && before !== after ? 'other-build' : undefined;
}

function noteOf(reason: Reason, count: number, pairs: number): string {
  const which = count === pairs ? '' : ` of ${count} of ${pairs} cases`;
  const why =
    reason === 'old'
      ? 'are more than seven days older, and the model may have moved since'
      : 'are of another build of the model';
  return `The results compared with${which} ${why}: they were not run again, so no verdict rests on them.`;
}
