import { type ToldVerdict, toldVerdicts, toldWords } from '../../core/compare/toldVerdict.ts';
import type { ReplyRecord } from '../../core/results/runResult.ts';
import { inBreaths } from '../slicedWork.ts';
import type { CaseRow } from '../slices/cases.ts';
import type { ModelSlice } from '../slices/header.ts';
import type { MetricRow } from '../slices/metrics.ts';
import type { PromptDiffSlice } from '../slices/promptDiff.ts';
import type { RowVerdict } from '../slices/verdicts.ts';
import type { PanelInput } from '../source.ts';
import { caseDetails } from '../viewModel/caseDetails.ts';
import { CaseIndex } from '../viewModel/caseIndex.ts';
import { headerOf } from '../viewModel/header.ts';
import { metricTable } from '../viewModel/metricTable.ts';
import { promptDiffing } from '../viewModel/promptDiff.ts';
import { caseHtml } from './caseHtml.ts';
import { exportStyle } from './exportStyle.ts';
import { brief, briefLine, shown } from './htmlText.ts';

/** Cases with all their texts, at most; more are counted. */
const maxCases = 200;

/** Verdicts whose cases are told in full; the others are only named. */
const told: ReadonlySet<RowVerdict> = new Set([
  'regressed',
  'failing',
  'inconclusive',
  'flaky',
  'missing',
  'improved',
]);

/**
 * A comparison as one HTML page: no scripts, nothing loaded, all text escaped. It is read without the tool, e.g. beside a
 * pull request.
 * @param time when it was made, milliseconds since 1970
 * @param breathe called whenever a few milliseconds of work are over, for a thread that others wait for
 */
