import { commandIds } from './contributions.ts';

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
  /** Worth a notification, once: a person has to do something before anything runs. */
  readonly isNotified: boolean;
}

const settings = 'workbench.action.openSettings';

const byCode: Readonly<Record<string, Remedy | undefined>> = {
  'model-not-set': {
    icon: '$(plug)',
    brief: 'No model yet',
    action: 'Choose Model',
    command: commandIds.selectModel,
    // Everybody begins so; the status bar and the line above the prompt say it where it matters.
    isNotified: false,
  },
  'model-not-found': {
    icon: '$(plug)',
    brief: 'Model not found',
    action: 'Choose Model',
    command: commandIds.selectModel,
    isNotified: true,
  },
  'key-missing': {
    icon: '$(key)',
    brief: 'No API key',
    action: 'Set API Key',
    command: commandIds.setApiKey,
    isNotified: true,
  },
  'model-unauthorised': {
    icon: '$(key)',
    brief: 'API key refused',
    action: 'Set API Key',
    command: commandIds.setApiKey,
    isNotified: true,
  },
  'budget-exceeded': {
    icon: '$(credit-card)',
    brief: 'Stopped at the budget',
    action: 'Change Budget',
    command: settings,
    argument: 'microMetrics.budget',
    isNotified: true,
  },
  'plan-declined': {
    icon: '$(debug-pause)',
    brief: 'Not run',
    action: 'Run After All',
    command: commandIds.runSuite,
    isNotified: false,
  },
  untrusted: {
    icon: '$(workspace-untrusted)',
    brief: 'Not trusted',
    action: 'Manage Trust',
    command: 'workbench.trust.manage',
    isNotified: false,
  },
  'store-unavailable': {
    icon: '$(database)',
    brief: 'History not readable',
    action: 'Show Log',
    command: commandIds.showLog,
    isNotified: true,
  },
  unexpected: {
    icon: '$(bug)',
    brief: 'Not run',
    action: 'Show Log',
    command: commandIds.showLog,
    isNotified: true,
  },
};

/** The remedy for an error code; what is unknown leads to the log. */
export function remedyFor(code: string): Remedy {
  return (
    byCode[code] ?? {
      icon: '$(circle-slash)',
      brief: 'Not run',
      action: 'Show Log',
      command: commandIds.showLog,
      isNotified: false,
    }
  );
}
