import { basename } from '../../core/path.ts';
import type { Severity } from '../../core/problem.ts';
import { briefReason } from '../../core/views/briefReason.ts';
import type { RegressedCase, Regression } from '../../core/views/regressionList.ts';
import { visibleLine } from '../../panel/viewModel/visibleText.ts';
import { commandIds } from '../base/contributions.ts';
import type { NodePlace, TreeNode } from './treeNode.ts';

/** What a row of the regressions leads to. */
export interface RegressionTarget {
  /** Absolute path. */
  readonly prompt: string;
  readonly suite: string;
  readonly metric: string;
  readonly caseId?: string;
  readonly place?: NodePlace;
}

/** Rows of cases below one metric; the panel shows the rest. */
const shownCases = 100;

/** The rows of the regressions view, and what each leads to. */
export function regressionNodes(regressions: readonly Regression[]): {
  readonly nodes: readonly TreeNode[];
  readonly targets: ReadonlyMap<string, RegressionTarget>;
} {
  const targets = new Map<string, RegressionTarget>();
  const nodes = regressions.map((regression): TreeNode => {
    const { prompt, suite, metric, place } = regression;
    const id = JSON.stringify([prompt, suite, metric]);
    targets.set(id, { prompt, suite, metric, ...(place && { place }) });
    const children = regression.cases.slice(0, shownCases).map((item) => {
      const child = caseNode(id, regression, item);
      targets.set(child.id, {
        ...{ prompt, suite, metric, caseId: item.id },
        ...(item.place && { place: item.place }),
      });
      return child;
    });
    return metricNode(id, regression, children);
  });
  return { nodes, targets };
}

/** The number on the icon of the side bar, and what it counts; none for nothing. */
export function regressionBadge(
  count: number,
): { readonly value: number; readonly tooltip: string } | undefined {
  if (count === 0) return undefined;
  return { value: count, tooltip: `${count} ${count === 1 ? 'metric' : 'metrics'} got worse` };
}

function metricNode(id: string, regression: Regression, children: TreeNode[]): TreeNode {
  const { name, isStale, isSimulated, prompt, summary, goal, cases } = regression;
  const rates = ratesText(regression);
  const more = cases.length - children.length;
  const doubts = [...(isStale ? ['edited since'] : []), ...(isSimulated ? ['simulated'] : [])];
  const lines = [
    summary,
    ...(goal === undefined ? [] : [`Goal at risk: ${goal}.`]),
    `${cases.length} ${cases.length === 1 ? 'case' : 'cases'} got worse${more > 0 ? `; the first ${children.length} are listed` : ''}.`,
    ...(isStale ? ['The text was edited since this result.'] : []),
  ];
  return {
    id,
    // How far it fell first: a narrow side bar cuts what stands behind.
    label: `${rates}  ${visibleLine(name)}`,
    description: [basename(prompt), ...doubts].join('  '),
    tooltip: lines.map(visibleLine).join('\n'),
    icon: iconOf(regression.severity, isStale),
    context: 'regression',
    spoken: [`${visibleLine(name)} got worse`, rates, basename(prompt), ...doubts].join(', '),
    command: { id: commandIds.showRegression, arguments: [id] },
    ...(children.length > 0 && { children }),
    isExpanded: !isStale,
  };
}

function caseNode(parent: string, { isStale }: Regression, item: RegressedCase): TreeNode {
  const why = visibleLine(item.why);
  return {
    id: JSON.stringify([parent, item.id]),
    label: visibleLine(item.id),
    description: briefReason(why),
    tooltip: `${visibleLine(item.id)}\n${why}`,
    icon: isStale ? { name: 'history', color: 'disabledForeground' } : { name: 'close' },
    context: 'regressedCase',
    spoken: `${visibleLine(item.id)} got worse${isStale ? ', edited since' : ''}: ${why}`,
    command: { id: commandIds.compareRegression, arguments: [JSON.stringify([parent, item.id])] },
  };
}

/** `100 → 67 %`; a rate that is unknown is said to be. */
function ratesText({ old, new: now }: Regression): string {
  return old === null || now === null
    ? `${percent(old)} → ${percent(now)}`
    : `${Math.round(old * 100)} → ${percent(now)}`;
}

function percent(rate: number | null): string {
  return rate === null ? 'unknown' : `${Math.round(rate * 100)} %`;
}

function iconOf(severity: Severity, isStale: boolean): NonNullable<TreeNode['icon']> {
  if (isStale) return { name: 'history', color: 'disabledForeground' };
  switch (severity) {
    case 'error':
      return { name: 'error', color: 'list.errorForeground' };
    case 'warning':
      return { name: 'warning', color: 'list.warningForeground' };
    case 'information':
      return { name: 'info' };
    case 'hint':
      return { name: 'lightbulb' };
  }
}
