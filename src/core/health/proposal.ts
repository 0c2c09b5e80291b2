import type { MetricHealth } from './metricHealth.ts';

/** What to do about a metric; nothing is ever done by itself. */
export type ProposalKind = 'retire' | 'merge' | 'quarantine' | 're-review' | 'keep';

/** A proposal with the evidence for it, in sentences. */
export interface Proposal {
  readonly kind: ProposalKind;
  readonly evidence: readonly string[];
  /** The metric that would stay, for `merge`. */
  readonly into?: string;
}

/** A metric's health with what follows from it. */
export interface ReviewedMetric {
  readonly health: MetricHealth;
  readonly proposal: Proposal;
}

/** From when on a metric that never fails has outlived its use. Defaults: 90 days, 10 runs, 3 versions. */
export interface ReviewThresholds {
  readonly quietDays: number;
  readonly quietRuns: number;
  readonly quietVersions: number;
  /** Fewer results than that are no evidence that a metric can never pass; default 20. */
  readonly hopelessResults: number;
  /** Share of results that contradict others of the same version from which a metric is noise; default 0.2. */
  readonly noisyShare: number;
}

export const defaultThresholds: ReviewThresholds = {
  quietDays: 90,
  quietRuns: 10,
  quietVersions: 3,
  hopelessResults: 20,
  noisyShare: 0.2,
};

const order: readonly ProposalKind[] = ['retire', 'merge', 'quarantine', 're-review', 'keep'];

/** All metrics with a proposal each: those that want something first, then the strongest evidence. */
export function review(
  healths: readonly MetricHealth[],
  thresholds: ReviewThresholds = defaultThresholds,
): readonly ReviewedMetric[] {
  const byId = new Map(healths.map((health) => [health.metric, health]));
  return healths
    .map((health) => ({ health, proposal: proposalFor(health, byId, thresholds) }))
    .toSorted(
      (a, b) =>
        order.indexOf(a.proposal.kind) - order.indexOf(b.proposal.kind) ||
        b.proposal.evidence.length - a.proposal.evidence.length ||
        b.health.quiet.days - a.health.quiet.days,
    );
}

/** How many metrics want a look: what a badge shows. */
export function wantingReview(reviewed: readonly ReviewedMetric[]): number {
  return reviewed.filter(({ proposal }) => proposal.kind !== 'keep').length;
}

function proposalFor(
  health: MetricHealth,
  all: ReadonlyMap<string, MetricHealth>,
  thresholds: ReviewThresholds,
): Proposal {
  const notes = notesOn(health);
  const twin = health.redundantWith.find(
    ({ metric, kind }) => kind === 'same' && outranks(all.get(metric), health, all),
  );
  const covers = health.redundantWith.filter(({ kind }) => kind === 'covered');
  const isQuiet = isSaturated(health, thresholds);
  if (isQuiet && health.isSoleGuard && health.failures === 0) {
    // It has not shown that it can fail; but without it nothing would notice if its line stopped working.
    const why =
      'No other metric guards its line: try whether it fails without that line (Test Instructions) before it goes.';
    return { kind: 're-review', evidence: [saturation(health), why, ...notes] };
  }
  if (isQuiet) {
    return { kind: 'retire', evidence: [saturation(health), ...catchText(health), ...notes] };
  }
  if (twin !== undefined) {
    const name = all.get(twin.metric)?.name ?? twin.metric;
    const evidence = `It fails on the same cases as “${name}”: ${twin.together} of its ${twin.own} failures are in common.`;
    const line = `No other metric guards its line; “${name}” takes it over where it guards none yet.`;
    return {
      kind: 'merge',
      into: twin.metric,
      evidence: [evidence, ...(health.isSoleGuard ? [line] : []), ...notes],
    };
  }
  const noise = noiseOf(health, thresholds);
  if (noise !== undefined && !health.isQuarantined)
    return { kind: 'quarantine', evidence: [noise, ...notes] };
  const doubts = [
    ...(health.isOrphaned ? ['The text that it guards is no longer in the prompt.'] : []),
    ...(isHopeless(health, thresholds)
      ? [`It has never passed: ${health.failures} of ${health.results} results failed.`]
      : []),
    ...(health.isReviewDue ? ['The day of its review is past.'] : []),
    ...(covers[0] !== undefined && health.catches === 0
      ? [
          `“${all.get(covers[0].metric)?.name ?? covers[0].metric}” fails whenever it does (${covers[0].together} of ${covers[0].own}).`,
        ]
      : []),
  ];
  if (doubts.length > 0) return { kind: 're-review', evidence: [...doubts, ...notes] };
  const quarantine = health.isQuarantined
    ? ['In quarantine: a hint that runs offline.', ...(noise === undefined ? [] : [noise])]
    : [];
  return { kind: 'keep', evidence: [...quarantine, ...catchText(health), ...notes] };
}

function isSaturated(health: MetricHealth, thresholds: ReviewThresholds): boolean {
  const { quiet } = health;
  return (
    quiet.days >= thresholds.quietDays &&
    quiet.runs >= thresholds.quietRuns &&
    quiet.versions >= thresholds.quietVersions
  );
}

function saturation({ quiet, failures }: MetricHealth): string {
  const since = failures === 0 ? 'It has never failed' : 'It has not failed';
  return `${since} in ${quiet.days} days: ${quiet.runs} runs of ${quiet.versions} versions.`;
}

function isHopeless({ results, failures }: MetricHealth, thresholds: ReviewThresholds): boolean {
  return results >= thresholds.hopelessResults && failures === results;
}

function noiseOf(health: MetricHealth, thresholds: ReviewThresholds): string | undefined {
  const { falseAlarms, catches, flips, results } = health;
  if (falseAlarms >= 2 && falseAlarms > catches)
    return `${falseAlarms} of its ${falseAlarms + catches} alarms were taken back.`;
  if (results >= thresholds.hopelessResults && flips / results >= thresholds.noisyShare)
    return `${flips} of ${results} results contradict another one of the same version.`;
  return undefined;
}

function catchText({ catches, costPerCatch }: MetricHealth): readonly string[] {
  if (catches === 0) return [];
  const cost =
    costPerCatch === null || costPerCatch === 0 ? '' : `, at $${costPerCatch.toFixed(2)} each`;
  const what = catches === 1 ? 'one mistake that was' : `${catches} mistakes that were`;
  return [`It caught ${what} mended${cost}.`];
}

function notesOn(health: MetricHealth): readonly string[] {
  return [
    ...(health.hasOwner ? [] : ['Nobody owns it.']),
    ...(health.hasGoal ? [] : ['It serves no goal.']),
  ];
}

/** Of two that say the same, the one that caught more stays; then the older one; then the first. */
function outranks(
  other: MetricHealth | undefined,
  health: MetricHealth,
  all: ReadonlyMap<string, MetricHealth>,
): boolean {
  if (other === undefined) return false;
  if (other.catches !== health.catches) return other.catches > health.catches;
  if (other.ageDays !== health.ageDays) return other.ageDays > health.ageDays;
  const ids = [...all.keys()];
  return ids.indexOf(other.metric) < ids.indexOf(health.metric);
}
