import { knownFailures } from '../compare/knownFailures.ts';
import type { Severity } from '../problem.ts';
import { isBelowTarget } from '../results/belowTarget.ts';
import { caseErrorsInSteps, casesText, errorOf } from '../results/caseErrors.ts';
import type { CaseResult, ScoreRecord } from '../results/runResult.ts';
import type { Steps } from '../steps.ts';
import type { Case, MetricSpec, Suite } from '../suite/suite.ts';
import { LineMap, type Range } from '../text.ts';
import { firstLineOf } from '../yaml/yamlTree.ts';
import { type Finding, type FindingsInput, type MetricsById, relatedLimit } from './finding.ts';

/** A metric whose rate is below what it should be. */
export function belowTarget(input: FindingsInput, metrics: MetricsById): readonly Finding[] {
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
        message: `${metric.name}: ${summary.passed} of ${summary.scored} passed (${percent(summary.passRate ?? 0)}${rateBefore(input, metric)})${target}.`,
        related: [],
      },
    ];
  });
}

/** So that what failed before, too, does not read as new. */
function rateBefore({ comparison }: FindingsInput, { id }: MetricSpec): string {
  const old = comparison?.metrics.find((metric) => metric.id === id)?.old ?? null;
  return old === null ? '' : `, ${percent(old)} before`;
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

/** What kept cases from running. What kept several is told once, at the first of them. */
export function* brokenCases({ cases, run, suite }: FindingsInput): Steps<readonly Finding[]> {
  const errors = yield* caseErrorsInSteps(run);
  if (errors.length === 0) return [];
  const byId = new Map(cases.map((item) => [item.id, item]));
  const lines = new LineMap(suite.source);
  return errors.flatMap(({ message, cases: ids }): Finding[] => {
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
          caseId: item.id,
          why: 'for the same reason',
        })),
      },
    ];
  });
}

/** Cases that failed, with the reason of the first failure. */
export function* failingCases(
  input: FindingsInput,
  metrics: MetricsById,
): Steps<readonly Finding[]> {
  const failing = new Map<string, readonly ScoreRecord[]>();
  const results = new Map<string, CaseResult>();
  for (const result of input.run.cases) {
    yield;
    if (errorOf(result) !== undefined) continue;
    const failures = failuresOf(result);
    if (failures.length === 0) continue;
    failing.set(result.id, failures);
    results.set(result.id, result);
  }
  if (failing.size === 0) return [];
  const lines = new LineMap(input.suite.source);
  const isKnown = knownFailures(input.comparison);
  const findings: Finding[] = [];
  for (const item of input.cases) {
    yield;
    const { trials } = results.get(item.id) ?? { trials: [] };
    const failures = failing.get(item.id) ?? [];
    const [first] = failures;
    if (first === undefined) continue;
    const failed = [...new Set(failures.map((score) => score.metric))];
    const names = failed.map((id) => metrics.get(id)?.name ?? id);
    const failedTrials = trials.filter((trial) =>
      trial.scores.some((score) => score.passed === false),
    );
    const often =
      trials.length === 1 ? '' : ` in ${failedTrials.length} of ${trials.length} trials`;
    const before = isKnown(item.id, failed) ? ', as before' : '';
    const message = `${item.id} fails ${names.join(', ')}${often}${before}. ${first.explanation}`;
    // The metric tells of its failing cases; here they are marked quietly.
    const range = shortPlace(input.suite, item, lines);
    const place = { file: item.file, range, caseId: item.id, related: [] };
    findings.push({ ...place, severity: 'hint', kind: 'failing-case', message });
  }
  return findings;
}

function failuresOf({ trials }: CaseResult): readonly ScoreRecord[] {
  const failures: ScoreRecord[] = [];
  for (const { scores } of trials)
    for (const score of scores) if (score.passed === false) failures.push(score);
  return failures;
}

function percent(rate: number): string {
  return `${Math.round(rate * 100)} %`;
}
