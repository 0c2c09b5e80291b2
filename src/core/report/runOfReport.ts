import { EvalError } from '../errors.ts';
import { basename } from '../path.ts';
import type { RunResult } from '../results/runResult.ts';

/**
 * The run of a report that is about the same prompt as a run: paths in a report are those of the machine that made it. Of several
 * the one of the same suite, then the one whose path ends alike; a prompt that was renamed since is known where the report has no
 * other. A run without one case of here is of another prompt, whatever its name. With the paths of here.
 * @param runs of the report @param path of the report
 * @throws {EvalError} usage where there is none
 */
export function runOfReport(runs: readonly RunResult[], run: RunResult, path: string): RunResult {
  const sharing = runs.filter((one) => sharesCase(one, run));
  const named = sharing.filter((one) => isNamedAlike(one, run));
  const renamed = runs.length === 1 ? sharing : [];
  const [found] = (named.length > 0 ? named : renamed).toSorted(
    (a, b) => likeness(b, run) - likeness(a, run),
  );
  if (found !== undefined) return { ...found, prompt: run.prompt, suite: run.suite };
  if (runs.some((one) => isNamedAlike(one, run)))
    throw new EvalError(
      'usage',
      `${basename(path)} has runs of ${basename(run.prompt)}, but with no case of ${basename(run.suite)}: nothing in them can be compared. Choose a report of the same cases.`,
    );
  const others = [...new Set(runs.map(({ prompt }) => basename(prompt)))];
  const of = others.length === 0 ? 'no run at all' : `runs of ${listed(others)}`;
  throw new EvalError(
    'usage',
    `${basename(path)} has ${of}, none of ${basename(run.prompt)}. Choose a report that \`micro-metrics run ${basename(run.prompt)} --reporter json\` made.`,
  );
}

/** Names that are told at most. */
const most = 3;

function listed(names: readonly string[]): string {
  const more = names.length - most;
  return [...names.slice(0, most), ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

function isNamedAlike(a: RunResult, b: RunResult): boolean {
  return basename(a.prompt) === basename(b.prompt);
}

function sharesCase(a: RunResult, b: RunResult): boolean {
  const known = new Set(b.cases.map(({ id }) => id));
  return a.cases.some(({ id }) => known.has(id));
}

function likeness(a: RunResult, b: RunResult): number {
  const isSameSuite = basename(a.suite) === basename(b.suite) ? 1000 : 0;
  return isSameSuite + commonEnd(parts(a.prompt), parts(b.prompt));
}

function commonEnd(a: readonly string[], b: readonly string[]): number {
  let count = 0;
  while (count < Math.min(a.length, b.length) && a.at(-1 - count) === b.at(-1 - count)) count++;
  return count;
}

function parts(path: string): readonly string[] {
  return path.split('/');
}
