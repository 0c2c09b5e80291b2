import { changeText, logRateText, startText } from '../logs/changeText.ts';
import type { LogRate } from '../logs/logRates.ts';
import { inHtml, plain } from './markdownText.ts';
import type { ReportedRun } from './report.ts';
import { rateText } from './wording.ts';

/** Days or hours that a table shows, the newest. */
const shownPeriods = 14;

/** What metrics say of a log over time: alerts first, then the days on which a rate changed. */
export function logRatesPart({ lines, run }: ReportedRun): readonly string[] {
  const names = new Map(run.metrics.map(({ id, name }) => [id, name]));
  const told = (lines?.rates ?? [])
    .filter(({ isAlert, changes }) => isAlert || changes.length > 0)
    .toSorted((a, b) => Number(b.isAlert) - Number(a.isAlert));
  if (told.length === 0) return [];
  const parts = told.map((rate) => {
    const issue = rate.isAlert && rate.issue !== undefined ? ` Issue: ${plain(rate.issue)}.` : '';
    const head = `${rate.isAlert ? '\u{1f514} Alert' : 'Changed'}: **${plain(names.get(rate.metric) ?? rate.metric)}**`;
    const changes = rate.changes.map((change) => ` ${plain(changeText(change))}`).join('');
    return `- ${head}: ${plain(logRateText(rate))}${changes}${issue}`;
  });
  return [
    `### Log\n\n${parts.join('\n')}`,
    ...told.filter(({ series }) => series.length > 0).map((rate) => table(rate, names)),
  ];
}

function table({ metric, unit, series }: LogRate, names: ReadonlyMap<string, string>): string {
  const rows = series.slice(-shownPeriods).map(({ start, rate, interval, scored }) => {
    const range =
      interval === null ? '' : `${Math.round(interval[0] * 100)} to ${rateText(interval[1])}`;
    return `| ${startText(start)} | ${rateText(rate)} | ${range} | ${scored} |`;
  });
  const name = inHtml(names.get(metric) ?? metric);
  return [
    `<details><summary>${name} by the ${unit}</summary>\n`,
    `| ${unit === 'day' ? 'Day' : 'Hour'} | Passed | 95 % interval | Lines |`,
    '|---|--:|---|--:|',
    ...rows,
    '\n</details>',
  ].join('\n');
}
