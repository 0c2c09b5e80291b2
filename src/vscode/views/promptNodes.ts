import type { PromptState } from '../../core/live/livePrompts.ts';
import { newestRun } from '../../core/live/resultChoice.ts';
import { amount } from '../../core/metrics/wording.ts';
import { basename } from '../../core/path.ts';
import { brokenCount, isWithoutAnswers } from '../../core/results/caseErrors.ts';
import type { RunResult } from '../../core/results/runResult.ts';
import { dollarText } from '../../core/run/budget.ts';
import {
  type Passing,
  passingOf,
  passingText,
  passShare,
  shortPassingText,
} from '../../core/views/passing.ts';
import { sparkline } from '../../core/views/sparkline.ts';
import { commandIds } from '../base/contributions.ts';
import type { TreeNode } from './treeNode.ts';

/** What is known of a prompt of the workspace. */
export interface PromptFacts {
  /** Absolute path. */
  readonly path: string;
  /** Path as people read it, relative to the workspace. */
  readonly shown: string;
  readonly hasSuite: boolean;
  readonly state?: PromptState;
  /** Stored runs, newest first, without cases. */
  readonly runs: readonly RunResult[];
}

/** Runs that the trend is drawn from. */
export const trendLength = 12;

/** The rows of the prompts view, by path; prompts without a suite come last. */
export function promptNodes(prompts: readonly PromptFacts[]): readonly TreeNode[] {
  const rank = ({ hasSuite }: PromptFacts) => (hasSuite ? 0 : 1);
  return prompts
    .toSorted((a, b) => rank(a) - rank(b) || (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
    .map(promptNode);
}

/** A row of the prompts view; its id is the path of the prompt. */
export function promptNode(facts: PromptFacts): TreeNode {
  const { path, shown, hasSuite } = facts;
  const folder = shown.slice(0, Math.max(0, shown.lastIndexOf('/')));
  const where = folder === '' ? [] : [folder];
  const name = basename(path);
  if (!hasSuite) {
    return {
      id: path,
      label: name,
      description: ['no suite yet', ...where].join('  '),
      tooltip: `${shown}\nNo micro metrics belong to this prompt yet.`,
      icon: { name: 'circle-large-outline', color: 'disabledForeground' },
      context: 'promptWithoutSuite',
      command: { id: commandIds.openPrompt, arguments: [path] },
    };
  }
  const { icon, text, full } = standing(facts);
  const cost = costText(facts);
  const trend = trendOf(facts.runs);
  return {
    id: path,
    label: name,
    description: [trend, text, ...cost, ...where].filter((part) => part !== '').join('  '),
    tooltip: tooltipOf(facts, full, cost),
    icon,
    spoken: [name, full, ...cost].join(', '),
    context: facts.state?.running === undefined ? 'prompt' : 'promptRunning',
    command: { id: commandIds.openPrompt, arguments: [path] },
  };
}

interface Standing {
  readonly icon: NonNullable<TreeNode['icon']>;
  readonly text: string;
  /** The same in full, for tooltips and screen readers. */
  readonly full: string;
}

/** Where a prompt stands: what runs, else what this window knows, else the last stored run. */
function standing({ state, runs }: PromptFacts): Standing {
  if (state?.running !== undefined) {
    const { done, total } = state.running;
    return plain({ name: 'sync~spin' }, total === 0 ? 'running' : `running, ${done} of ${total}`);
  }
  if (state?.failure !== undefined && state.results.length === 0) {
    return plain({ name: 'warning', color: 'list.warningForeground' }, 'could not run');
  }
  const results = state?.results ?? [];
  if (state === undefined || results.length === 0) return storedStanding(runs);
  const all = results.map(({ run }) => run);
  if (all.every(isWithoutAnswers)) {
    const edited = state.isStale ? ', edited since' : '';
    return plain({ name: 'warning', color: 'list.warningForeground' }, `could not run${edited}`);
  }
  if (state.isStale) {
    return passing(all, { name: 'history', color: 'disabledForeground' }, '', ', edited since');
  }
  const worse = results
    .flatMap(({ comparison }) => comparison?.metrics ?? [])
    .filter(({ verdict }) => verdict === 'regressed').length;
  const broken = all.reduce((sum, run) => sum + brokenCount(run), 0);
  const less = broken === 0 ? '' : `, ${amount(broken, 'case')} could not run`;
  if (worse > 0) {
    const icon = { name: 'error', color: 'list.errorForeground' };
    return passing(all, icon, `${worse} got worse, `, less);
  }
  const icon = broken === 0 ? calmIcon(all) : { name: 'warning', color: 'list.warningForeground' };
  return passing(all, icon, '', less);
}

function storedStanding(runs: readonly RunResult[]): Standing {
  if (runs.length === 0) return plain({ name: 'beaker' }, 'not run yet');
  const newest = newestOfSuites(runs);
  return passing(newest, calmIcon(newest));
}

function plain(icon: Standing['icon'], text: string): Standing {
  return { icon, text, full: text };
}

function passing(
  runs: readonly RunResult[],
  icon: Standing['icon'],
  before = '',
  behind = '',
): Standing {
  const sum = sumOf(runs);
  return {
    icon,
    text: `${before}${shortPassingText(sum)}${behind}`,
    full: `${before}${passingText(sum)}${behind}`,
  };
}

function sumOf(runs: readonly RunResult[]): Passing {
  return runs
    .map(passingOf)
    .reduce((sum, own) => ({ passing: sum.passing + own.passing, rated: sum.rated + own.rated }), {
      passing: 0,
      rated: 0,
    });
}

function calmIcon(runs: readonly RunResult[]): NonNullable<TreeNode['icon']> {
  if (runs.some(({ status }) => status === 'stopped')) return { name: 'debug-stop' };
  const sum = sumOf(runs);
  if (sum.rated === 0) return { name: 'circle-slash' };
  return sum.passing === sum.rated
    ? { name: 'pass', color: 'testing.iconPassed' }
    : { name: 'warning', color: 'list.warningForeground' };
}

/** Shares of passed scores over the last runs of the prompt's newest suite, oldest first. */
function trendOf(runs: readonly RunResult[]): string {
  const suite = runs[0]?.suite;
  const own = runs.filter((run) => run.suite === suite && run.status === 'complete');
  return own.length < 2 ? '' : sparkline(own.slice(0, trendLength).reverse().map(passShare));
}

/** What the last run cost; nothing where nothing was asked, and never 0 for unknown. */
function costText({ state, runs }: PromptFacts): readonly string[] {
  const last = lastRuns(state, runs).filter((run) => !isWithoutAnswers(run));
  if (last.length === 0) return [];
  const real = last.filter(({ model }) => !model.isSimulated);
  if (real.length === 0) return ['simulated'];
  let sum = 0;
  for (const { usage } of real) {
    if (usage.cost === null) return ['cost unknown'];
    sum += usage.cost;
  }
  return real.every(({ usage }) => usage.requests === 0) ? ['nothing asked'] : [dollarText(sum)];
}

/** The last run of each suite: what this window knows, else what is stored. */
function lastRuns(state: PromptFacts['state'], runs: readonly RunResult[]): readonly RunResult[] {
  return state === undefined || state.results.length === 0
    ? newestOfSuites(runs)
    : state.results.map(({ run }) => run);
}

function newestOfSuites(runs: readonly RunResult[]): readonly RunResult[] {
  return runs.filter((run, index) => runs.findIndex(({ suite }) => suite === run.suite) === index);
}

function tooltipOf({ shown, state, runs }: PromptFacts, text: string, cost: readonly string[]) {
  const last = newestRun(lastRuns(state, runs).map((run) => ({ run })));
  const lines = [
    shown,
    text,
    ...(last === undefined
      ? []
      : [`Last run: ${new Date(last.startedAt).toLocaleString()}, ${last.model.name}`]),
    ...(cost.length === 0 ? [] : [`Cost of the last run: ${cost.join('')}`]),
    ...(trendOf(runs) === '' ? [] : ['The bars: share of passed scores in the last runs.']),
    ...(state?.failure === undefined ? [] : [state.failure.message]),
  ];
  return lines.join('\n');
}
