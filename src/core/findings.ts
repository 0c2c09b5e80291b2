import { type Cause, describeCause } from './blame/cause.ts';
import type { Comparison, MetricComparison } from './compare/comparison.ts';
import type { JudgeReliability } from './judges/measureJudges.ts';
import { cappedSeverity, describeCap } from './judges/reliability.ts';
import { fileOfPrompt } from './path.ts';
import type { Severity } from './problem.ts';
import type { Prompt } from './prompt/prompt.ts';
import { type PromptPlace, placeInPrompt, placeOfCause } from './promptPlace.ts';
import { caseErrors, casesText, errorOf } from './results/caseErrors.ts';
import type { MetricSummary, RunResult } from './results/runResult.ts';
import type { Case, MetricSpec, Suite } from './suite/suite.ts';
import { LineMap, type Range } from './text.ts';
import { firstLineOf } from './yaml/yamlTree.ts';

/** Something that a person should look at, at a place in a file. */
export interface Finding extends PromptPlace {
  /** Absolute path: of the prompt, of what it includes, or of the suite. */
  readonly file: string;
  readonly severity: Severity;
  readonly kind: 'regression' | 'below-target' | 'failing-case' | 'case-error';
  readonly metric?: string;
  readonly caseId?: string;
  readonly message: string;
  readonly related: readonly RelatedPlace[];
}

export interface RelatedPlace {
  readonly file: string;
  readonly range: Range;
  readonly message: string;
}

export interface FindingsInput {
  readonly prompt: Prompt;
  readonly suite: Suite;
  readonly cases: readonly Case[];
  readonly run: RunResult;
  readonly comparison?: Comparison;
  /** The run that it is compared with, judged by today's metrics. */
  readonly baseline?: RunResult;
  /** Source of the prompt that the baseline ran with. */
  readonly baselineSource?: string;
  /** Which changes made metrics worse, where that was looked for. */
  readonly causes?: readonly Cause[];
  /** Beside the version accepted last. */
  readonly sinceAccepted?: Comparison;
  /** How far judges are to be trusted, by the id of the metric. */
  readonly reliability?: JudgeReliability;
}

/** What a run and its comparison say, as findings on the prompt and on the suite. */
export function findingsOf(input: FindingsInput): readonly Finding[] {
  const metrics = new Map(
    [...input.suite.metrics, ...input.cases.flatMap((item) => item.metrics)].map(
      (metric) => [metric.id, metric] as const,
    ),
  );
  return [
    ...regressions(input, metrics),
    ...chainOfDrops(input, metrics),
    ...belowTarget(input, metrics),
    ...brokenCases(input),
    ...failingCases(input, metrics),
  ].map((finding) => cappedFinding(finding, input.reliability));
}

/** No louder than the judge behind it deserves, and saying so. */
function cappedFinding(finding: Finding, known: JudgeReliability | undefined): Finding {
  const reliability = finding.metric === undefined ? undefined : known?.get(finding.metric);
  if (reliability === undefined) return finding;
  const severity = cappedSeverity(finding.severity, reliability);
  if (severity === finding.severity) return finding;
  return { ...finding, severity, message: `${finding.message}\n${describeCap(reliability)}` };
}

type Metrics = ReadonlyMap<string, MetricSpec>;

/** One entry per metric that got worse, on the line of the prompt that answers for it. */
function regressions(input: FindingsInput, metrics: Metrics): readonly Finding[] {
  const { comparison } = input;
  if (comparison === undefined) return [];
  return comparison.metrics.flatMap((compared) => {
    const metric = metrics.get(compared.id);
    if (compared.verdict !== 'regressed' || metric === undefined) return [];
    const cause = input.causes?.find((found) => found.metric === metric.id);
    return [
      {
        file: fileOfPrompt(input.prompt.path),
        ...(placeOfCause(input.prompt, cause) ?? placeInPrompt(input, metric)),
        severity: metric.severity,
        kind: 'regression' as const,
        metric: metric.id,
        message: regressionMessage(input, metric, compared, cause),
        related: failingPlaces(input, comparison, metric),
      },
    ];
  });
}

