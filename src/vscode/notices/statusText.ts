import { sinceText } from '../../core/compare/baselineLabel.ts';
import { toldVerdict, worstText } from '../../core/compare/toldVerdict.ts';
import type { PromptState, Running } from '../../core/live/livePrompts.ts';
import { amount } from '../../core/metrics/wording.ts';
import { isBelowTarget } from '../../core/results/belowTarget.ts';
import { brokenCount, caseErrors, whyWithoutAnswers } from '../../core/results/caseErrors.ts';
import { dollarText } from '../../core/run/budget.ts';
import { commandIds } from '../base/contributions.ts';
import { remedyFor } from './remedies.ts';

/** What the status bar is about. */
export interface StatusInput {
  /** The prompt or suite in front is one of ours; absent: another file, or none. */
  readonly front?: {
    readonly prompt: string;
    /** Undefined while it is not known yet. */
    readonly hasSuite?: boolean;
    readonly state?: PromptState;
  };
  /** A suite that was drafted and never saved is in front. */
  readonly isDraft?: boolean;
  /** A run that goes on, of whatever prompt. */
  readonly running?: {
    readonly prompt: string;
    readonly progress: Running;
    readonly since: number;
  };
  /** A plan that waits for an answer. */
  readonly question?: { readonly prompt: string; readonly text: string };
  readonly isTrusted: boolean;
  readonly now: number;
}

/** What the status bar shows. */
export interface StatusShown {
  readonly text: string;
  readonly tooltip: string;
  /** For screen readers: the text without symbols. */
  readonly label: string;
  readonly command?: string;
  readonly argument?: string;
  readonly tone: 'plain' | 'warning' | 'error';
}

/** The one line of the status bar, most urgent first; undefined: nothing to say. */
export function statusOf(input: StatusInput): StatusShown | undefined {
  const { front, running, question, isTrusted, now } = input;
  if (question !== undefined) {
    return shown('$(question)', question.text, {
      tooltip: `${question.text} Nothing is sent before you agree. Click to decide.`,
      command: commandIds.answerPlan,
      argument: question.prompt,
      tone: 'warning',
    });
  }
  if (running !== undefined)
    return runningStatus(running.prompt, running.progress, now - running.since);
  if (input.isDraft === true) {
    return shown('$(save)', 'Save the suite to run it', {
      tooltip:
        'This suite is a draft: look it through, change what you like, and save. Click to save.',
      command: 'workbench.action.files.save',
    });
  }
  if (front === undefined) return undefined;
  if (!isTrusted) {
    return shown('$(workspace-untrusted)', 'Micro Metrics: not trusted', {
      tooltip: 'Nothing is run or sent until this workspace is trusted. Click to manage trust.',
      command: 'workbench.trust.manage',
    });
  }
  if (front.hasSuite === false) {
    return shown('$(beaker)', 'No suite yet', {
      tooltip: 'No micro metrics belong to this prompt yet. Click to create a suite.',
      command: commandIds.newSuite,
      argument: front.prompt,
    });
  }
  return front.state === undefined ? idle(front.prompt) : resultStatus(front.state);
}

function runningStatus(prompt: string, progress: Running, elapsedMs: number): StatusShown {
  const { done, total, cost, waiting, model } = progress;
  const simulated = model?.isSimulated === true ? ' (simulated)' : '';
  const parts = [
    total === 0 ? 'reading' : `${done}/${total}`,
    ...(total === 0 ? [] : [cost === null ? 'cost unknown' : dollarText(cost)]),
    `${(elapsedMs / 1000).toFixed(elapsedMs < 10_000 ? 1 : 0)} s`,
  ];
  return shown(
    waiting === undefined ? '$(sync~spin)' : '$(watch)',
    `${parts.join(' - ')}${simulated}`,
    {
      tooltip: `${waiting === undefined ? '' : `Waiting: ${waiting}\n`}${planText(progress)}Click to stop.`,
      command: commandIds.stop,
      argument: prompt,
    },
  );
}

function planText({ plan }: Running): string {
  if (plan === undefined) return '';
  const price =
    plan.estimatedCost === null ? 'cost unknown' : `about ${dollarText(plan.estimatedCost)}`;
  return `${plan.casesToRun} of ${plan.cases} cases to ask, ${plan.requests} calls, ${price}; ${plan.cached} answers are known.\n`;
}

function idle(prompt: string): StatusShown {
  return shown('$(beaker)', 'Not run yet', {
    tooltip: 'The suite of this prompt runs when it is saved. Click to run it now.',
    command: commandIds.runSuite,
    argument: prompt,
  });
}

