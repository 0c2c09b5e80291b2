import { toldWords } from '../compare/toldVerdict.ts';
import { type GoalStanding, goalStandings } from '../goals/goalStandings.ts';
import type { ReportedRun } from '../results/report.ts';
import type { FailOn } from './failOn.ts';
import { plain } from './markdownText.ts';
import { standingOf } from './wording.ts';

/** How the goals of a run do, those at risk first; and which metrics serve none, since that is asked for. */
export function goalsPart(reported: ReportedRun, failOn: FailOn): readonly string[] {
  const { run, goals = [], comparison } = reported;
  const standings = goalStandings(
    goals,
    run.metrics,
    (metric) => standingOf(metric, reported, failOn).kind,
    comparison,
  );
  if (!standings.some(({ goal }) => goal !== undefined)) return [];
  return [`### Goals\n\n${standings.map(goalLine).join('\n')}`];
}

function goalLine(standing: GoalStanding): string {
  const { goal, kind, rate, atRisk } = standing;
  if (goal === undefined) {
    const risk = atRisk.length === 0 ? '' : ` At risk: ${names(atRisk)}.`;
    return `- ${atRisk.length === 0 ? '▫️' : '❌'} No goal named: ${names(standing.metrics)}.${risk}`;
  }
  const text = plain(goal.text);
  const share = rateText(standing);
  switch (kind) {
    case 'at-risk':
      return `- ❌ **${text}**: at risk${share} (${names(atRisk)})`;
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

function names(metrics: readonly { readonly name: string }[]): string {
  return metrics.map(({ name }) => plain(name)).join(', ');
}

/** `, 67 % now, 100 % before`: the weighted mean of what serves the goal. */
function rateText({ rate, before }: GoalStanding): string {
  if (rate === null) return '';
  const now = ` ${Math.round(rate * 100)} %`;
  return before === null ? `,${now}` : `,${now} now, ${Math.round(before * 100)} % before`;
}