/** Metrics that are worse than in the accepted version, though no single save showed it. */
function chainOfDrops(input: FindingsInput, metrics: Metrics): readonly Finding[] {
  const { sinceAccepted, comparison, prompt } = input;
  const known = new Set(
    comparison?.metrics.filter(({ verdict }) => verdict === 'regressed').map(({ id }) => id),
  );
  return (sinceAccepted?.metrics ?? []).flatMap(({ id, verdict, summary }): Finding[] => {
    const metric = metrics.get(id);
    if (verdict !== 'regressed' || metric === undefined || known.has(id)) return [];
    const label = sinceAccepted?.baseline.label ?? '';
    return [
      {
        file: fileOfPrompt(prompt.path),
        ...placeInPrompt({ prompt }, metric),
        severity: metric.severity,
        kind: 'regression',
        metric: id,
        message: `${summary}\nSeen beside ${label}: several small steps that no save showed by itself.`,
        related: [],
      },
    ];
  });
}

function regressionMessage(
  input: FindingsInput,
  metric: MetricSpec,
  compared: MetricComparison,
  cause: Cause | undefined,
): string {
  const goal = input.suite.goals.find((item) => item.id === metric.goal);
  return [
    compared.summary,
    [howOften(input, metric), ...whom(input, metric)].join(' '),
    ...(goal ? [`Goal at risk: ${goal.text}.`] : []),
    ...(cause ? [describeCause(cause)] : []),
    ...(input.run.model.isSimulated ? ['Answers of the simulated model.'] : []),
  ].join('\n');
}

function howOften({ run, baseline }: FindingsInput, metric: MetricSpec): string {
  const count = (of: RunResult | undefined) => {
    const summary = of?.metrics.find((item) => item.id === metric.id);
    return summary === undefined ? undefined : `${summary.passed} of ${summary.scored}`;
  };
  const before = count(baseline);
  return `${count(run) ?? 'None'} passed now${before === undefined ? '' : `, ${before} before`}.`;
}

/** Cases that are named in a message; the related places lead to more. */
const namedLimit = 3;

