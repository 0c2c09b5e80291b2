import type { Comparison, MetricComparison } from '../../core/compare/comparison.ts';
import { knownFailures } from '../../core/compare/knownFailures.ts';
import { comparisonNotices, openOffer, resolvePrice } from '../../core/compare/live/resolveText.ts';
import { type ToldVerdict, toldVerdict, toldWords } from '../../core/compare/toldVerdict.ts';
import { goalStandings } from '../../core/goals/goalStandings.ts';
import { describeReliability } from '../../core/judges/reliabilityText.ts';
import { changeText, logRateText } from '../../core/logs/changeText.ts';
import { isBelowTargetOf } from '../../core/logs/logRates.ts';
import type { ReportedRun } from '../../core/report/report.ts';
import { visibleText } from '../../core/report/visibleText.ts';
import {
  countText,
  firstUnscored,
  isUntargeted,
  modelText,
  rateText,
  shownFailures,
  standingOf,
  usageText,
} from '../../core/report/wording.ts';
import { caseErrors, casesText, errorOf } from '../../core/results/caseErrors.ts';
import type { CaseResult, MetricSummary, RunResult } from '../../core/results/runResult.ts';

const marks: Readonly<Record<ToldVerdict, string>> = {
  regressed: 'x',
  improved: '+',
  unchanged: '=',
  inconclusive: '?',
  unshown: '.',
};

/** The result for people: what got worse first, then all metrics, then the cases that failed. */
export function textReport(
  runs: readonly ReportedRun[],
  show: (path: string) => string,
  isColoured: boolean,
): string {
  const paint = isColoured ? coloured : plain;
  const titleOf = ({ run }: ReportedRun) => {
    const isOneOfSeveral = runs.some(
      (other) => other.run.prompt === run.prompt && other.run.suite !== run.suite,
    );
    return isOneOfSeveral ? `${show(run.prompt)}, ${show(run.suite)}` : show(run.prompt);
  };
  return runs.map((reported) => textRun(reported, titleOf(reported), paint)).join('\n\n');
}

type Paint = (text: string, colour: 'red' | 'green' | 'grey' | 'bold') => string;

const codes = { red: 31, green: 32, grey: 90, bold: 1 } as const;
const coloured: Paint = (text, colour) => `\u001b[${codes[colour]}m${text}\u001b[0m`;
const plain: Paint = (text) => text;

function textRun(reported: ReportedRun, title: string, paint: Paint) {
  const { run, comparison } = reported;
  const lines = [
    `${paint(title, 'bold')}  ${modelText(run)}  ${usageText(reported)}`,
    ...(comparison ? [`Compared with ${comparison.baseline.label}.`] : []),
    ...goalLines(reported, paint),
    '',
  ];
  const width = Math.max(0, ...run.metrics.map((metric) => metric.name.length));
  for (const [metric, compared] of worseFirst(run, comparison)) {
    lines.push(metricLine(metric, compared, reported, width, paint));
    if (compared?.verdict === 'regressed') lines.push(`    ${compared.summary}`);
    const judge = reported.reliability?.get(metric.id);
    if (judge)
      lines.push(`    ${paint(['Judge:', ...describeReliability(judge)].join(' '), 'grey')}`);
    const why = metric.failed > 0 ? firstUnscored(reported, metric.id) : undefined;
    if (why !== undefined) lines.push(`    Not scored: ${visibleText(why)}`);
  }
  lines.push(...noticeLines(comparison, paint));
  const failing = [...brokenCases(run), ...failingCases(run, comparison)];
  if (failing.length > 0) lines.push('', ...failing.slice(0, shownCases));
  if (failing.length > shownCases) {
    lines.push(`  ... and ${failing.length - shownCases} more; see --reporter json.`);
  }
  return [...lines, ...logLines(reported, paint), ...failingLines(reported)].join('\n');
}

/** The metrics with what a comparison says of them: those that got worse, then the others, as the suite has them. */
function worseFirst(
  { metrics }: RunResult,
  comparison: Comparison | undefined,
): readonly (readonly [MetricSummary, MetricComparison | undefined])[] {
  const byId = new Map(comparison?.metrics.map((compared) => [compared.id, compared]));
  const rows = metrics.map((metric) => [metric, byId.get(metric.id)] as const);
  const isWorse = ([, compared]: (typeof rows)[number]) => compared?.verdict === 'regressed';
  return [...rows.filter(isWorse), ...rows.filter((row) => !isWorse(row))];
}

/** The goals at risk: what it means, before the metrics that say so. */
function goalLines(reported: ReportedRun, paint: Paint): readonly string[] {
  const { run, goals = [], comparison } = reported;
  const standings = goalStandings(
    goals,
    run.metrics,
    (metric) => standingOf(metric, reported, 'failure').kind,
    comparison,
  );
  return standings.flatMap(({ goal, kind, rate, before, atRisk }) => {
    if (goal === undefined || kind !== 'at-risk') return [];
    const rates = before === null ? rateText(rate) : `${rateText(before)} -> ${rateText(rate)}`;
    const by = atRisk.map(({ name }) => name).join(', ');
    return [`${paint('At risk:', 'red')} ${visibleText(goal.text)} (${rates}; ${visibleText(by)})`];
  });
}

