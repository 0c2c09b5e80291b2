import { isBelowTarget } from '../results/belowTarget.ts';
import type { RunResult } from '../results/runResult.ts';
import type { Evaluated } from './evaluated.ts';

/** What of a prompt with several suites somebody wants to see. */
export interface ResultWish {
  /** Path of a suite. */
  readonly suite?: string | undefined;
  readonly metric?: string | undefined;
  readonly caseId?: string | undefined;
}

/** The result that has what is wished for; where several have, or nothing is wished, the worst, and of equals the first. */
export function chosenResult(
  results: readonly Evaluated[],
  { suite, metric, caseId }: ResultWish = {},
): Evaluated | undefined {
  const wishes: readonly ((result: Evaluated) => boolean)[] = [
    ({ target }) => target.suite.path === suite,
    ({ run }) => run.metrics.some(({ id }) => id === metric),
    ({ target }) => target.cases.some(({ id }) => id === caseId),
  ];
  let left = results;
  for (const has of wishes) {
    const having = left.filter(has);
    // What is not there any more is no wish.
    if (having.length > 0) left = having;
  }
  const about = left.some(({ run }) => run.metrics.some(({ id }) => id === metric))
    ? metric
    : undefined;
  return left.toSorted((a, b) => badness(b, about) - badness(a, about))[0];
}

/** The run that was begun last. */
export function newestRun(results: readonly Pick<Evaluated, 'run'>[]): RunResult | undefined {
  return results.map(({ run }) => run).toSorted((a, b) => b.startedAt - a.startedAt)[0];
}

function badness({ run, comparison }: Evaluated, metric: string | undefined): number {
  const isAbout = ({ id }: { readonly id: string }) => metric === undefined || id === metric;
  const hasRegressed = comparison?.metrics.some(
    (compared) => isAbout(compared) && compared.verdict === 'regressed',
  );
  if (hasRegressed === true) return 2;
  return run.metrics.some((summary) => isAbout(summary) && isBelowTarget(summary)) ? 1 : 0;
}
