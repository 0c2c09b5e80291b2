import { toldWords } from '../compare/toldVerdict.ts';
import { type GoalStanding, goalStandings } from '../goals/goalStandings.ts';
import { plain } from './markdownText.ts';
import type { ReportedRun } from './report.ts';
import { standingOf } from './wording.ts';

/**
 * How the goals of a run do, those at risk first; and which metrics serve none, since that is asked for. A goal whose metric is
 * below its target is at risk whatever `--fail-on` looks at; where nothing of it got worse, more calmly.
 */
export function goalsPart(reported: ReportedRun): readonly string[] {
  const { run, goals = [], comparison } = reported;
  const standings = goalStandings(
    goals,
    run.metrics,
    (metric) => standingOf(metric, reported, 'failure').kind,
    comparison,
  );
  if (!standings.some(({ goal }) => goal !== undefined)) return [];
  const worse = new Set(
    comparison?.metrics.filter(({ verdict }) => verdict === 'regressed').map(({ id }) => id),
  );
  const isOld = ({ atRisk }: GoalStanding) =>
    comparison !== undefined && !atRisk.some(({ id }) => worse.has(id));
  const lines = standings.map((standing) => goalLine(standing, isOld(standing)));
  return [`### Goals\n\n${lines.join('\n')}`];
}

/** @param isOld what is at risk was so before, as far as can be told */
function goalLine(standing: GoalStanding, isOld: boolean): string {
  const { goal, kind, rate, atRisk } = standing;
  if (goal === undefined) {
    const risk = atRisk.length === 0 ? '' : ` At risk: ${names(atRisk)}.`;
    return `- ${atRisk.length === 0 ? '▫️' : riskSign(isOld)} No goal named: ${names(standing.metrics)}.${risk}`;
  }
  const text = plain(goal.text);
  const share = rateText(standing);
  switch (kind) {
    case 'at-risk':
      return `- ${riskSign(isOld)} **${text}**: ${isOld ? 'below target, no worse' : 'at risk'}${share} (${names(atRisk)})`;
    case 'unknown':
      return `- ⚪ **${text}**: not known; nothing was scored`;
    case 'untargeted':
      return `- ❔ **${text}**: cannot tell${share}; no target says whether that is enough (${names(standing.untargeted)})`;
    case 'holds': {
      const { open, known, metrics } = standing;
      const doubt = open.length === 0 ? '' : `; ${toldWords.inconclusive}: ${names(open)}`;
      const at = rate === null || rate === 1 ? '' : share;
      return `- ✅ **${text}**: holds${at} (${known} of ${metrics.length} metrics${doubt})`;
    }
  }
}

function riskSign(isOld: boolean): string {
  return isOld ? '⚠️' : '❌';
}

function names(metrics: readonly { readonly name: string }[]): string {
  return metrics.map(({ name }) => plain(name)).join(', ');
}

/** `, 67 % now, 100 % before`: the weighted mean of what serves the goal. */
function rateText({ rate, before }: GoalStanding): string {
  if (rate === null) return '';
  const now = ` ${Math.round(rate * 100)} %`;
  return before === null ? `,${now}` : `,${now} now, ${Math.round(before * 100)} % before`;
}
