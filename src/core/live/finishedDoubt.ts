import { isSameInput } from '../compare/pairing.ts';
import type { CaseResult, RunResult, TrialResult } from '../results/runResult.ts';
import { staleAfterMs, timeOf } from './oldDoubt.ts';
import { fingerprintOf } from './oldSamples.ts';

/** What of a finished baseline is no evidence, because nothing of it is run again. */
export interface FinishedDoubt {
  /** Ids of the cases whose old samples carry no verdict. */
  readonly cases: ReadonlySet<string>;
  /** Sentences about it, for people. */
  readonly notes: readonly string[];
}

type Reason = 'old' | 'new' | 'other-build';

/**
 * The cases of two finished runs whose old samples would have to be run again before a verdict: more than seven days lie between them
 * and the new ones, whichever came first and whenever the runs were made, or another build of the model made them (section on
 * baseline hygiene). Samples that both runs share are of one moment, whenever that was.
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
  const notes = (['old', 'new', 'other-build'] as const).flatMap((reason) => {
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
  const before = repliedTrials(old);
  const after = repliedTrials(partner);
  const then = ownOf(before, after);
  const now = ownOf(after, before);
  // What both have is of one moment: nothing lies between.
  if (then.length === 0 && now.length === 0) return undefined;
  const ownThen = then.length > 0 ? then : before;
  const ownNow = now.length > 0 ? now : after;
  if (ownThen.length === 0 || ownNow.length === 0) return undefined;
  const apart = timeOf(ownNow, run) - timeOf(ownThen, baseline);
  if (Math.abs(apart) > staleAfterMs) return apart > 0 ? 'old' : 'new';
  const builds = [fingerprintOf(ownThen[0]), fingerprintOf(ownNow[0])];
  return builds[0] !== builds[1] && !builds.includes(null) ? 'other-build' : undefined;
}

function repliedTrials({ trials }: CaseResult): readonly TrialResult[] {
  return trials.filter(({ replies }) => replies.length > 0);
}

/** The trials with replies that the other ones do not have; those of a report have no key, and are never the same. */
function ownOf(
  trials: readonly TrialResult[],
  others: readonly TrialResult[],
): readonly TrialResult[] {
  const shared = new Set(others.flatMap(({ replies }) => replies.map(({ key }) => key)));
  return trials.filter(({ replies }) => replies.some(({ key }) => key === '' || !shared.has(key)));
}

function noteOf(reason: Reason, count: number, pairs: number): string {
  const which = count === pairs ? '' : ` of ${count} of ${pairs} cases`;
  return `The results compared with${which} ${whys[reason]}: they were not run again, so no verdict rests on them.`;
}

const whys: Readonly<Record<Reason, string>> = {
  old: 'are more than seven days older, and the model may have moved since',
  new: 'are more than seven days newer, and the model may have moved in between',
  'other-build': 'are of another build of the model',
};
