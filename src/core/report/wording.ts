import type { MetricComparison } from '../compare/comparison.ts';
import { amount } from '../metrics/wording.ts';
import type { MetricSummary, RunResult } from '../results/runResult.ts';
import { dollarText } from '../run/budget.ts';
import type { LineFailure } from '../score/scoreTally.ts';
import { type FailOn, isFailure } from './failOn.ts';
import type { ReportedRun } from './report.ts';

/** Words that all reports for people share. */

export function modelText({ model }: RunResult): string {
  return model.isSimulated ? `${model.name} (simulated)` : `${model.provider} ${model.name}`;
}

export function usageText({ run, lines }: ReportedRun): string {
  const { usage, durationMs, status } = run;
  const cost = usage.cost === null ? 'cost unknown' : dollarText(usage.cost);
  const stopped = status === 'stopped' ? '; stopped early' : '';
  const seconds = `${(durationMs / 1000).toFixed(1)} s${stopped}`;
  if (run.model.provider === 'replay' && usage.requests + usage.cached === 0) {
    const scored = run.cases.reduce((sum, item) => sum + item.trials.length, lines?.total ?? 0);
    return `${amount(scored, 'output')} scored, ${seconds}`;
  }
  return `${amount(usage.requests, 'call')}, ${usage.cached} from the cache, ${cost}, ${seconds}`;
}

/** `67 %`; `-` where nothing was scored. */
export function rateText(rate: number | null): string {
  return rate === null ? '-' : `${Math.round(rate * 100)} %`;
}

/** `-33 points (-58 to -11)`; empty where there is no difference to speak of. */
export function changeText({ difference, interval }: MetricComparison): string {
  if (difference === null) return '';
  const range = interval === null ? '' : ` (${points(interval[0])} to ${points(interval[1])})`;
  return `${points(difference)} points${range}`;
}

function points(share: number): string {
  const rounded = Math.round(share * 100);
  return rounded > 0 ? `+${rounded}` : String(rounded);
}

/** Why a metric gave no score, where it gave none first. */
export function firstUnscored(
  { run, lines }: Pick<ReportedRun, 'run' | 'lines'>,
  metric: string,
): string | undefined {
  const ofCases = run.cases
    .flatMap(({ trials }) => trials.flatMap(({ scores }) => scores))
    .find((score) => score.metric === metric && score.status === 'failed');
  const found = ofCases ?? lines?.unscored?.find((reason) => reason.metric === metric);
  return found?.explanation;
}

/** `12/14 (2 skipped)`. */
export function countText(metric: MetricSummary): string {
  const extras = [
    ...(metric.skipped > 0 ? [`${metric.skipped} skipped`] : []),
    ...(metric.failed > 0 ? [`${metric.failed} failed to score`] : []),
  ];
  return `${metric.passed}/${metric.scored}${extras.length === 0 ? '' : ` (${extras.join(', ')})`}`;
}

export type Standing =
  | { readonly kind: 'regressed'; readonly compared: MetricComparison }
  | { readonly kind: 'below-target' }
  | { readonly kind: 'moved'; readonly compared: MetricComparison }
  | { readonly kind: 'fine' }
  /** Log lines failed it, and it has no target that would say whether that is too many. */
  | { readonly kind: 'untargeted' }
  | { readonly kind: 'unknown' };

/** What there is to say about a metric, as far as `--fail-on` cares. */
export function standingOf(
  metric: MetricSummary,
  { comparison, lines }: Pick<ReportedRun, 'comparison' | 'lines'>,
  failOn: FailOn,
): Standing {
  const compared = comparison?.metrics.find(({ id }) => id === metric.id);
  if (compared?.verdict === 'regressed') return { kind: 'regressed', compared };
  if (failOn !== 'regression' && isFailure(metric, lines)) {
    return { kind: 'below-target' };
  }
  if (compared?.verdict === 'improved') return { kind: 'moved', compared };
  if (metric.scored === 0) return { kind: 'unknown' };
  return { kind: isUntargeted(metric, lines) ? 'untargeted' : 'fine' };
}

/** Whether a metric only tells its rate: log lines failed it, and no target says how many may. */
export function isUntargeted(
  { id, target }: Pick<MetricSummary, 'id' | 'target'>,
  lines: ReportedRun['lines'],
): boolean {
  const rate = lines?.rates?.find(({ metric }) => metric === id);
  return target === undefined && rate !== undefined && rate.passed < rate.scored;
}

/** Failures to show as examples, the first of each metric. */
export function shownFailures(
  failures: readonly LineFailure[],
  { most, ofEach }: { readonly most: number; readonly ofEach: number },
): readonly LineFailure[] {
  const counts = new Map<string, number>();
  return failures
    .filter(({ metric }) => {
      const count = counts.get(metric) ?? 0;
      counts.set(metric, count + 1);
      return count < ofEach;
    })
    .slice(0, most);
}
