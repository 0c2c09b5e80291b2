import type { Breather } from '../breather.ts';
import { isEvalError, messageOf } from '../errors.ts';
import type { MetricRegistry } from '../metrics/registry.ts';
import { basename, dirname } from '../path.ts';
import type { Files } from '../ports.ts';
import type { Problem, ReadResult } from '../problem.ts';
import { formatById, formatFor, readPrompt, readPrompts } from '../prompt/formats.ts';
import { includeContext } from '../prompt/includeContext.ts';
import type { Prompt } from '../prompt/prompt.ts';
import { promptEndings } from '../prompt/promptNames.ts';
import { type Range, startOfText } from '../text.ts';
import type { CaseMemory } from './caseMemory.ts';
import { readWithInherited } from './inherit.ts';
import { locate } from './locate.ts';
import { isPromptfooPath, isPromptfooProgram, promptfooGlob } from './promptfoo/promptfooPath.ts';
import { readPromptfoo } from './promptfoo/readPromptfoo.ts';
import type { Suite } from './suite.ts';
import { isOwnSuitePath, isSuitePath, stemOf } from './suitePath.ts';

/** Where prompts and suites are looked for. */
export interface Workspace {
  readonly files: Files;
  readonly registry: MetricRegistry;
  /** The workspace folder, absolute; no path leads out of it. */
  readonly root: string;
  /** Cases that were read before; absent: case files are read each time. */
  readonly caseMemory?: CaseMemory;
  /** Pauses in the reading of many cases, where others wait for the event loop. */
  readonly breather?: Breather;
  /** Suites that were read before, by path: the same text is not read again. */
  readonly memory?: Map<string, { readonly text: string; readonly suite: FoundSuite }>;
}

/** A suite file that belongs to a prompt. `value` is absent where it cannot be read. */
export interface FoundSuite extends ReadResult<Suite> {
  /** Absolute path; of the prompt itself for a suite embedded in it. */
  readonly path: string;
}

/** A prompt and a suite that belong together, as paths. */
export interface Pair {
  readonly prompt: string;
  readonly suite: string;
}

/**
 * The prompts of a suite: those it names, else those with its stem beside it. Where several files have the stem, a plain
 * `.md` or `.txt` counts only if there is no file that its name alone makes a prompt.
 */
export async function promptsOf(
  suite: Suite,
  { files, root }: Pick<Workspace, 'files' | 'root'>,
): Promise<{ readonly prompts: readonly string[]; readonly problems: readonly Problem[] }> {
  if (!isSuitePath(suite.path)) return { prompts: [suite.path], problems: [] };
  if (suite.prompts.length === 0 && suite.promptFormat !== undefined)
    return { prompts: [], problems: [] };
  if (suite.prompts.length === 0)
    return { prompts: await promptsOfStem(suite.path, files), problems: [] };
  const prompts = new Set<string>();
  const problems: Problem[] = [];
  const report = (range: Range, code: string, message: string) =>
    problems.push({ file: suite.path, range, severity: 'error', code, message });
  for (const { pattern, range } of suite.prompts) {
    const located = await locate(pattern, suite, root, files);
    if ('isOutside' in located) {
      report(
        range,
        'path-outside',
        `'${pattern}' leads out of the workspace folder and is not read. Move the prompt into it.`,
      );
      continue;
    }
    let found = 0;
    for (const path of located.paths) {
      // A promptfoo config is both: a suite, and a file with prompts in it.
      if (isOwnSuitePath(path) || !(await files.exists(path))) continue;
      found++;
      prompts.add(path);
    }
    if (found === 0)
      report(
        range,
        'prompt-missing',
        `There is no prompt '${pattern}'. Paths are relative to the suite.`,
      );
  }
  return { prompts: [...prompts], problems };
}

/** Asked by name rather than by listing the folder, which may be large. */
async function promptsOfStem(suitePath: string, files: Files): Promise<readonly string[]> {
  const start = `${dirname(suitePath)}/${stemOf(suitePath)}`;
  const existing = async (endings: readonly string[]) => {
    const found: string[] = [];
    for (const ending of endings)
      if (await files.exists(`${start}${ending}`)) found.push(`${start}${ending}`);
    return found;
  };
  const named = await existing(promptEndings());
  return named.length > 0 ? named : existing(plainEndings);
}

const plainEndings = [
  '.md',
  '.markdown',
  '.txt',
  '.j2',
  '.jinja',
  '.jinja2',
  '.mustache',
  '.hbs',
  '.handlebars',
];

/** All suites of a prompt: of its own stem, those that name it, and the one embedded in it. Sorted by path, embedded first. */
export async function suitesFor(
  promptPath: string,
  workspace: Workspace,
): Promise<readonly FoundSuite[]> {
  const found: FoundSuite[] = [];
  const embedded = await embeddedIn(promptPath, workspace);
  if (embedded !== undefined) found.push(embedded);
  for (const path of await suitePaths(workspace)) {
    const suite = await loadSuite(path, workspace);
    const isOwn = dirname(path) === dirname(promptPath) && stemOf(path) === stemOf(promptPath);
    // A suite that cannot be read cannot say what it names; beside its prompt it most likely means that one.
    const belongs =
      suite.value === undefined
        ? isOwn
        : (await promptsOf(suite.value, workspace)).prompts.includes(promptPath);
    if (belongs) found.push(suite);
  }
  return found;
}

