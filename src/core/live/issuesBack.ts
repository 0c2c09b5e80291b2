import type { Store } from '../ports.ts';
import type { CaseResult, RunResult } from '../results/runResult.ts';
import type { Case, MetricSpec, Suite } from '../suite/suite.ts';

/** A user's issue that a metric stands for and that another model brings back: cases that passed fail now. */
export interface IssueBack {
  readonly metric: Pick<MetricSpec, 'id' | 'name'>;
  /** As the suite names it, often an address. */
  readonly issue: string;
  /** Ids of the cases that passed before in every trial, and fail now in one or more. */
  readonly cases: readonly string[];
  /** Cases that were judged on both sides. */
  readonly of: number;
}

export interface IssuesBack {
  readonly issues: readonly IssueBack[];
  /** The run in which they were not there. */
  readonly before: RunResult;
  /** How people call the two models. */
  readonly models: { readonly before: string; readonly now: string };
}

/**
 * What another model than the last time brings back: the same version of a prompt was run before, and metrics that name a user's issue
 * fail on cases on which they passed then. Undefined where the model is the same or nothing came back.
 */
export async function issuesBack(
  run: RunResult,
  suite: Pick<Suite, 'metrics'>,
  cases: readonly Pick<Case, 'metrics'>[],
  store: Pick<Store, 'runs' | 'run'>,
): Promise<IssuesBack | undefined> {
  const metrics = [...suite.metrics, ...cases.flatMap((item) => item.metrics)];
  if (!metrics.some(({ issue }) => issue !== undefined)) return undefined;
  const { prompt, promptVersion } = run;
  const found = await store.runs({
    ...{ prompt, suite: run.suite, promptVersion },
    ...{ summaries: true, limit: lookBack },
  });
  // Only the last one: what an older one has shown was told then.
  const last = found.find(({ id, startedAt }) => id !== run.id && startedAt < run.startedAt);
  const before = last && (await store.run(last.id));
  if (before === undefined || !isOtherModel(before, run)) return undefined;
  const issues = metrics.flatMap((metric) => issueBack(metric, before, run) ?? []);
  if (issues.length === 0) return undefined;
  return { issues, before, models: { before: modelName(before), now: modelName(run) } };
}

const lookBack = 5;

/** Whether another model answered: by its name, by what the server calls it, or by the server's fingerprint. */
export function isOtherModel(before: RunResult, now: RunResult): boolean {
  if (before.model.provider !== now.model.provider || before.model.name !== now.model.name)
    return true;
  return (['model', 'fingerprint'] as const).some((key) => {
    const old = namesIn(before, key);
    const current = namesIn(now, key);
    return old.size > 0 && current.size > 0 && [...current].every((name) => !old.has(name));
  });
}

function namesIn({ cases }: RunResult, key: 'model' | 'fingerprint'): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { trials } of cases)
    for (const { replies } of trials)
      for (const reply of replies) {
        const name = reply[key];
        if (name !== undefined) names.add(name);
      }
  return names;
}

/** The name that was asked for, and what the server calls it where that is more. */
function modelName(run: RunResult): string {
  const [named] = namesIn(run, 'model');
  const { name } = run.model;
  return named === undefined || named === name ? name : `${name} (${named})`;
}

function issueBack(
  { id, name, issue }: MetricSpec,
  before: RunResult,
  now: RunResult,
): IssueBack | undefined {
  if (issue === undefined) return undefined;
  const old = new Map(before.cases.map((item) => [item.id, item]));
  const pairs = now.cases.flatMap((item) => {
    const partner = old.get(item.id);
    if (partner === undefined || partner.inputHash !== item.inputHash) return [];
    const was = verdictsOn(partner, id);
    const is = verdictsOn(item, id);
    return was.length === 0 || is.length === 0 ? [] : [{ id: item.id, was, is }];
  });
  const cases = pairs.filter(({ was, is }) => was.every(Boolean) && !is.every(Boolean));
  if (cases.length === 0) return undefined;
  return { metric: { id, name }, issue, cases: cases.map((pair) => pair.id), of: pairs.length };
}

function verdictsOn({ trials }: CaseResult, metric: string): readonly boolean[] {
  return trials.flatMap(({ scores }) =>
    scores.flatMap((score) =>
      score.metric === metric && score.passed !== null ? [score.passed] : [],
    ),
  );
}

/** `A user's issue may be back: “Replies in ...” fails on 3 of 12 cases with gpt-5.1, and failed on none of them with gpt-5.` */
export function issuesBackText({ issues, models }: IssuesBack): string {
  const said = issues.map(
    ({ metric, cases, of }) =>
      `“${metric.name}” fails on ${cases.length} of ${of} ${of === 1 ? 'case' : 'cases'}`,
  );
  const what = issues.length === 1 ? "A user's issue may be back" : "Users' issues may be back";
  return `${what}: ${said.join(', ')} with ${models.now}, where it passed with ${models.before}.`;
}