export async function exportHtml(
  input: PanelInput,
  time: number,
  costOf: (reply: ReplyRecord) => number | null = () => null,
  breathe: () => Promise<void> = async () => undefined,
): Promise<string> {
  const table = metricTable(input);
  const index = await inBreaths(CaseIndex.building(input, table.metrics), breathe);
  const cases = await inBreaths(casesHtml(index, table.metrics, costOf), breathe);
  const prompt = await inBreaths(promptDiffing(input, table.metrics), breathe);
  const title = `Comparison of ${input.title}`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${briefLine(title)}</title>
<style>${exportStyle}</style>
</head>
<body>
<main>
<h1>${brief(title)}</h1>
${headHtml(input, time)}
${metricsHtml(table.metrics, table.goals)}
${promptHtml(prompt)}
${cases}
</main>
</body>
</html>
`;
}

function headHtml(input: PanelInput, time: number): string {
  const header = headerOf(input);
  const date = (ms: number | null) =>
    ms === null ? '' : ` (${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC)`;
  const versions = [header.new, header.old]
    .flatMap((version) =>
      version === null ? [] : [brief(version.label ?? 'Version') + date(version.time)],
    )
    .join(' compared with ');
  const { counts, model, oldModel, run } = header;
  const verdicts =
    counts === null
      ? ''
      : `<p>${toldVerdicts
          .filter((told) => told === 'regressed' || counts[told] > 0)
          .map((told) => {
            const text = `${counts[told]} ${toldWords[told]}`;
            return told === 'regressed' ? `<strong>${text}</strong>` : text;
          })
          .join(', ')}.</p>`;
  const made = `Made ${date(time).slice(2, -1)} by Micro Metrics${model === null ? '' : `; model ${modelName(model)}`}${oldModel === null ? '' : `, of the old side ${modelName(oldModel)}`}.`;
  const notices = [
    ...(run.state === 'running' ? [`A run goes on: ${run.done} of ${run.total} are in.`] : []),
    ...(run.state === 'stopped' ? ['The run was stopped before its end.'] : []),
    ...(header.errors > 0
      ? [`${header.errors} ${header.errors === 1 ? 'case' : 'cases'} with errors.`]
      : []),
    ...(header.isStale ? ['The prompt or its suite was edited after this result.'] : []),
    ...header.notices,
  ];
  return `<p>${versions}</p>${verdicts}<p class="quiet">${made}</p>${notices.map((text) => `<p>${brief(text)}</p>`).join('')}`;
}

function modelName({ name, provider, isSimulated }: ModelSlice): string {
  const kind = isSimulated ? ' (simulated)' : provider === 'replay' ? ' (recorded)' : '';
  return brief(name) + kind;
}

const words: Readonly<Record<RowVerdict | ToldVerdict, string>> = {
  regressed: `\u2717 ${toldWords.regressed}`,
  improved: `\u2191 ${toldWords.improved}`,
  unchanged: `= ${toldWords.unchanged}`,
  inconclusive: `? ${toldWords.inconclusive}`,
  unshown: `\u00b7 ${toldWords.unshown}`,
  flaky: '~ flaky',
  missing: '\u2205 missing',
  unrun: '\u2205 not run',
  failing: '\u2717 fails',
  unscored: '\u2205 not scored',
  passing: '\u2713 passes',
};

function toneOf(verdict: RowVerdict | ToldVerdict): string {
  return verdict === 'regressed' || verdict === 'failing'
    ? 'bad'
    : verdict === 'improved' || verdict === 'passing'
      ? 'good'
      : 'quiet';
}

function metricsHtml(
  metrics: readonly MetricRow[],
  goals: ReturnType<typeof metricTable>['goals'],
): string {
  if (metrics.length === 0) return '';
  const known = new Map(goals.map((goal) => [goal.goal, goal]));
  let goal: string | null | undefined;
  const rows = metrics.flatMap((metric) => {
    const isNew = metric.goal !== goal;
    goal = metric.goal;
    const summary = goal === null ? undefined : known.get(goal);
    const risk = summary !== undefined && summary.atRisk.length > 0;
    return [
      ...(isNew
        ? [
            `<tr class="goal"><th colspan="5">${goal === null ? 'No goal' : `Goal: ${brief(goal)}`}${summary === undefined ? '' : ` <span class="quiet number">${rate(summary.rate)}</span>`}${risk ? ' <span class="bad">\u26a0 at risk</span>' : ''}</th></tr>`,
          ]
        : []),
      metricHtml(metric),
    ];
  });
  return `<h2>Metrics</h2><table><thead><tr><th>Verdict</th><th>Metric</th><th>Old</th><th>New</th><th>Difference (likely range)</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function metricHtml(metric: MetricRow): string {
  const verdict = metric.told ?? (metric.scored === 0 ? 'unscored' : 'passing');
  const alone =
    metric.verdict === null && metric.scored > 0 && (metric.new ?? 0) < (metric.target ?? 1);
  const found = alone ? 'failing' : verdict;
  return `<tr class="metric"><td class="${toneOf(found)} number">${words[found]}</td><td class="name">${brief(metric.name)}${metric.summary === '' ? '' : `<br><span class="quiet">${brief(metric.summary)}</span>`}</td><td class="number">${rate(metric.old)}</td><td class="number now">${rate(metric.new)}</td><td class="number change">${difference(metric)}${metric.rerun === '' ? '' : `<br><span class="quiet">${brief(metric.rerun)}</span>`}</td></tr>`;
}

function rate(value: number | null): string {
  return value === null ? '\u2013' : `${Math.round(value * 100)} %`;
}

function difference({ difference: by, interval }: MetricRow): string {
  if (by === null) return '';
  const points = (value: number) => {
    const whole = Math.round(value * 100) + 0;
    return whole > 0 ? `+${whole}` : whole < 0 ? `\u2212${-whole}` : '0';
  };
  return `${points(by)}${interval === null ? '' : ` (${points(interval[0])} to ${points(interval[1])})`} points`;
}

function promptHtml(diff: PromptDiffSlice): string {
  if (diff.status === 'none') return '';
  if (diff.status === 'same') return '<h2>Prompt</h2><p class="quiet">No change in its text.</p>';
  const isUnknown = diff.status === 'unknown';
  const rows = diff.rows.map((row) => {
    const cause = row.cause === null ? '' : `<div class="bad">\u26a0 ${brief(row.cause)}</div>`;
    if (row.kind === 'gap') return `<div class="gap">\u2026 ${row.hidden} equal lines</div>`;
    const sign = row.kind === 'added' ? '+ ' : row.kind === 'removed' ? '\u2212 ' : '  ';
    const text = row.segments
      .map(({ kind, text: part }) =>
        kind === 'same'
          ? shown(part)
          : kind === 'added'
            ? `<ins>${shown(part)}</ins>`
            : `<del>${shown(part)}</del>`,
      )
      .join('');
    return `${cause}<div class="${row.kind}">${sign}${text}</div>`;
  });
  const more =
    diff.omitted > 0 ? `<div class="gap">\u2026 and ${diff.omitted} more lines</div>` : '';
  const head = isUnknown
    ? `<h2>Prompt</h2><p class="quiet">${brief(diff.note)}</p>`
    : `<h2>Prompt <span class="quiet">+${diff.added} \u2212${diff.removed}</span></h2>`;
  if (rows.length === 0) return head;
  return `${head}<div class="lines">${rows.join('')}${more}</div>`;
}

function* casesHtml(
  index: CaseIndex,
  metrics: readonly MetricRow[],
  costOf: (reply: ReplyRecord) => number | null,
): Generator<void, string> {
  const moved = index.rows.filter(({ verdict }) => told.has(verdict));
  const rest = index.rows.filter(({ verdict }) => !told.has(verdict));
  const full: string[] = [];
  for (const row of moved.slice(0, maxCases)) {
    full.push(yield* oneCase(row, index, metrics, costOf));
    yield;
  }
  const omitted =
    moved.length > maxCases
      ? `<p class="quiet">\u2026 and ${moved.length - maxCases} more.</p>`
      : '';
  const counts = new Map<RowVerdict, number>();
  for (const { verdict } of rest) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  const others = [...counts]
    .map(([verdict, count]) => `${count} ${words[verdict].slice(2)}`)
    .join(', ');
  return `<h2>Cases <span class="quiet">${index.rows.length}</span></h2>${full.join('')}${omitted}${others === '' ? '' : `<p class="quiet">Not shown in full: ${others}.</p>`}`;
}

function* oneCase(
  row: CaseRow,
  index: CaseIndex,
  metrics: readonly MetricRow[],
  costOf: (reply: ReplyRecord) => number | null,
): Generator<void, string> {
  const parts = index.partsOf(row.id);
  if (parts === undefined) return '';
  const { old, now, compared } = parts;
  const details = yield* caseDetails({
    ...{ row, old, now, compared, metrics, trial: undefined, costOf },
  });
  const open = row.verdict === 'regressed' || row.verdict === 'failing' ? ' open' : '';
  const word =
    row.verdict === 'inconclusive' && row.label?.includes('worse')
      ? `? ${row.label}`
      : words[row.verdict];
  return `<details${open}><summary><span class="${toneOf(row.verdict)}">${word}</span> ${brief(row.id)} <span class="quiet">${row.tags.map(brief).join(', ')}</span></summary>${caseHtml(details, metrics)}</details>`;
}