function resultStatus(state: PromptState): StatusShown {
  const { failure, results, isStale, olderSuites, prompt } = state;
  if (failure !== undefined) return failureStatus(prompt, failure);
  if (results.length === 0) return idle(prompt);
  const simulated = results.some((result) => result.run.model.isSimulated) ? ' (simulated)' : '';
  const open = { command: commandIds.openPanel, argument: prompt };
  if (isStale) {
    return shown('$(history)', `edited since the last run${simulated}`, {
      ...open,
      tooltip: 'The results are older than the text. Save to run again; click to see them.',
    });
  }
  // Stopped before all suites had run, older results stand beside newer ones.
  const isInPart = olderSuites !== undefined;
  if (isInPart || results.some((result) => result.run.status === 'stopped')) {
    return shown('$(debug-stop)', `stopped, results in part${simulated}`, {
      ...open,
      tooltip: 'The run was stopped; what came in before is kept. Click to see it.',
    });
  }
  const broken = results.flatMap(({ run }) => caseErrors(run));
  const [firstBroken] = broken;
  const why = whyWithoutAnswers(results.map(({ run }) => run));
  if (why !== undefined) return failureStatus(prompt, why);
  const count = results.reduce((sum, { run }) => sum + brokenCount(run), 0);
  const less = count === 0 ? '' : `, ${amount(count, 'case')} could not run`;
  const compared = results.flatMap((result) => result.comparison?.metrics ?? []);
  const worse = compared.filter((metric) => metric.verdict === 'regressed');
  const since = sinceOf(results);
  if (worse.length > 0) {
    const names = worse.map((metric) => metric.name).join(', ');
    return shown('$(error)', `${worstText(compared)}${less}${simulated}`, {
      ...open,
      tooltip: `Got worse${since}: ${names}. Click to see the comparison.`,
      tone: 'error',
    });
  }
  const isCompared = results.some((result) => result.comparison !== undefined);
  const cause = firstBroken === undefined ? '' : `\n${firstBroken.message}`;
  if (!isCompared) return firstRun(results, `${less}${simulated}`, cause, open);
  const { passing, rated } = passingOf(results);
  const still = passing === rated ? '' : `, ${passing} of ${rated} pass`;
  const behind = `${still}${less}${simulated}`;
  const before = since || ' since the previous version';
  const untold = compared.filter((metric) => toldVerdict(metric) === 'inconclusive');
  if (untold.length > 0) {
    const names = untold.map((metric) => metric.name).join(', ');
    return shown('$(question)', `${worstText(compared)}${behind}`, {
      ...open,
      tooltip: `Cannot tell yet whether worse${before}: ${names}. Click to see the comparison.${cause}`,
    });
  }
  const isFine = less === '' && still === '';
  return shown(isFine ? '$(check)' : '$(info)', `${worstText(compared)}${behind}`, {
    ...open,
    tooltip: `No metric got worse${before}. Click to see the comparison.${cause}`,
  });
}

function firstRun(
  results: PromptState['results'],
  behind: string,
  why: string,
  open: { readonly command: string; readonly argument: string },
): StatusShown {
  const { passing, rated } = passingOf(results);
  const isFine = passing === rated && passing > 0 && why === '';
  const text = `first version: ${passing} of ${rated} pass${behind}`;
  return shown(isFine ? '$(check)' : '$(info)', text, {
    ...open,
    tooltip: `There is no earlier version to compare with yet. Click to see the results.${why}`,
  });
}

/** Where all are compared with the same that is no earlier version of the history, with what. */
function sinceOf(results: PromptState['results']): string {
  const all = new Set(results.map(({ baseline }) => sinceText(baseline)));
  return all.size === 1 ? ([...all][0] ?? '') : '';
}

/** How many metrics have scores, and how many of these pass. */
function passingOf(results: PromptState['results']) {
  const rated = results.flatMap(({ run }) => run.metrics).filter(({ scored }) => scored > 0);
  return { rated: rated.length, passing: rated.filter((metric) => !isBelowTarget(metric)).length };
}

function failureStatus(
  prompt: string,
  failure: { readonly code: string; readonly message: string },
): StatusShown {
  const { icon, brief, action, command, argument } = remedyFor(failure.code);
  return shown(icon, `Micro Metrics: ${brief}`, {
    tooltip: `${failure.message}\nClick: ${action}.`,
    command,
    argument: argument ?? prompt,
  });
}

function shown(
  icon: string,
  text: string,
  rest: {
    readonly tooltip: string;
    readonly command?: string;
    readonly argument?: string;
    readonly tone?: StatusShown['tone'];
  },
): StatusShown {
  const { tooltip, command, argument, tone = 'plain' } = rest;
  return {
    text: `${icon} ${text}`,
    tooltip,
    label: text.startsWith('Micro Metrics') ? text : `Micro Metrics: ${text}`,
    tone,
    ...(command !== undefined && { command }),
    ...(argument !== undefined && { argument }),
  };
}
