import { type Cause, describeCause } from '../blame/cause.ts';
import { sinceText } from '../compare/baselineLabel.ts';
import type { Comparison, MetricComparison } from '../compare/comparison.ts';
import { changeText, moveText } from '../compare/metricComparison.ts';
import { rerunText } from '../compare/toldVerdict.ts';
import { capitalised } from '../metrics/wording.ts';
import { fileOfPrompt } from '../path.ts';
import { placeInPrompt, placeOfCause } from '../promptPlace.ts';
import type { RunResult } from '../results/runResult.ts';
import type { MetricSpec } from '../suite/suite.ts';
import {
  type Finding,
  type FindingsInput,
  type MetricsById,
  type RelatedPlace,
  relatedLimit,
} from './finding.ts';

/** One entry per metric that got worse, on the line of the prompt that answers for it. */
export function regressions(input: FindingsInput, metrics: MetricsById): readonly Finding[] {
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
        report: regressionReport(input, metric, compared, cause),
        related: failingPlaces(input, comparison, metric),
      },
    ];
  });
}

/** Metrics that are worse than in the accepted version, though no single save showed it. */
export function chainOfDrops(input: FindingsInput, metrics: MetricsById): readonly Finding[] {
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

/** What got worse and how often, how sure that is, and what caused it. */
function regressionMessage(
  input: FindingsInput,
  metric: MetricSpec,
  compared: MetricComparison,
  cause: Cause | undefined,
): string {
  const simulated = input.run.model.isSimulated ? ' (simulated)' : '';
  const again = rerunText(compared);
  return [
    `${metric.name} ${moveText(compared)}${sinceText(input)}: ${howOften(input, metric)}${simulated}.`,
    [
      `${again === '' ? changeText(compared) : capitalised(again)}.`,
      ...(cause ? [describeCause(cause)] : []),
    ].join(' '),
  ].join('\n');
}

function regressionReport(
  input: FindingsInput,
  metric: MetricSpec,
  compared: MetricComparison,
  cause: Cause | undefined,
): string {
  const goal = input.suite.goals.find((item) => item.id === metric.goal);
  return [
    compared.summary,
    ...(input.since === undefined ? [] : [`Compared with ${input.since}.`]),
    [`${howOften(input, metric)}.`, ...whom(input, metric)].join(' '),
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
  return `${count(run) ?? 'none'} passed now${before === undefined ? '' : `, ${before} before`}`;
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
      return { file: item.file, range: item.range, caseId: item.id, why: why ?? own.summary };
    });
}

function firstFailure(run: RunResult, caseId: string, metric: string): string | undefined {
  const trials = run.cases.find((item) => item.id === caseId)?.trials ?? [];
  return trials
    .flatMap((trial) => trial.scores)
    .find((score) => score.metric === metric && score.passed === false)?.explanation;
}
