/** How far a team has come with a prompt: first checks, checks that follow the business, checks that watch production. */
export type Level = 'crawl' | 'walk' | 'run';

/** What is known of a prompt and its suites; counts are facts of files and history, never opinions. */
export interface MaturityFacts {
  readonly metrics: number;
  readonly cases: number;
  readonly runs: number;
  /** Metrics that name a goal, an owner, and a text they guard. */
  readonly withGoal: number;
  readonly withOwner: number;
  readonly guarding: number;
  /** Cases with two or more turns, or with given history. */
  readonly multiTurnCases: number;
  /** Most trials of a case in the suite or in a run. */
  readonly trials: number;
  /** Cases or metrics that come from a user's issue. */
  readonly fromIssues: number;
  /** Whether a version was ever accepted. */
  readonly hasAcceptedBaseline: boolean;
  /** Whether a baseline stands beside the suite, as CI compares with. */
  readonly hasCommittedBaseline: boolean;
  /** Metrics that ask a model to judge, and those of them whose agreement with people was measured. */
  readonly judges: number;
  readonly judgesMeasured: number;
  /** Days since production logs were last scored; null: never. */
  readonly logsScoredDaysAgo: number | null;
  readonly reviewsDue: number;
}

/** What a step leads to: a command of the editor. */
export type StepAction =
  | 'newSuite'
  | 'newCaseFromIssue'
  | 'runSuite'
  | 'setGoal'
  | 'openSuite'
  | 'acceptBaseline'
  | 'commitBaseline'
  | 'markJudges'
  | 'scoreLogs'
  | 'reviewMetrics';

export interface MaturityStep {
  readonly id: string;
  readonly level: Level;
  /** What is there when it is done. */
  readonly title: string;
  readonly isDone: boolean;
  /** Where it stands, with numbers. */
  readonly fact: string;
  /** What it is good for, in a sentence. */
  readonly why: string;
  readonly action: StepAction;
}

export interface Maturity {
  /** The level that is being worked on: the first with an open step. */
  readonly level: Level;
  /** In the order in which they are worth taking. */
  readonly steps: readonly MaturityStep[];
  /** The one step worth taking next; absent when all are done. */
  readonly next?: MaturityStep;
}

/** Enough cases that a comparison can tell something. */
const enoughCases = 10;
/** Logs that were scored longer ago tell nothing of today. */
const freshDays = 30;

/** Where a prompt stands and what is worth doing next. */
export function maturityOf(facts: MaturityFacts): Maturity {
  const steps = stepsOf(facts);
  const next = steps.find(({ isDone }) => !isDone);
  return { level: next?.level ?? 'run', steps, ...(next !== undefined && { next }) };
}

function stepsOf(facts: MaturityFacts): readonly MaturityStep[] {
  const { metrics, cases, judges } = facts;
  const ofMetrics = (count: number) => `${count} of ${metrics} metrics`;
  return [
    {
      id: 'first-metric',
      level: 'crawl',
      title: 'A first metric and a first case',
      isDone: metrics > 0 && cases > 0,
      fact: `${counted(metrics, 'metric')}, ${counted(cases, 'case')}`,
      why: 'One check on one situation already shows the next mistake of its kind.',
      action: 'newSuite',
    },
    {
      id: 'first-run',
      level: 'crawl',
      title: 'A first run',
      isDone: facts.runs > 0,
      fact: counted(facts.runs, 'run'),
      why: 'Later versions are compared with it.',
      action: 'runSuite',
    },
    {
      id: 'user-issue',
      level: 'crawl',
      title: "A case from a user's issue",
      isDone: facts.fromIssues > 0,
      fact: counted(facts.fromIssues, 'case or metric', 'cases or metrics'),
      why: 'What went wrong once is what goes wrong again.',
      action: 'newCaseFromIssue',
    },
    {
      id: 'goals',
      level: 'walk',
      title: 'Every metric serves a goal',
      isDone: metrics > 0 && facts.withGoal === metrics,
      fact: ofMetrics(facts.withGoal),
      why: 'A regression then says what it means for the business.',
      action: 'setGoal',
    },
    {
      id: 'guards',
      level: 'walk',
      title: 'Metrics guard lines of the prompt',
      isDone: facts.guarding * 2 >= metrics && facts.guarding > 0,
      fact: ofMetrics(facts.guarding),
      why: 'A failure is then shown at the line that answers for it.',
      action: 'openSuite',
    },
    {
      id: 'cases',
      level: 'walk',
      title: `${enoughCases} cases, some of several turns`,
      isDone: cases >= enoughCases && facts.multiTurnCases > 0,
      fact: `${counted(cases, 'case')}, ${facts.multiTurnCases} of several turns`,
      why: 'With fewer, a comparison can seldom tell a change from chance; and many mistakes begin in the third turn.',
      action: 'newCaseFromIssue',
    },
    {
      id: 'trials',
      level: 'walk',
      title: 'Cases were tried more than once',
      isDone: facts.trials > 1,
      fact: `${counted(facts.trials, 'trial')} of a case at most`,
      why: 'A model does not say the same each time: one trial cannot tell a bad prompt from bad luck.',
      action: 'openSuite',
    },
    {
      id: 'baseline',
      level: 'walk',
      title: 'An accepted version',
      isDone: facts.hasAcceptedBaseline,
      fact: facts.hasAcceptedBaseline ? 'accepted' : 'none accepted yet',
      why: 'Many small drops, each too small to be seen, show against it.',
      action: 'acceptBaseline',
    },
    {
      id: 'owners',
      level: 'walk',
      title: 'Every metric has an owner',
      isDone: metrics > 0 && facts.withOwner === metrics,
      fact: ofMetrics(facts.withOwner),
      why: 'Somebody can say whether it still matters.',
      action: 'openSuite',
    },
    {
      id: 'ci',
      level: 'run',
      title: 'The suite runs in CI',
      isDone: facts.hasCommittedBaseline,
      fact: facts.hasCommittedBaseline
        ? 'a baseline stands beside the suite'
        : 'no baseline stands beside the suite',
      why: 'A pull request is then held to the same verdicts as your editor.',
      action: 'commitBaseline',
    },
    {
      id: 'judges',
      level: 'run',
      title: 'Judges are measured against people',
      isDone: judges === 0 ? facts.runs > 0 : facts.judgesMeasured === judges,
      fact: judges === 0 ? 'no judges in use' : `${facts.judgesMeasured} of ${judges} judges`,
      why: 'A judge that people disagree with raises false alarms.',
      action: 'markJudges',
    },
    {
      id: 'logs',
      level: 'run',
      title: 'Production logs are scored',
      isDone: facts.logsScoredDaysAgo !== null && facts.logsScoredDaysAgo <= freshDays,
      fact:
        facts.logsScoredDaysAgo === null
          ? 'never'
          : `${counted(facts.logsScoredDaysAgo, 'day')} ago`,
      why: 'Users do what no case foresees.',
      action: 'scoreLogs',
    },
    {
      id: 'reviews',
      level: 'run',
      title: 'Reviews are up to date',
      isDone: metrics > 0 && facts.reviewsDue === 0,
      fact: facts.reviewsDue === 0 ? 'none due' : `${counted(facts.reviewsDue, 'metric')} due`,
      why: 'Metrics that outlived their use cost attention.',
      action: 'reviewMetrics',
    },
  ];
}

function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}