/** All prompts and suites of a folder that belong together, embedded suites included. */
export async function pairsIn(folder: string, workspace: Workspace): Promise<readonly Pair[]> {
  const { files } = workspace;
  const pairs: Pair[] = [];
  for (const path of await suitePaths({ files, root: folder })) {
    const { value } = await loadSuite(path, workspace);
    // A suite that cannot be read cannot say what it names; beside its prompt it most likely means that one.
    const prompts =
      value === undefined
        ? await promptsOfStem(path, files)
        : (await promptsOf(value, workspace)).prompts;
    for (const prompt of prompts) pairs.push({ prompt, suite: path });
  }
  for (const path of await files.find(folder, '**/*.prompt.{yml,yaml}'))
    if ((await embeddedIn(path, workspace)) !== undefined)
      pairs.push({ prompt: path, suite: path });
  return pairs.toSorted((a, b) => compare(a.prompt, b.prompt) || compare(a.suite, b.suite));
}

/** The suites of a folder, the prompts that they name, and what its name makes a prompt. Sorted. */
export async function promptsAndSuitesIn(workspace: Workspace): Promise<readonly string[]> {
  const { files, root } = workspace;
  const pairs = await pairsIn(root, workspace);
  const named = await Promise.all(
    promptEndings().map((ending) => files.find(root, `**/*${ending}`)),
  );
  const suites = await suitePaths({ files, root });
  return [...new Set([...suites, ...pairs.map(({ prompt }) => prompt), ...named.flat()])].sort(
    compare,
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

async function suitePaths({ files, root }: Pick<Workspace, 'files' | 'root'>) {
  const found = await Promise.all(
    ['**/*.metrics.{yaml,yml}', promptfooGlob].map((glob) => files.find(root, glob)),
  );
  return [...new Set(found.flat())].filter(isSuitePath).sort(compare);
}

/** Reads a suite from its path: a suite file, or a prompt with a suite in it. Never throws for bad input. */
export async function loadSuite(
  path: string,
  { files, registry, memory, root }: Workspace,
): Promise<FoundSuite> {
  try {
    if (isPromptfooProgram(path)) {
      const message = `'${basename(path)}' is a program; programs are not run. Write the config as YAML or JSON.`;
      return { path, problems: [problemAt(path, 'not-supported', message)] };
    }
    if (isPromptfooPath(path)) {
      const source = { path, text: await files.readText(path) };
      return { path, ...(await readPromptfoo(source, { files, registry, root })) };
    }
    if (!isSuitePath(path)) {
      const embedded = await embeddedIn(path, { files, registry, root });
      const message = `'${basename(path)}' holds no suite. Create '${stemOf(path)}.metrics.yaml' beside it.`;
      return embedded ?? { path, problems: [problemAt(path, 'no-suite', message)] };
    }
    const text = await files.readText(path);
    const known = memory?.get(path);
    if (known?.text === text) return known.suite;
    const read = await readWithInherited({ path, text }, { files, registry, root });
    const suite = { path, ...read };
    // What stands in other files may change while this text stays.
    if (!/^["']?extends\b/m.test(text)) memory?.set(path, { text, suite });
    return suite;
  } catch (error) {
    return { path, problems: [unreadable(path, error)] };
  }
}

/** Reads a prompt from its path. Never throws for bad input. */
export async function loadPrompt(
  path: string,
  { files, root }: Pick<Workspace, 'files' | 'root'>,
): Promise<ReadResult<Prompt>> {
  try {
    const text = await files.readText(path);
    return await readPrompt({ path, text }, includeContext(files, root));
  } catch (error) {
    return { problems: [unreadable(path, error)] };
  }
}

/**
 * The prompts of a suite that stand in one file: one, but for formats whose files may hold several. Read as the suite says.
 * Never throws for bad input.
 */
export async function loadPrompts(
  path: string,
  { promptFormat }: Pick<Suite, 'promptFormat'>,
  { files, root }: Pick<Workspace, 'files' | 'root'>,
): Promise<ReadResult<readonly Prompt[]>> {
  try {
    const text = await files.readText(path);
    const format = promptFormat === undefined ? formatFor(path) : formatById(promptFormat);
    return await readPrompts({ path, text }, includeContext(files, root), format);
  } catch (error) {
    return { problems: [unreadable(path, error)] };
  }
}

/** The prompts of a suite by its path, as far as they can be read. */
export async function promptsOfSuitePath(
  path: string,
  workspace: Workspace,
): Promise<readonly Prompt[]> {
  const { value: suite } = await loadSuite(path, workspace);
  if (suite === undefined) return [];
  const prompts: Prompt[] = [];
  for (const file of (await promptsOf(suite, workspace)).prompts)
    prompts.push(...((await loadPrompts(file, suite, workspace)).value ?? []));
  return prompts;
}

/** The problem of a file that could not even be opened. */
export function unreadable(path: string, error: unknown): Problem {
  const code = isEvalError(error) ? error.code : 'bad-file';
  const message = messageOf(error);
  // Wherever a problem is shown, its file is named beside it.
  const isNamed = message.startsWith(`${path} `);
  return problemAt(path, code, isNamed ? `This file${message.slice(path.length)}` : message);
}

function problemAt(file: string, code: string, message: string): Problem {
  return { file, range: startOfText, severity: 'error', code, message };
}

async function embeddedIn(
  path: string,
  { files, registry, root }: Workspace,
): Promise<FoundSuite | undefined> {
  const format = formatFor(path);
  if (format?.embeddedSuite === undefined) return undefined;
  try {
    const text = await files.readText(path);
    const { value: prompt } = await readPrompt({ path, text }, includeContext(files, root));
    if (prompt === undefined) return undefined;
    const suite = format.embeddedSuite({ path, text }, prompt, registry);
    return suite.value === undefined ? undefined : { path, ...suite };
  } catch {
    // Opening the prompt itself says what is wrong with it.
    return undefined;
  }
}
