import type { CaseComparison, Comparison, MetricComparison } from '../compare/comparison.ts';
import { comparisonNotices } from '../compare/live/resolveText.ts';
import { rerunText, type ToldVerdict, toldVerdict, toldWords } from '../compare/toldVerdict.ts';
import type { CaseResult, MetricSummary, RunResult } from '../results/runResult.ts';
import { carriesVerdict, failOnOf, isUnscored, type WantedFailOn } from './failOn.ts';
import { goalsPart } from './markdownGoals.ts';
import { logRatesPart } from './markdownLog.ts';
import { code, plain } from './markdownText.ts';
import type { ReportedRun } from './report.ts';
import {
  changeText,
  countText,
  firstUnscored,
  modelText,
  rateText,
  type Standing,
  shownFailures,
  standingOf,
  usageText,
} from './wording.ts';

/** The result as a comment of a pull request: goals first, then each metric that moved, then its cases. */
export function markdownReport(
  runs: readonly ReportedRun[],
  show: (path: string) => string,
  failOn: WantedFailOn,
): string {
  const views = runs.map((reported) => viewOf(reported, show, failOn));
  const worse = views.reduce((sum, { regressed }) => sum + regressed, 0);
  const below = views.reduce((sum, view) => sum + view.below, 0);
  const unscored = views.reduce((sum, view) => sum + view.unscored, 0);
  const errors = views.reduce((sum, view) => sum + view.errors, 0);
  const isCompared = runs.some(({ comparison }) => comparison !== undefined);
  const parts = [
    ...(isCompared ? [worse === 0 ? 'nothing got worse' : `${worse} got worse`] : []),
    ...(below > 0 ? [`${below} below target`] : []),
    ...(unscored > 0 ? [`${unscored} could not be scored`] : []),
    ...(errors > 0 ? [`${errors} cases could not run`] : []),
  ];
  const isStopped = runs.some(({ run }) => run.status === 'stopped');
  const standing =
    parts.length > 0 ? parts.join(', ') : `all on target${isStopped ? ' so far' : ''}`;
  const title = isStopped ? `${standing}; stopped early` : standing;
  return [`## Micro Metrics: ${title}`, ...views.map(({ text }) => text)].join('\n\n');
}

interface Row {
  readonly metric: MetricSummary;
  readonly compared: MetricComparison | undefined;
  readonly standing: Standing;
}

function viewOf(reported: ReportedRun, show: (path: string) => string, wanted: WantedFailOn) {
  const { run, comparison } = reported;
  // With nothing to be compared with there is no regression to tell of; what is below its target still is no pass.
  const named = failOnOf(reported, wanted);
  const failOn = named === 'regression' && !carriesVerdict(comparison) ? 'failure' : named;
  const rows = run.metrics.map((metric): Row => {
    const compared = comparison?.metrics.find(({ id }) => id === metric.id);
    return { metric, compared, standing: standingOf(metric, reported, failOn) };
  });
  const moved = rows.filter(({ standing }) => hasMoved(standing));
  const errors = run.cases.filter((item) => item.trials.some((trial) => trial.error));
  const facts = [
    ...(reported.label === undefined ? [] : [plain(reported.label)]),
    plain(modelText(run)),
    ...(comparison ? [`compared with ${plain(comparison.baseline.label)}`] : []),
    usageText(reported),
  ];
  const text = [
    `**${plain(show(run.prompt))}**: ${facts.join('; ')}`,
    ...goalsPart(reported),
    ...logRatesPart(reported),
    ...(moved.length > 0 ? [metricTable(moved, reported)] : []),
    ...restPart(
      rows.filter(({ standing }) => !hasMoved(standing)),
      reported,
    ),
    ...comparisonNotices(comparison).map(plain),
    ...casesPart(run, comparison, moved),
    ...unscoredPart(reported),
    ...errorsPart(errors),
    ...linesPart(reported),
  ].join('\n\n');
  return {
    text,
    regressed: rows.filter(({ standing }) => standing.kind === 'regressed').length,
    below: rows.filter(({ standing }) => standing.kind === 'below-target').length,
    unscored: rows.filter(({ metric }) => isUnscored(metric)).length,
    errors: errors.length,
  };
}

