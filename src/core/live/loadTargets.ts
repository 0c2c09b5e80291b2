import { isEvalError, messageOf } from '../errors.ts';
import type { MetricRegistry } from '../metrics/registry.ts';
import { basename, dirname, isInside, resolvePath } from '../path.ts';
import type { Files } from '../ports.ts';
import type { Problem } from '../problem.ts';
import { formatById, isPromptName, readPrompt } from '../prompt/formats.ts';
import type { Prompt } from '../prompt/prompt.ts';
import { collectCases } from '../suite/readCases.ts';
import { readSuite } from '../suite/readSuite.ts';
import type { Suite } from '../suite/suite.ts';
import { startOfText } from '../text.ts';
import type { Target } from './evaluatePrompt.ts';
import type { LoadedTargets } from './livePrompts.ts';

export interface LoadContext {
  readonly files: Files;
  readonly registry: MetricRegistry;
  /** The workspace folder: nothing outside it is read. */
  readonly root: string;
}

const suiteGlob = '**/*.metrics.{yaml,yml}';

/** Whether a file is a suite by its name. */
export function isSuiteName(path: string): boolean {
  return /\.metrics\.ya?ml$/.test(path);
}

/** The part of a file name that ties a suite to its prompt: `support` of `support.prompt.md`. */
function stem(path: string): string {
  return basename(path).replace(/(\.metrics\.ya?ml|\.prompt\.[^.]+|\.[^.]+)$/, '');
}

/** All suites of a workspace folder, with the problems of their files. */
export async function readSuites(
  context: LoadContext,
): Promise<{ readonly suites: readonly Suite[]; readonly problems: readonly Problem[] }> {
  const suites: Suite[] = [];
  const problems: Problem[] = [];
  for (const path of await context.files.find(context.root, suiteGlob)) {
    const text = await readOrReport(path, context, problems);
    if (text === undefined) continue;
    const read = readSuite({ path, text }, context.registry);
    problems.push(...read.problems);
    if (read.value !== undefined) suites.push(read.value);
  }
  return { suites, problems };
}

/** The prompt files that a suite belongs to. */
export async function promptsOfSuite(
  suite: Suite,
  context: LoadContext,
): Promise<readonly string[]> {
  const folder = dirname(suite.path);
  if (suite.prompts.length === 0) {
    const beside = await context.files.find(folder, '*');
    return beside.filter((path) => stem(path) === stem(suite.path) && isPromptName(path));
  }
  const found = await Promise.all(
    suite.prompts.map(async ({ pattern }) => {
      if (!/[*?{[]/.test(pattern)) return [resolvePath(folder, pattern)];
      return context.files.find(folder, pattern.replace(/^\.\//, ''));
    }),
  );
  return [...new Set(found.flat())].filter((path) => isInside(context.root, path));
}

/** Reads a prompt and every suite that belongs to it. */
export async function loadTargets(prompt: string, context: LoadContext): Promise<LoadedTargets> {
  const problems: Problem[] = [];
  const text = await readOrReport(prompt, context, problems);
  if (text === undefined) return { targets: [], problems };
  const source = { path: prompt, text };
  const read = await readPrompt(source, {
    readText: (path) => context.files.readText(path),
  });
  problems.push(...read.problems);
  if (read.value === undefined) return { targets: [], problems };
  const targets: Target[] = [];
  for (const suite of await suitesOfPrompt(read.value, source, context, problems)) {
    const { cases, problems: rowProblems } = await collectCases(suite, context);
    problems.push(...rowProblems);
    targets.push({ prompt: read.value, suite, cases });
  }
  return { targets, problems };
}

async function suitesOfPrompt(
  prompt: Prompt,
  source: { path: string; text: string },
  context: LoadContext,
  problems: Problem[],
): Promise<readonly Suite[]> {
  const found = await readSuites(context);
  const own: Suite[] = [];
  for (const suite of found.suites) {
    if (!(await promptsOfSuite(suite, context)).includes(prompt.path)) continue;
    own.push(suite);
    problems.push(...found.problems.filter((problem) => problem.file === suite.path));
  }
  const embedded = formatById(prompt.format)?.embeddedSuite?.(source, prompt);
  if (embedded !== undefined) {
    problems.push(...embedded.problems);
    if (embedded.value !== undefined && embedded.value.cases.length > 0) own.push(embedded.value);
  }
  return own;
}

async function readOrReport(
  path: string,
  context: LoadContext,
  problems: Problem[],
): Promise<string | undefined> {
  try {
    return await context.files.readText(path);
  } catch (error) {
    problems.push({
      file: path,
      range: startOfText,
      severity: 'error',
      code: isEvalError(error) ? error.code : 'bad-file',
      message: messageOf(error),
    });
    return undefined;
  }
}
