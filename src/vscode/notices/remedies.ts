import { commandIds } from '../base/contributions.ts';

/** What a person can do about a failure, and how it is told in few words. */
export interface Remedy {
  /** Product icon of the failure. */
  readonly icon: string;
  /** The failure in two or three words, for the status bar. */
  readonly brief: string;
  /** What a click does, as a verb. */
  readonly action: string;
  readonly command: string;
  /** The command's argument; absent: the prompt. */
  readonly argument?: string;
  /**
   * Worth a notification, once: where a person has to do something before anything runs, or where nothing of a run came
   * in. What single cases meet stands in the Problems list and passes.
   */
  readonly isNotified: 'always' | 'when-nothing-came' | 'never';
}

const settings = 'workbench.action.openSettings';

const byCode: Readonly<Record<string, Remedy | undefined>> = {
  'model-not-set': {
    icon: '$(plug)',
    brief: 'No model yet',
    action: 'Choose Model',
    command: commandIds.selectModel,
    // Everybody begins so; the status bar and the line above the prompt say it where it matters.
    isNotified: 'never',
  },
  'model-not-found': {
    icon: '$(plug)',
    brief: 'Model not found',
    action: 'Choose Model',
    command: commandIds.selectModel,
    isNotified: 'always',
  },
  'key-missing': {
    icon: '$(key)',
    brief: 'No API key',
    action: 'Set API Key',
    command: commandIds.setApiKey,
    isNotified: 'always',
  },
  'model-unauthorised': {
    icon: '$(key)',
    brief: 'API key refused',
    action: 'Set API Key',
    command: commandIds.setApiKey,
    isNotified: 'always',
  },
  'model-rate-limited': runAgain('$(watch)', 'Rate limit'),
  'model-server-error': runAgain('$(server)', 'The server failed'),
  'model-unreachable': runAgain('$(debug-disconnect)', 'No connection'),
  'model-timeout': runAgain('$(watch)', 'No answer in time'),
  'model-bad-response': runAgain('$(server)', 'Unusable replies'),
  'model-bad-request': runAgain('$(server)', 'Request refused'),
  'budget-exceeded': {
    icon: '$(credit-card)',
    brief: 'Stopped at the budget',
    action: 'Change Budget',
    command: settings,
    argument: 'microMetrics.budget',
    isNotified: 'always',
  },
  'plan-declined': {
    icon: '$(debug-pause)',
    brief: 'Not run',
    action: 'Run After All',
    command: commandIds.runSuite,
    isNotified: 'never',
  },
  untrusted: {
    icon: '$(workspace-untrusted)',
    brief: 'Not trusted',
    action: 'Manage Trust',
    command: 'workbench.trust.manage',
    isNotified: 'never',
  },
  'prompt-unusable': {
    icon: '$(error)',
    brief: 'The prompt cannot be run',
    action: 'Show Problems',
    command: 'workbench.actions.view.problems',
    // The Problems list tells of it at its place.
    isNotified: 'never',
  },
  'store-unavailable': {
    icon: '$(database)',
    brief: 'History not readable',
    action: 'Show Log',
    command: commandIds.showLog,
    isNotified: 'always',
  },
  unexpected: {
    icon: '$(bug)',
    brief: 'Not run',
    action: 'Show Log',
    command: commandIds.showLog,
    isNotified: 'always',
  },
};

/** The message says what to look at; then it is tried once more. */
function runAgain(icon: string, brief: string): Remedy {
  return {
    icon,
    brief,
    action: 'Run Again',
    command: commandIds.runSuite,
    isNotified: 'when-nothing-came',
  };
}

/** The remedy for an error code; what is unknown leads to the log. */
export function remedyFor(code: string): Remedy {
  return (
    byCode[code] ?? {
      icon: '$(circle-slash)',
      brief: 'Not run',
      action: 'Show Log',
      command: commandIds.showLog,
      isNotified: 'never',
    }
  );
}
