import { atOnce, type Steps } from '../steps.ts';
import type { CaseResult, RunResult, TrialResult } from './runResult.ts';

/** Cases that could not run, for one and the same reason. */
export interface CaseErrors {
  readonly code: string;
  readonly message: string;
  /** Ids, in the order of the suite; at least one. */
  readonly cases: readonly string[];
}

/** What kept the cases of a run from running, each reason once. A run that was stopped has asked for the rest itself. */
export function caseErrors(run: Pick<RunResult, 'cases'>): readonly CaseErrors[] {
  return atOnce(caseErrorsInSteps(run));
}

/** The same in steps. */
export function* caseErrorsInSteps({
  cases,
}: Pick<RunResult, 'cases'>): Steps<readonly CaseErrors[]> {
  const byMessage = new Map<string, { code: string; message: string; cases: string[] }>();
  for (const result of cases) {
    yield;
    const error = errorOf(result);
    if (error === undefined) continue;
    const known = byMessage.get(error.message);
    if (known === undefined) byMessage.set(error.message, { ...error, cases: [result.id] });
    else known.cases.push(result.id);
  }
  return [...byMessage.values()];
}

/** How many cases could not run. */
export function brokenCount(run: Pick<RunResult, 'cases'>): number {
  return run.cases.filter((result) => errorOf(result) !== undefined).length;
}

/** Whether no case of a run that has some could run: nothing is known, which is not the same as nothing being wrong. */
export function isWithoutAnswers({ cases }: Pick<RunResult, 'cases'>): boolean {
  return cases.length > 0 && cases.every((result) => errorOf(result) !== undefined);
}

/** What kept every case of all these runs from running; undefined where there is an answer, or nothing was asked. */
export function whyWithoutAnswers(
  runs: readonly Pick<RunResult, 'cases'>[],
): CaseErrors | undefined {
  return runs.length > 0 && runs.every(isWithoutAnswers) ? runs.flatMap(caseErrors)[0] : undefined;
}

/** The error of a case's first trial that could not run. */
export function errorOf({ trials }: Pick<CaseResult, 'trials'>): TrialResult['error'] {
  // Asked of thousands of cases, most of which have none.
  for (const { error } of trials) if (error !== undefined && error.code !== 'aborted') return error;
  return undefined;
}

/** The cases in a few words: `first`, `first and 1 more case`, `first and 11 more cases`. */
export function casesText([first = '', ...others]: readonly string[]): string {
  if (others.length === 0) return first;
  return `${first} and ${others.length} more ${others.length === 1 ? 'case' : 'cases'}`;
}
