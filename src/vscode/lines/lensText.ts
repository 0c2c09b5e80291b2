import { sinceText } from '../../core/compare/baselineLabel.ts';
import { toldCounts, worstText } from '../../core/compare/toldVerdict.ts';
import { reliabilityBadge } from '../../core/judges/reliabilityText.ts';
import type { Evaluated } from '../../core/live/evaluatePrompt.ts';
import { isOutdated, type PromptState } from '../../core/live/promptState.ts';
import { amount } from '../../core/metrics/wording.ts';
import { isBelowTarget } from '../../core/results/belowTarget.ts';
import { brokenCount, isWithoutAnswers } from '../../core/results/caseErrors.ts';
import { dollarText } from '../../core/run/budget.ts';
import type { Range } from '../../core/text.ts';
import { briefReason } from '../../core/views/briefReason.ts';
import { cut } from './inlineText.ts';

/** The results of a prompt in one line, for all its suites. */
export function resultText(state: PromptState): string {
  return state.results.map((result) => oneResult(result, isOutdated(state, result))).join('  |  ');
}

function oneResult({ run, comparison, baseline }: Evaluated, isStale: boolean): string {
  const rated = run.metrics.filter((metric) => metric.scored > 0);
  const passing = rated.filter((metric) => !isBelowTarget(metric)).length;
  const isAll = passing === rated.length;
  const compared = comparison?.metrics ?? [];
  const { regressed, inconclusive } = toldCounts(compared);
  const { isSimulated } = run.model;
  const since = sinceText(baseline);
  return [
    ...(isStale ? ['edited since the last run'] : []),
    ...(run.status === 'stopped' ? ['stopped'] : []),
    // What fails as it did before must not read as news.
    ...(regressed + inconclusive > 0 || (comparison !== undefined && (!isAll || since !== ''))
      ? [`${regressed > 0 ? '$(error) ' : ''}${worstText(compared)}${since}`]
      : []),
    ...(isWithoutAnswers(run) ? [] : [passText(passing, rated.length)]),
    ...brokenText(run),
    ...(comparison === undefined ? ['first version'] : []),
    `${(run.durationMs / 1000).toFixed(1)} s`,
    ...(run.usage.requests > 0 && !isSimulated ? [costText(run.usage.cost)] : []),
    ...(isSimulated ? ['simulated'] : []),
    ...(run.model.isSamplingUnknown === true ? ['sampling unknown'] : []),
  ].join(' | ');
}

function passText(passing: number, rated: number): string {
  return rated === 0 ? 'nothing was scored' : `${passing} of ${rated} metrics pass`;
}

/** What has no result must not read as passed. */
function brokenText(run: Evaluated['run']): readonly string[] {
  if (isWithoutAnswers(run)) return ['$(circle-slash) no case could run'];
  const count = brokenCount(run);
  return count === 0 ? [] : [`$(circle-slash) ${amount(count, 'case')} could not run`];
}

function costText(cost: number | null): string {
  return cost === null ? 'cost unknown' : dollarText(cost);
}

/** A lens above a metric or a case of a suite. */
export interface SuiteLine {
  readonly range: Range;
  readonly title: string;
  readonly metric?: string;
  readonly caseId?: string;
  /** A metric that no save runs and that the last run left out: the lens runs it. */
  readonly runsOffline?: boolean;
}

export function suiteLines({ target, run }: Evaluated, isStale: boolean): readonly SuiteLine[] {
  const stale = isStale ? ' (edited since)' : '';
  const file = target.suite.path;
  const summaries = new Map(run.metrics.map((item) => [item.id, item]));
  const results = new Map(run.cases.map((item) => [item.id, item]));
  const broken = brokenText(run)
    .map((text) => ` | ${text}`)
    .join('');
  const metrics = target.suite.metrics.flatMap((metric): SuiteLine[] => {
    const summary = summaries.get(metric.id);
    if (metric.file !== file) return [];
    if (summary === undefined)
      return metric.stage === 'offline'
        ? [{ range: metric.range, title: offlineTitle, metric: metric.id, runsOffline: true }]
        : [];
    const mark = isBelowTarget(summary) ? '$(warning)' : '$(pass)';
    const title =
      summary.scored === 0
        ? `not scored${stale}`
        : `${mark} ${summary.passed} of ${summary.scored} passed${stale}${broken}`;
    const judge = target.reliability?.get(metric.id);
    const badge = judge === undefined ? '' : ` | ${reliabilityBadge(judge)}`;
    const stage = metric.stage === 'offline' ? ' | offline' : '';
    return [{ range: metric.range, title: `${title}${stage}${badge}`, metric: metric.id }];
  });
  const cases = target.cases.flatMap((item): SuiteLine[] => {
    const trials = results.get(item.id)?.trials ?? [];
    if (item.file !== file || trials.length === 0) return [];
    return [{ range: item.range, title: `${caseTitle(trials)}${stale}`, caseId: item.id }];
  });
  return [...metrics, ...cases];
}

const offlineTitle = '$(play) offline: not in the last run';

function caseTitle(trials: Evaluated['run']['cases'][number]['trials']): string {
  const broken = trials.filter((trial) => trial.error !== undefined).length;
  const failed = trials.filter((trial) => trial.scores.some(isMiss));
  if (failed.length > 0) {
    const often =
      trials.length === 1 ? 'failed' : `${failed.length} of ${trials.length} trials failed`;
    return `$(warning) ${often}${reasonText(failed[0]?.scores.find(isMiss)?.explanation)}`;
  }
  if (broken > 0) {
    const error = trials.find((trial) => trial.error !== undefined)?.error;
    return `$(circle-slash) ${broken} of ${trials.length} could not run${reasonText(error?.message)}`;
  }
  const scored = trials.some((trial) => trial.scores.some((score) => score.passed !== null));
  return scored ? '$(pass) passed' : 'not scored';
}

function isMiss({ passed }: { readonly passed: boolean | null }): boolean {
  return passed === false;
}

/** In the title of a lens a dollar sign and a name in parentheses would be an icon. */
function reasonText(why: string | undefined): string {
  return why === undefined || why === ''
    ? ''
    : `: ${cut(briefReason(why)).replaceAll('$(', '$ (')}`;
}
