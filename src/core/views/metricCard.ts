import type { Verdict } from '../compare/comparison.ts';
import { changeText } from '../compare/metricComparison.ts';
import { rerunText, type ToldVerdict, toldVerdict } from '../compare/toldVerdict.ts';
import type { Evaluated } from '../live/evaluated.ts';
import { locateText } from '../prompt/locateText.ts';
import type { TrialResult } from '../results/runResult.ts';
import type { MetricSpec } from '../suite/suite.ts';
import { isInside, type Position, type Range } from '../text.ts';

/** What is known of a metric, in the place where a person asks for it. Names and texts come from suites and models. */
export interface MetricCard {
  readonly metric: string;
  readonly name: string;
  /** Text of the goal that it serves. */
  readonly goal?: string;
  /** Share of cases that should pass, 0 to 1. */
  readonly target: number;
  /** Absent: not part of the last run. */
  readonly result?: {
    readonly passed: number;
    readonly scored: number;
    /** Pass rate, 0 to 1; null where nothing was scored. */
    readonly rate: number | null;
  };
  /** Absent: there was nothing to compare with. */
  readonly compared?: {
    readonly told: ToldVerdict;
    readonly old: number | null;
    readonly new: number | null;
    readonly baseline: string;
    /** By how much it moved and how sure that is. */
    readonly change: string;
    readonly rerun: string;
  };
  /** Cases that failed it, those that got worse first. */
  readonly failing: readonly FailingCase[];
}

/** A case that failed a metric. */
export interface FailingCase {
  readonly id: string;
  readonly isWorse: boolean;
  /** Why, of the first trial that failed. */
  readonly why: string;
  /** The last reply of that trial; null where there is none. */
  readonly output: string | null;
  /** Absolute path and place in it; absent where the suite has it no more. */
  readonly place?: { readonly file: string; readonly range: Range };
}

/** Ids of the metrics that stand for a place of a prompt: they guard it, or got worse there. */
export function metricsAt(
  { target: { prompt, suite }, findings }: Pick<Evaluated, 'target' | 'findings'>,
  file: string,
  isHit: (range: Range) => boolean,
): readonly string[] {
  const guarding = suite.metrics.filter(({ guards }) => {
    const place = guards === undefined ? undefined : locateText(prompt, guards);
    return place !== undefined && (place.file ?? prompt.path) === file && isHit(place.range);
  });
  const worse = findings.flatMap((finding) =>
    finding.kind === 'regression' && finding.file === file && isHit(finding.range)
      ? (finding.metric ?? [])
      : [],
  );
  return [...new Set([...worse, ...guarding.map(({ id }) => id)])];
}

/** Everything about one metric; undefined where the suite has it no more. */
export function metricCard(evaluated: Evaluated, metric: string): MetricCard | undefined {
  const { target, run, comparison } = evaluated;
  const spec = specOf(evaluated, metric);
  if (spec === undefined) return undefined;
  const summary = run.metrics.find(({ id }) => id === metric);
  const compared = comparison?.metrics.find(({ id }) => id === metric);
  const goal = target.suite.goals.find(({ id }) => id === spec.goal)?.text;
  return {
    metric,
    name: spec.name,
    ...(goal !== undefined && { goal }),
    target: spec.target ?? 1,
    ...(summary && {
      result: { passed: summary.passed, scored: summary.scored, rate: summary.passRate },
    }),
    ...(compared &&
      comparison && {
        compared: {
          told: toldVerdict(compared),
          old: compared.old,
          new: compared.new,
          baseline: comparison.baseline.label,
          change: changeText(compared),
          rerun: rerunText(compared),
        },
      }),
    failing: failingCases(evaluated, metric),
  };
}

/** The metric as its suite, or one of its cases, defines it. */
export function specOf({ target }: Pick<Evaluated, 'target'>, id: string): MetricSpec | undefined {
  return (
    target.suite.metrics.find((metric) => metric.id === id) ??
    target.cases.flatMap(({ metrics }) => metrics).find((metric) => metric.id === id)
  );
}

/** Cases with a trial that did not pass a metric: those that got worse first, else in the order of the suite. */
export function failingCases(
  { target, run, comparison }: Pick<Evaluated, 'target' | 'run' | 'comparison'>,
  metric: string,
): readonly FailingCase[] {
  const verdicts = new Map<string, Verdict | 'flaky' | 'missing'>();
  for (const item of comparison?.cases ?? [])
    for (const own of item.metrics) if (own.id === metric) verdicts.set(item.id, own.verdict);
  const known = new Map(target.cases.map((item) => [item.id, item]));
  const failing = run.cases.flatMap(({ id, trials }): FailingCase[] => {
    const failed = firstFailure(trials, metric);
    if (failed === undefined) return [];
    const item = known.get(id);
    return [
      {
        id,
        isWorse: verdicts.get(id) === 'regressed',
        ...failed,
        ...(item && { place: { file: item.file, range: item.range } }),
      },
    ];
  });
  return failing.toSorted((a, b) => Number(b.isWorse) - Number(a.isWorse));
}

function firstFailure(
  trials: readonly TrialResult[],
  metric: string,
): Pick<FailingCase, 'why' | 'output'> | undefined {
  for (const { scores, output } of trials) {
    const score = scores.find((found) => found.metric === metric && found.passed === false);
    if (score !== undefined) return { why: score.explanation, output };
  }
  return undefined;
}

/** Whether a place is where an editor draws the mark of a range: that of an empty one is below a character beside it. */
export function isUnderMark({ start, end }: Range, position: Position): boolean {
  const isEmpty = start.line === end.line && start.column === end.column;
  const drawn = isEmpty
    ? {
        start: { line: start.line, column: Math.max(0, start.column - 1) },
        end: { line: end.line, column: end.column + 1 },
      }
    : { start, end };
  return isInside(drawn, position);
}

/** Whether a place belongs to a range; an empty one, e.g. the gap of a deleted line, has its whole line. */
export function isAt(range: Range, position: Position): boolean {
  const { start, end } = range;
  const isEmpty = start.line === end.line && start.column === end.column;
  return isEmpty ? start.line === position.line : isInside(range, position);
}
