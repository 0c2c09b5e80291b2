import type { Level, Maturity, MaturityStep, StepAction } from '../../core/maturity/maturity.ts';
import { basename } from '../../core/path.ts';
import { commandIds } from '../base/contributions.ts';
import type { TreeNode } from '../views/treeNode.ts';

/** Where a prompt stands with one of its suites. */
export interface Standing {
  /** Absolute paths. */
  readonly prompt: string;
  readonly suite: string;
  readonly maturity: Maturity;
}

const levels: readonly Level[] = ['crawl', 'walk', 'run'];

/** The rows of the view: of each prompt the next step, and all steps by level. */
export function stepNodes(standings: readonly Standing[]): readonly TreeNode[] {
  return standings.map((standing) => {
    const { prompt, suite, maturity } = standing;
    const { steps, level, next } = maturity;
    const done = steps.filter(({ isDone }) => isDone).length;
    const id = `${prompt}\n${suite}`;
    const figures = `${level}, ${done} of ${steps.length} steps`;
    return {
      id,
      label: basename(prompt),
      description: figures,
      tooltip: `${basename(prompt)} with ${basename(suite)}: ${figures}`,
      icon: { name: next === undefined ? 'star-full' : 'compass' },
      context: 'standing',
      isExpanded: true,
      children: [
        ...(next === undefined ? [] : [nextNode(id, next, standing)]),
        ...levels.map((one) => levelNode(id, one, standing)),
      ],
    };
  });
}

function nextNode(id: string, step: MaturityStep, standing: Standing): TreeNode {
  const { id: _, ...node } = stepNode(id, step, standing);
  return {
    ...node,
    id: `${id}\nnext`,
    label: `Next: ${step.title}`,
    spoken: `Next: ${node.spoken}`,
    icon: { name: 'arrow-right' },
  };
}

function levelNode(id: string, level: Level, standing: Standing): TreeNode {
  const own = standing.maturity.steps.filter((step) => step.level === level);
  const done = own.filter(({ isDone }) => isDone).length;
  return {
    id: `${id}\n${level}`,
    label: `${level.slice(0, 1).toUpperCase()}${level.slice(1)}`,
    description: `${done} of ${own.length}`,
    icon: { name: done === own.length ? 'pass-filled' : 'circle-large-outline' },
    context: 'level',
    spoken: `${level}, ${done} of ${own.length} steps done`,
    children: own.map((step) => stepNode(id, step, standing)),
  };
}

function stepNode(
  id: string,
  step: MaturityStep,
  standing: Standing,
): TreeNode & { readonly spoken: string } {
  const { title, fact, why, isDone } = step;
  const command = commandOf(step.action, standing);
  return {
    id: `${id}\n${step.id}`,
    label: title,
    description: fact,
    tooltip: `${title}: ${fact}\n${why}`,
    icon: { name: isDone ? 'pass' : 'circle-outline' },
    context: 'step',
    spoken: `${title}: ${fact}, ${isDone ? 'done' : 'open'}. ${why}`,
    command,
  };
}

/** What a click on a step does. */
function commandOf(
  action: StepAction,
  { prompt, suite }: Standing,
): NonNullable<TreeNode['command']> {
  switch (action) {
    case 'newSuite':
      return { id: commandIds.newSuite, arguments: [prompt] };
    case 'newCaseFromIssue':
      return { id: commandIds.newCaseFromIssue, arguments: [] };
    case 'runSuite':
      return { id: commandIds.runSuite, arguments: [prompt] };
    case 'acceptBaseline':
    case 'commitBaseline':
      return { id: commandIds.acceptBaseline, arguments: [prompt] };
    case 'markJudges':
      return { id: commandIds.labelJudge, arguments: [] };
    case 'reviewMetrics':
      return { id: commandIds.reviewMetrics, arguments: [] };
    case 'openSuite':
      return { id: commandIds.openSuite, arguments: [suite] };
    case 'setGoal':
      return { id: commandIds.setGoal, arguments: [{ suite }] };
    case 'scoreLogs':
      return { id: commandIds.scoreLog, arguments: [] };
  }
}