function hasMoved({ kind }: Standing): boolean {
  return kind === 'regressed' || kind === 'below-target' || kind === 'moved';
}

const verdictIcons: Readonly<Record<ToldVerdict, string>> = {
  regressed: '❌',
  improved: '⬆️',
  unchanged: '=',
  inconclusive: '❔',
  unshown: '·',
};

function metricTable(rows: readonly Row[], { comparison, label }: ReportedRun): string {
  // What is shown may be older than what it is compared with.
  const sides = label === undefined ? 'Before | Now' : 'Old side | New side';
  const head =
    comparison === undefined
      ? ['|  | Metric | Passed | Target |', '|---|---|---|---|']
      : [`|  | Metric | ${sides} | Change (likely range) | Verdict |`, '|---|---|--:|--:|---|---|'];
  return [...head, ...rows.map((row) => metricRow(row, comparison !== undefined))].join('\n');
}

function metricRow({ metric, compared, standing }: Row, isCompared: boolean): string {
  const name = plain(metric.name);
  if (!isCompared) {
    const passed = `${rateText(metric.passRate)}, ${countText(metric)}`;
    const target = standing.kind === 'untargeted' ? 'none' : rateText(metric.target ?? 1);
    return `| ${iconOf(standing)} | ${name} | ${unbroken(passed)} | ${unbroken(target)} |`;
  }
  const told = compared && toldVerdict(compared);
  const icon = standing.kind === 'below-target' ? '❌' : verdictIcons[told ?? 'inconclusive'];
  const target = metric.target === undefined ? '' : ` (target ${rateText(metric.target)})`;
  const words = [
    told === undefined ? 'not compared' : toldWords[told],
    ...(compared && rerunText(compared) !== '' ? [rerunText(compared)] : []),
    ...(standing.kind === 'below-target' ? [`below target${target}`] : []),
  ];
  const now = compared?.new ?? metric.passRate;
  const rates = [compared?.old ?? null, now].map((rate) => unbroken(rateText(rate)));
  const change = compared ? changeText(compared).split(' (').map(unbroken).join(' (') : '';
  return `| ${icon} | ${name} | ${rates.join(' | ')} | ${change} | ${words.join(', ')} |`;
}

/** Figures that a narrow table does not break. */
function unbroken(figures: string): string {
  return figures.replaceAll(' ', '\u00a0');
}

function iconOf({ kind }: Standing): string {
  switch (kind) {
    case 'regressed':
    case 'below-target':
      return '❌';
    case 'unknown':
      return '⚪';
    case 'untargeted':
      return '❔';
    case 'moved':
    case 'fine':
      return '✅';
  }
}

