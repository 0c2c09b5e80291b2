import type { MetricComparison, Verdict } from '../../core/compare/comparison.ts';
import { isBelowTarget } from '../../core/findings.ts';
import type { ReportedRun } from '../../core/results/report.ts';
import type { CaseResult, MetricSummary, RunResult } from '../../core/results/runResult.ts';
import { dollarText } from '../../core/run/budget.ts';
import { visibleText } from '../visibleText.ts';

const marks: Readonly<Record<Verdict, string>> = {
  regressed: 'x',
  improved: '+',
  unchanged: '=',
  inconclusive: '?',
};

/** The result for people: what got worse first, then all metrics, then the cases that failed. */
export function textReport(
  runs: readonly ReportedRun[],
  show: (path: string) => string,
  isColoured: boolean,
): string {
  const paint = isColoured ? coloured : plain;
  return runs.map((reported) => textRun(reported, show, paint)).join('\n\n');
}

type Paint = (text: string, colour: 'red' | 'green' | 'grey' | 'bold') => string;

const codes = { red: 31, green: 32, grey: 90, bold: 1 } as const;
const coloured: Paint = (text, colour) => `\u001b[${codes[colour]}m${text}\u001b[0m`;
const plain: Paint = (text) => text;

function textRun({ run, comparison }: ReportedRun, show: (path: string) => string, paint: Paint) {
  const lines = [
    `${paint(show(run.prompt), 'bold')}  ${modelText(run)}  ${usageText(run)}`,
    ...(comparison ? [`Compared with ${comparison.baseline.label}.`, ''] : ['']),
  ];
  const width = Math.max(0, ...run.metrics.map((metric) => metric.name.length));
  for (const metric of run.metrics) {
    const compared = comparison?.metrics.find((item) => item.id === metric.id);
    lines.push(metricLine(metric, compared, width, paint));
    if (compared?.verdict === 'regressed') lines.push(`    ${compared.summary}`);
  }
  const failing = run.cases.flatMap((item) => failingCase(item));
  if (failing.length > 0) lines.push('', ...failing.slice(0, shownCases));
  if (failing.length > shownCases) {
    lines.push(`  ... and ${failing.length - shownCases} more; see --reporter json.`);
  }
  return lines.join('\n');
}

const shownCases = 20;

function metricLine(
  metric: MetricSummary,
  compared: MetricComparison | undefined,
  width: number,
  paint: Paint,
): string {
  const name = metric.name.padEnd(width);
  const counts = `${metric.passed}/${metric.scored}${extras(metric)}`;
  if (compared === undefined || compared.old === null || compared.new === null) {
    const mark = metric.scored === 0 ? '-' : isBelowTarget(metric) ? 'x' : 'v';
    const colour = mark === 'x' ? 'red' : mark === 'v' ? 'green' : 'grey';
    return `  ${paint(mark, colour)} ${name}  ${rateText(metric.passRate)}  ${counts}`;
  }
  const { verdict } = compared;
  const colour = verdict === 'regressed' ? 'red' : verdict === 'improved' ? 'green' : 'grey';
  const rates = `${rateText(compared.old)} -> ${rateText(compared.new)}`;
  return `  ${paint(marks[verdict], colour)} ${name}  ${rates}  ${verdict}  ${counts}`;
}

function extras(metric: MetricSummary): string {
  const parts = [
    ...(metric.skipped > 0 ? [`${metric.skipped} skipped`] : []),
    ...(metric.failed > 0 ? [`${metric.failed} failed to score`] : []),
  ];
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

function failingCase(item: CaseResult): readonly string[] {
  const error = item.trials.find((trial) => trial.error)?.error;
  if (error) return [`  ! ${visibleText(item.id)}: ${visibleText(error.message)}`];
  const failed = item.trials.filter((trial) =>
    trial.scores.some((score) => score.passed === false),
  );
  const score = failed[0]?.scores.find((found) => found.passed === false);
  if (score === undefined) return [];
  const count = `${failed.length} of ${item.trials.length}`;
  return [`  x ${visibleText(item.id)} (${count}): ${visibleText(score.explanation)}`];
}

function modelText(run: RunResult): string {
  const { provider, name, isSimulated } = run.model;
  return isSimulated ? `${name} (simulated)` : `${provider} ${name}`;
}

function usageText({ usage, durationMs, status }: RunResult): string {
  const cost = usage.cost === null ? 'cost unknown' : dollarText(usage.cost);
  const stopped = status === 'stopped' ? '; stopped early' : '';
  return `${usage.requests} calls, ${usage.cached} from the cache, ${cost}, ${(durationMs / 1000).toFixed(1)} s${stopped}`;
}

function rateText(rate: number | null): string {
  return rate === null ? '   - ' : `${Math.round(rate * 100)} %`.padStart(5);
}
