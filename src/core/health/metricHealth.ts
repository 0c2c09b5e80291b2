import { containsText } from '../prompt/locateText.ts';
import type { MetricSpec, Suite } from '../suite/suite.ts';
import { type Alarm, alarmsOf } from './alarms.ts';
import { hasCase, ones } from './caseBits.ts';
import type { HistoryEvent } from './events.ts';
import { HistoryTable, type RunCounts } from './historyTable.ts';
import type { MetricOutcomes, RunOutcomes } from './outcomes.ts';
import { type Redundancy, redundanciesOf } from './redundancy.ts';

/** What is known of a metric over time. */
export interface MetricHealth {
  readonly metric: string;
  readonly name: string;
  /** Days since it was added, where that is written, else since it was first seen; 0 for a new one. */
  readonly ageDays: number;
  /** Runs in which it was scored. */
  readonly runs: number;
  /** Prompt versions in which it was scored. */
  readonly versions: number;
  /** Cases that were scored, summed over runs. */
  readonly results: number;
  /** Of these, the cases with a failure. */
  readonly failures: number;
  /** Alarms that were followed by a repair. */
  readonly catches: number;
  /** Alarms that a further run or a person took back. */
  readonly falseAlarms: number;
  readonly openAlarms: number;
  /** Results that contradict another one of the same version: trials of one case, or the case in another run. */
  readonly flips: number;
  /** Milliseconds since 1970; absent: never. */
  readonly lastFailed?: number;
  /** When a comparison last said that it got worse or better; absent: never. */
  readonly lastToldApart?: number;
  /** US dollars that judging cost; 0 for a metric that calls no model, null where the price is unknown. */
  readonly cost: number | null;
  /** cost / catches; null without a catch or a known cost. */
  readonly costPerCatch: number | null;
  readonly redundantWith: readonly Redundancy[];
  /** Runs since the last failure, versions among them, and the days since then (or since it was first seen). */
  readonly quiet: { readonly runs: number; readonly versions: number; readonly days: number };
  /** The text that it guards is in none of its prompts. */
  readonly isOrphaned: boolean;
  /** It guards a stretch of a prompt that no other metric guards. */
  readonly isSoleGuard: boolean;
  /** The day of its review is past. */
  readonly isReviewDue: boolean;
  /** It has been made a hint that runs offline. */
  readonly isQuarantined: boolean;
  readonly hasOwner: boolean;
  readonly hasGoal: boolean;
}

export interface HealthInput {
  readonly suite: Pick<Suite, 'metrics'>;
  /** Texts of the prompts of the suite, as they are now. */
  readonly promptTexts: readonly string[];
  /** In any order. */
  readonly runs: readonly RunOutcomes[];
  readonly events: readonly HistoryEvent[];
  /** Milliseconds since 1970. */
  readonly now: number;
  /** US dollars that a metric's judging cost so far, by metric; one that is absent called no model. */
  readonly costs?: ReadonlyMap<string, number | null>;
}

export const dayMs = 24 * 60 * 60 * 1000;

/** The health of every metric of a suite, in its order. */
export function healthOf(input: HealthInput): readonly MetricHealth[] {
  const history = new HistoryTable(input.runs);
  const ids = input.suite.metrics.map(({ id }) => id);
  const redundancies = redundanciesOf(ids, history);
  const alarms = alarmsOf(input.events, history);
  const told = lastToldApart(input.events);
  return input.suite.metrics.map((metric) => {
    const own = alarms.filter((alarm) => alarm.metric === metric.id);
    return healthOfOne(metric, input, history, own, told, redundancies.get(metric.id) ?? []);
  });
}

function healthOfOne(
  metric: MetricSpec,
  input: HealthInput,
  history: HistoryTable,
  alarms: readonly Alarm[],
  told: ReadonlyMap<string, number>,
  redundantWith: readonly Redundancy[],
): MetricHealth {
  const { now, promptTexts } = input;
  const scored = history.runs.flatMap((run, place) => {
    const counts = history.counts(metric.id, place);
    return counts === undefined ? [] : [{ run, counts, place }];
  });
  const firstSeen = scored[0]?.run.time ?? now;
  const born = metric.added === undefined ? firstSeen : Date.parse(metric.added);
  const lastFailure = scored.findLastIndex(({ counts }) => counts.failed > 0);
  const lastFailed = scored[lastFailure]?.run.time;
  const since = scored.slice(lastFailure + 1);
  const catches = countFate(alarms, 'caught');
  const cost = input.costs === undefined ? 0 : costOf(metric.id, input.costs);
  const lastTold = told.get(metric.id);
  return {
    metric: metric.id,
    name: metric.name,
    ageDays: Math.max(0, Math.floor((now - born) / dayMs)),
    runs: scored.length,
    versions: versionsOf(scored),
    results: sum(scored.map(({ counts }) => counts.scored)),
    failures: sum(scored.map(({ counts }) => counts.failed)),
    catches,
    falseAlarms: countFate(alarms, 'false'),
    openAlarms: countFate(alarms, 'open'),
    flips: flipsOf(scored, history),
    ...(lastFailed !== undefined && { lastFailed }),
    ...(lastTold !== undefined && { lastToldApart: lastTold }),
    cost,
    costPerCatch: catches === 0 || cost === null ? null : cost / catches,
    redundantWith,
    quiet: {
      runs: since.length,
      versions: versionsOf(since),
      days: Math.max(0, Math.floor((now - (lastFailed ?? firstSeen)) / dayMs)),
    },
    isOrphaned: isOrphaned(metric, promptTexts),
    isSoleGuard: isSoleGuard(metric, input.suite.metrics, promptTexts),
    isReviewDue: metric.review !== undefined && Date.parse(metric.review) <= now,
    isQuarantined: metric.severity === 'hint' && metric.stage === 'offline',
    hasOwner: metric.owner !== undefined,
    hasGoal: metric.goal !== undefined,
  };
}