/** How the comparison as a whole stands, and what could still be asked. */
function noticeLines(comparison: Comparison | undefined, paint: Paint): readonly string[] {
  const offer = openOffer(comparison);
  const said = [
    ...comparisonNotices(comparison).map(visibleText),
    ...(offer === undefined ? [] : [`Run more trials with --resolve: ${resolvePrice(offer)}.`]),
  ];
  return said.length === 0 ? [] : ['', ...said.map((line) => `  ${paint(line, 'grey')}`)];
}

const shownCases = 20;

function metricLine(
  metric: MetricSummary,
  compared: MetricComparison | undefined,
  { lines }: ReportedRun,
  width: number,
  paint: Paint,
): string {
  const name = metric.name.padEnd(width);
  const counts = countText(metric);
  if (compared === undefined || compared.old === null || compared.new === null) {
    const isOpen = isUntargeted(metric, lines);
    const mark =
      metric.scored === 0 ? '-' : isBelowTargetOf(metric, lines?.rates) ? 'x' : isOpen ? '?' : 'v';
    const colour = mark === 'x' ? 'red' : mark === 'v' ? 'green' : 'grey';
    const note = mark === '?' ? '  no target' : '';
    return `  ${paint(mark, colour)} ${name}  ${padded(metric.passRate)}  ${counts}${note}`;
  }
  const told = toldVerdict(compared);
  const colour = told === 'regressed' ? 'red' : told === 'improved' ? 'green' : 'grey';
  const rates = `${padded(compared.old)} -> ${padded(compared.new)}`;
  const below = told !== 'regressed' && isBelowTargetOf(metric, lines?.rates);
  const still = !below ? '' : `  ${isBelow(compared.old, metric) ? 'still ' : ''}below target`;
  return `  ${paint(marks[told], colour)} ${name}  ${rates}  ${toldWords[told]}  ${counts}${still}`;
}

function isBelow(rate: number, { target = 1 }: MetricSummary): boolean {
  return rate < target;
}

/** What kept cases from running, each reason once. */
function brokenCases(run: RunResult): readonly string[] {
  return caseErrors(run).map(
    ({ cases, message }) => `  ! ${visibleText(casesText(cases))}: ${visibleText(message)}`,
  );
}

/** Those that did not fail before come first. */
function failingCases({ cases }: RunResult, comparison: Comparison | undefined): readonly string[] {
  const isKnown = knownFailures(comparison);
  const fresh: string[] = [];
  const known: string[] = [];
  for (const item of cases) {
    const scores = item.trials.flatMap((trial) => trial.scores);
    const failed = scores.filter(({ passed }) => passed === false).map(({ metric }) => metric);
    const isOld = failed.length > 0 && isKnown(item.id, failed);
    (isOld ? known : fresh).push(...failingCase(item, isOld ? ', as before' : ''));
  }
  return [...fresh, ...known];
}

function failingCase(item: CaseResult, asBefore: string): readonly string[] {
  if (errorOf(item) !== undefined) return [];
  const failed = item.trials.filter((trial) =>
    trial.scores.some((score) => score.passed === false),
  );
  const score = failed[0]?.scores.find((found) => found.passed === false);
  if (score === undefined) return [];
  const count = `${failed.length} of ${item.trials.length}${asBefore}`;
  return [`  x ${visibleText(item.id)} (${count}): ${visibleText(score.explanation)}`];
}

/** What metrics say of a log over time: alerts, and days on which a rate changed. */
function logLines({ lines, run }: ReportedRun, paint: Paint): readonly string[] {
  const told = (lines?.rates ?? []).filter(({ isAlert, changes }) => isAlert || changes.length > 0);
  const names = new Map(run.metrics.map(({ id, name }) => [id, name]));
  return told.flatMap((rate) => [
    '',
    `${paint(rate.isAlert ? 'ALERT' : 'CHANGED', rate.isAlert ? 'red' : 'grey')} ${visibleText(names.get(rate.metric) ?? rate.metric)}: ${logRateText(rate)}`,
    ...rate.changes.map((change) => `  ${changeText(change)}`),
    ...(rate.isAlert && rate.issue !== undefined ? [`  Issue: ${visibleText(rate.issue)}`] : []),
  ]);
}

function failingLines({ lines, run }: ReportedRun): readonly string[] {
  if (lines === undefined || lines.failures.length === 0) return [];
  const names = new Map(run.metrics.map(({ id, name }) => [id, name]));
  return [
    '',
    `First failures in ${lines.total} lines without a case:`,
    ...shownFailures(lines.failures, { most: shownCases, ofEach: 5 }).map(
      ({ line, metric, explanation }) =>
        `  x line ${line}: ${visibleText(names.get(metric) ?? metric)}: ${visibleText(explanation)}`,
    ),
  ];
}

function padded(rate: number | null): string {
  return rateText(rate).padStart(5);
}