function restPart(rows: readonly Row[], reported: ReportedRun): readonly string[] {
  if (rows.length === 0) return [];
  const counts = new Map<string, number>();
  for (const { metric, compared, standing } of rows) {
    const word =
      compared !== undefined
        ? toldWords[toldVerdict(compared)]
        : standing.kind === 'untargeted'
          ? 'without a target'
          : metric.scored === 0
            ? 'not scored'
            : 'on target';
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const summary = [...counts].map(([word, count]) => `${count} ${word}`).join(', ');
  return [
    `<details><summary>Other metrics: ${summary}</summary>\n\n${metricTable(rows, reported)}\n\n</details>`,
  ];
}

const shownCases = 20;

function casesPart(
  run: RunResult,
  comparison: Comparison | undefined,
  moved: readonly Row[],
): readonly string[] {
  const guilty = moved.filter(({ standing }) => standing.kind !== 'moved');
  const byId = new Map(comparison?.cases.map((compared) => [compared.id, compared]));
  const rows = guilty.map(({ metric, standing }) =>
    run.cases.flatMap((item) => {
      const compared = byId.get(item.id);
      const isWorse = standing.kind !== 'regressed' || isRegressed(compared, metric.id);
      return isWorse ? caseRow(item, compared, metric) : [];
    }),
  );
  const shown = someOfEach(rows, shownCases);
  if (shown.length === 0) return [];
  const more = rows.flat().length - shown.length;
  return [
    [
      '### Cases\n',
      '| Case | Metric | Before | Now | Why |',
      '|---|---|--:|--:|---|',
      ...shown,
      ...(more > 0 ? [`\n... and ${more} more like these.`] : []),
    ].join('\n'),
  ];
}

/** The first of each list in turn until there are as many as wanted, list by list. */
function someOfEach<T>(lists: readonly (readonly T[])[], most: number): readonly T[] {
  const counts = lists.map(() => 0);
  for (let left = most, before = -1; left > 0 && left !== before; ) {
    before = left;
    for (const [index, list] of lists.entries()) {
      const count = counts[index] ?? 0;
      if (left === 0 || count >= list.length) continue;
      counts[index] = count + 1;
      left--;
    }
  }
  return lists.flatMap((list, index) => list.slice(0, counts[index]));
}

function isRegressed(compared: CaseComparison | undefined, metric: string): boolean {
  return compared?.metrics.find(({ id }) => id === metric)?.verdict === 'regressed';
}

function caseRow(
  item: CaseResult,
  compared: CaseComparison | undefined,
  metric: MetricSummary,
): readonly string[] {
  const scores = item.trials.flatMap((trial) =>
    trial.scores.filter((score) => score.metric === metric.id),
  );
  const failures = scores.filter(({ passed }) => passed === false);
  const [first] = failures;
  if (first === undefined) return [];
  const scored = scores.filter(({ passed }) => passed !== null);
  const before = compared?.metrics.find(({ id }) => id === metric.id)?.old ?? null;
  const passed = scored.length - failures.length;
  const now = `${rateText(passed / scored.length)}, ${passed}/${scored.length}`;
  return [
    `| ${code(item.id)} | ${plain(metric.name)} | ${unbroken(rateText(before))} | ${unbroken(now)} | ${plain(first.explanation)} |`,
  ];
}

/** Why metrics gave no score, or fewer than they should. */
function unscoredPart(reported: ReportedRun): readonly string[] {
  const lines = reported.run.metrics.flatMap((metric) => {
    const why = metric.failed > 0 ? firstUnscored(reported, metric.id) : undefined;
    return why === undefined ? [] : [`- ${plain(metric.name)}: ${plain(why)}`];
  });
  return lines.length === 0 ? [] : [`### Not scored\n\n${lines.join('\n')}`];
}

function errorsPart(cases: readonly CaseResult[]): readonly string[] {
  if (cases.length === 0) return [];
  const lines = cases.slice(0, shownCases).map((item) => {
    const error = item.trials.find((trial) => trial.error)?.error;
    return `- ${code(item.id)}: ${plain(error?.message ?? '')}`;
  });
  const more = cases.length - shownCases;
  return [
    `### Could not run\n\n${[...lines, ...(more > 0 ? [`- ... and ${more} more`] : [])].join('\n')}`,
  ];
}

function linesPart({ lines, run }: ReportedRun): readonly string[] {
  if (lines === undefined || lines.failures.length === 0) return [];
  const names = new Map(run.metrics.map(({ id, name }) => [id, name]));
  const shown = shownFailures(lines.failures, { most: shownCases, ofEach: 5 }).map(
    ({ line, metric, explanation }) =>
      `- line ${line}, ${plain(names.get(metric) ?? metric)}: ${plain(explanation)}`,
  );
  return [`### First failing lines of ${lines.total}\n\n${shown.join('\n')}`];
}