interface ScoredRun {
  readonly run: RunOutcomes;
  readonly counts: RunCounts;
  /** Position of the run in the history. */
  readonly place: number;
}

function versionsOf(scored: readonly ScoredRun[]): number {
  return new Set(scored.map(({ run }) => run.promptVersion)).size;
}

function costOf(metric: string, costs: ReadonlyMap<string, number | null>): number | null {
  const cost = costs.get(metric);
  return cost === undefined ? 0 : cost;
}

/** A metric that guards nothing is not orphaned; nor is one whose prompts could not be read. */
function isOrphaned({ guards }: MetricSpec, promptTexts: readonly string[]): boolean {
  if (guards === undefined || promptTexts.length === 0) return false;
  return !promptTexts.some((text) => containsText(text, guards));
}

/** Whether in some prompt no guarded text of another metric shares a character with its own. */
function isSoleGuard(
  metric: MetricSpec,
  all: readonly MetricSpec[],
  promptTexts: readonly string[],
): boolean {
  const { guards } = metric;
  if (guards === undefined) return false;
  return promptTexts.some((text) => {
    const start = text.indexOf(guards);
    if (start < 0) return false;
    const end = start + guards.length;
    return !all.some((other) => {
      if (other === metric || other.guards === undefined) return false;
      const at = text.indexOf(other.guards);
      return at >= 0 && at < end && start < at + other.guards.length;
    });
  });
}

function countFate(alarms: readonly Alarm[], fate: Alarm['fate']): number {
  return alarms.filter((alarm) => alarm.fate === fate).length;
}

function lastToldApart(events: readonly HistoryEvent[]): ReadonlyMap<string, number> {
  const told = new Map<string, number>();
  for (const event of events) {
    if (event.type !== 'compared') continue;
    for (const [metric, verdict] of Object.entries(event.verdicts))
      if (verdict === 'regressed' || verdict === 'improved')
        told.set(metric, Math.max(told.get(metric) ?? 0, event.time));
  }
  return told;
}

/** Disagreement inside runs, and between a run and the one before it where both are of one version. */
function flipsOf(scored: readonly ScoredRun[], history: HistoryTable): number {
  let flips = 0;
  const last = new Map<string, ScoredRun>();
  for (const item of scored) {
    flips += item.counts.disagreeing;
    const before = last.get(item.run.promptVersion);
    if (before !== undefined)
      flips += history.hasSameCases(before.place, item.place)
        ? changedBits(before.counts.outcomes, item.counts.outcomes)
        : changedCases(before, item);
    last.set(item.run.promptVersion, item);
  }
  return flips;
}

/** Cases that clearly passed in one run and clearly failed in the other, a word at a time. */
function changedBits(a: MetricOutcomes, b: MetricOutcomes): number {
  let count = 0;
  for (let i = 0; i < a.passed.length; i++) {
    const before = (a.passed[i] ?? 0) & ~(a.failed[i] ?? 0);
    const broken = (a.failed[i] ?? 0) & ~(a.passed[i] ?? 0);
    const after = (b.passed[i] ?? 0) & ~(b.failed[i] ?? 0);
    const wrong = (b.failed[i] ?? 0) & ~(b.passed[i] ?? 0);
    count += ones((before & wrong) | (broken & after));
  }
  return count;
}

/** The same for runs whose cases differ: they are paired by id. */
function changedCases(a: ScoredRun, b: ScoredRun): number {
  const places = new Map(b.run.cases.map((id, index) => [id, index]));
  let count = 0;
  a.run.cases.forEach((id, index) => {
    const other = places.get(id);
    if (other === undefined) return;
    const before = clear(a.counts, index);
    const after = clear(b.counts, other);
    if (before !== undefined && after !== undefined && before !== after) count++;
  });
  return count;
}

function clear({ outcomes }: RunCounts, index: number): boolean | undefined {
  const passed = hasCase(outcomes.passed, index);
  return passed === hasCase(outcomes.failed, index) ? undefined : passed;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
