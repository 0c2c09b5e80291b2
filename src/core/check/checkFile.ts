import { basename } from '../path.ts';
import type { Problem } from '../problem.ts';
import { formatFor } from '../prompt/formats.ts';
import {
  loadPrompt,
  loadPrompts,
  loadSuite,
  promptsOf,
  suitesFor,
  type Workspace,
} from '../suite/discover.ts';
import { collectCases } from '../suite/readCases.ts';
import type { Suite } from '../suite/suite.ts';
import { isSuitePath } from '../suite/suitePath.ts';
import { startOfText } from '../text.ts';
import { caseProblems } from './caseProblems.ts';
import { metricProblems } from './metricProblems.ts';

/** What checking needs besides the files. */
export interface CheckContext extends Workspace {
  /** The day as YYYY-MM-DD, for reviews that are due. Absent: dates are not compared. */
  readonly today?: string;
  /** Paths of files that are checked in the same go: what is wrong in them is told there, not at the suite. */
  readonly alongside?: ReadonlySet<string>;
}

/**
 * Every mistake that can be seen without running anything: in a suite with its case files and prompts, or in a prompt with the
 * suite embedded in it. Problems may lie in other files than the one asked for (a row of a case file). Sorted by file and place.
 */
export async function checkFile(path: string, context: CheckContext): Promise<readonly Problem[]> {
  if (isSuitePath(path)) return sorted(await checkSuitePath(path, context));
  if (formatFor(path) === undefined)
    return [
      {
        file: path,
        range: startOfText,
        severity: 'error',
        code: 'unknown-format',
        message: `'${basename(path)}' is neither a prompt nor a suite. A suite is called <stem>.metrics.yaml.`,
      },
    ];
  const suites = await suitesFor(path, context);
  const [first] = suites;
  // A prompt of another tool's suites alone is written as that tool has it, and is checked with them.
  if (
    first?.value !== undefined &&
    suites.every(({ value }) => value?.promptFormat !== undefined)
  ) {
    if (context.alongside?.has(first.path) === true) return [];
    return sorted((await loadPrompts(path, first.value, context)).problems);
  }
  const { problems, value } = await loadPrompt(path, context);
  const found = [...problems];
  if (value !== undefined) {
    // Suites in files of their own are checked as such; here it is enough that the prompt fits the embedded one.
    const embedded = suites.find((suite) => suite.path === path);
    if (embedded?.value !== undefined) {
      found.push(
        ...embedded.problems,
        ...(await crossChecks(embedded.value, context, embedded.problems)),
      );
    }
  }
  return sorted(found);
}

async function checkSuitePath(path: string, context: CheckContext): Promise<readonly Problem[]> {
  const { value, problems } = await loadSuite(path, context);
  return value === undefined
    ? problems
    : [...problems, ...(await crossChecks(value, context, problems))];
}

async function crossChecks(
  suite: Suite,
  context: CheckContext,
  faults: readonly Problem[],
): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  const atTop = (severity: Problem['severity'], code: string, message: string) =>
    problems.push({ file: suite.path, range: startOfText, severity, code, message });
  const found = await promptsOf(suite, context);
  // A file of metrics alone is there to be extended.
  const isShared =
    found.prompts.length === 0 &&
    suite.prompts.length === 0 &&
    suite.metrics.length > 0 &&
    !mentions(suite, 'cases');
  problems.push(...found.problems);
  if (found.prompts.length === 0 && found.problems.length === 0 && suite.promptFormat !== undefined)
    atTop(
      'error',
      'no-prompt',
      "This config has no prompt that can be read. Add one under 'prompts:'.",
    );
  else if (found.prompts.length === 0 && found.problems.length === 0) {
    const stem = basename(suite.path).replace(/\.metrics\.ya?ml$/i, '');
    atTop(
      isShared ? 'information' : 'error',
      'no-prompt',
      `This suite belongs to no prompt.${isShared ? " That is right for a file that others name under 'extends:'." : ''} Create '${stem}.prompt.md' beside it, or name its prompt with 'prompt:'.`,
    );
  }
  const { cases, problems: caseFaults } = await collectCases(suite, context);
  problems.push(...caseFaults);
  const hasMetrics = suite.metrics.length > 0 || cases.some(({ metrics }) => metrics.length > 0);
  if (!hasMetrics && !mentions(suite, 'metrics', 'evaluators'))
    atTop(
      'warning',
      'no-metrics',
      "This suite has no metrics, so nothing is checked. Add some under 'metrics:'.",
    );
  if (
    !isShared &&
    cases.length === 0 &&
    caseFaults.length === 0 &&
    !mentions(suite, 'cases', 'testData')
  )
    atTop(
      'warning',
      'no-cases',
      "This suite has no cases, so nothing is run. Add some under 'cases:'.",
    );
  const prompts = [];
  for (const path of found.prompts) {
    const { value, problems: faults } = await loadPrompts(path, suite, context);
    // A file that only another tool's suite makes a prompt is checked nowhere else.
    if (suite.promptFormat !== undefined) problems.push(...faults);
    if (value !== undefined) prompts.push(...value);
    else if (path !== suite.path && context.alongside?.has(path) !== true) {
      const [first] = faults;
      atTop(
        'error',
        'prompt-unreadable',
        `The prompt '${basename(path)}' cannot be used: ${first?.message ?? ''}`,
      );
    }
  }
  problems.push(...metricProblems(suite, cases, prompts, context.today));
  problems.push(...(await caseProblems(suite, cases, prompts, context.breather, faults)));
  return problems;
}

/** Whether a list has items, of which all that are wrong have been reported already. */
function mentions(suite: Suite, ...keys: readonly string[]): boolean {
  return keys.some((key) =>
    new RegExp(`^${key}:\\s*(?:\\[\\s*[^\\s\\]]|\\n\\s*-)`, 'm').test(suite.source),
  );
}

function sorted(problems: readonly Problem[]): readonly Problem[] {
  return problems.toSorted(
    (a, b) =>
      (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) ||
      a.range.start.line - b.range.start.line ||
      a.range.start.column - b.range.start.column,
  );
}