/** What happens to whom: the cases that got worse, and the reason of the first. */
function whom({ comparison, run }: FindingsInput, metric: MetricSpec): readonly string[] {
  const worse = (comparison?.cases ?? []).filter((compared) =>
    compared.metrics.some((entry) => entry.id === metric.id && entry.verdict === 'regressed'),
  );
  const first = worse[0];
  if (first === undefined) return [];
  const named = worse.slice(0, namedLimit).map((item) => item.id);
  const more = worse.length - named.length;
  const why = firstFailure(run, first.id, metric.id);
  return [
    `Got worse: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
    ...(why === undefined ? [] : [`Why: ${why}`]),
  ];
}

const relatedLimit = 10;

function failingPlaces(
  input: FindingsInput,
  comparison: Comparison,
  metric: MetricSpec,
): readonly RelatedPlace[] {
  const cases = new Map(input.cases.map((item) => [item.id, item]));
  return comparison.cases
    .flatMap((compared) => {
      const item = cases.get(compared.id);
      const own = compared.metrics.find((entry) => entry.id === metric.id);
      return item === undefined || own?.verdict !== 'regressed' ? [] : [{ item, own }];
    })
    .slice(0, relatedLimit)
    .map(({ item, own }) => {
      const why = firstFailure(input.run, item.id, metric.id);
      return { file: item.file, range: item.range, message: `${item.id}: ${why ?? own.summary}` };
    });
}

function firstFailure(run: RunResult, caseId: string, metric: string): string | undefined {
  const trials = run.cases.find((item) => item.id === caseId)?.trials ?? [];
  return trials
    .flatMap((trial) => trial.scores)
    .find((score) => score.metric === metric && score.passed === false)?.explanation;
}

/** On the suite: a metric whose rate is below what it should be. */
function belowTarget(input: FindingsInput, metrics: Metrics): readonly Finding[] {
  const lines = new LineMap(input.suite.source);
  return input.run.metrics.flatMap((summary) => {
    const metric = metrics.get(summary.id);
    if (metric === undefined || !isBelowTarget(summary)) return [];
    const target = metric.target === undefined ? '' : `; the target is ${percent(metric.target)}`;
    return [
      {
        file: metric.file,
        range: shortPlace(input.suite, metric, lines),
        severity: severityBelowTarget(input, metric),
        kind: 'below-target' as const,
        metric: metric.id,
        message: `${metric.name}: ${summary.passed} of ${summary.scored} passed (${percent(summary.passRate ?? 0)})${target}.`,
        related: [],
      },
    ];
  });
}

/** The first line of a metric or case; rows of other files come without their text. */
function shortPlace(
  suite: Suite,
  { file, range }: Pick<Case | MetricSpec, 'file' | 'range'>,
  lines: LineMap,
): Range {
  return file === suite.path ? firstLineOf(range, lines) : range;
}

/** What the prompt tells already is only hinted at here; without a target nobody said what is good enough. */
function severityBelowTarget({ comparison }: FindingsInput, metric: MetricSpec): Severity {
  const isTold = comparison?.metrics.some(
    ({ id, verdict }) => id === metric.id && verdict === 'regressed',
  );
  if (isTold) return 'hint';
  return metric.target === undefined ? 'information' : metric.severity;
}

/** Whether a metric's rate is below its target (without one: below all). Nothing scored is not below. */
export function isBelowTarget(summary: MetricSummary): boolean {
  return summary.passRate !== null && summary.passRate < (summary.target ?? 1);
}

/** On the suite: what kept cases from running. What kept several is told once, at the first of them. */
function brokenCases({ cases, run, suite }: FindingsInput): readonly Finding[] {
  const byId = new Map(cases.map((item) => [item.id, item]));
  const lines = new LineMap(suite.source);
  return caseErrors(run).flatMap(({ message, cases: ids }): Finding[] => {
    const [first, ...others] = ids.flatMap((id) => byId.get(id) ?? []);
    if (first === undefined) return [];
    return [
      {
        file: first.file,
        range: shortPlace(suite, first, lines),
        caseId: first.id,
        severity: 'warning',
        kind: 'case-error',
        message: `${casesText(ids)} could not run: ${message}`,
        related: others.slice(0, relatedLimit).map((item) => ({
          file: item.file,
          range: shortPlace(suite, item, lines),
          message: `${item.id}: for the same reason`,
        })),
      },
    ];
  });
}

/** On the suite: cases that failed, with the reason of the first failure. */
function failingCases(input: FindingsInput, metrics: Metrics): readonly Finding[] {
  const results = new Map(input.run.cases.map((item) => [item.id, item]));
  const lines = new LineMap(input.suite.source);
  return input.cases.flatMap((item): Finding[] => {
    const result = results.get(item.id);
    const trials = result?.trials ?? [];
    if (result !== undefined && errorOf(result) !== undefined) return [];
    const failures = trials.flatMap((trial) =>
      trial.scores.filter((score) => score.passed === false),
    );
    const first = failures[0];
    if (first === undefined) return [];
    const names = [
      ...new Set(failures.map((score) => metrics.get(score.metric)?.name ?? score.metric)),
    ];
    const failedTrials = trials.filter((trial) =>
      trial.scores.some((score) => score.passed === false),
    );
    const often =
      trials.length === 1 ? '' : ` in ${failedTrials.length} of ${trials.length} trials`;
    const message = `${item.id} fails ${names.join(', ')}${often}. ${first.explanation}`;
    // The metric tells of its failing cases; here they are marked quietly.
    const range = shortPlace(input.suite, item, lines);
    const place = { file: item.file, range, caseId: item.id, related: [] };
    return [{ ...place, severity: 'hint', kind: 'failing-case', message }];
  });
}

function percent(rate: number): string {
  return `${Math.round(rate * 100)} %`;
}
