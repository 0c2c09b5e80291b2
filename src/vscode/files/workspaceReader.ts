import { checkFile } from '../../core/check/checkFile.ts';
import { type LoadedTargets, loadTargets } from '../../core/live/loadTargets.ts';
import { builtInMetrics } from '../../core/metrics/builtIn.ts';
import type { Problem } from '../../core/problem.ts';
import type { Prompt } from '../../core/prompt/prompt.ts';
import { CaseMemory } from '../../core/suite/caseMemory.ts';
import {
  loadPrompt,
  loadSuite,
  pairsIn,
  promptsOf,
  promptsOfSuitePath,
  suitesFor,
  type Workspace,
} from '../../core/suite/discover.ts';
import { filesOfSuite } from '../../core/suite/filesOf.ts';
import { type Imported, importSuite } from '../../core/suite/importSuite.ts';
import { isSuitePath } from '../../core/suite/suitePath.ts';
import { hostBreather } from '../base/hostBreather.ts';

/** Where something is read: the folder that no path leads out of, and its files. */
export type Place = Pick<Workspace, 'files' | 'root'>;

/** Reads prompts and suites. With all formats and metrics it is much code, so it is loaded once something is read. */
export class WorkspaceReader {
  private readonly memory: NonNullable<Workspace['memory']> = new Map();
  /** Texts of prompts that include nothing, by path. */
  private readonly whole = new Map<string, string>();

  private readonly caseMemory = new CaseMemory();

  /** A prompt alone; undefined where it cannot be read. */
  async readPrompt(path: string, place: Place): Promise<Prompt | undefined> {
    return (await loadPrompt(path, place)).value;
  }

  load(prompt: string, place: Place): Promise<LoadedTargets> {
    return loadTargets(prompt, this.workspace(place));
  }

  /** Mistakes of a file and of the suites or prompts that belong to it, each told once, by the file that was checked. */
  async check(
    path: string,
    today: string,
    place: Place,
  ): Promise<ReadonlyMap<string, readonly Problem[]>> {
    const workspace = this.workspace(place);
    const alongside = new Set([path, ...(await partnersOf(path, workspace))]);
    const checked = new Map<string, readonly Problem[]>();
    for (const file of alongside)
      checked.set(file, await checkFile(file, { ...workspace, today, alongside }));
    return checked;
  }

  /** The prompts that a file concerns: itself, those of a suite, or those whose cases or parts stand in it. */
  async promptsOf(path: string, place: Place): Promise<readonly string[]> {
    const workspace = this.workspace(place);
    const pairs = await pairsIn(workspace.root, workspace);
    const named = pairs.filter((pair) => pair.prompt === path || pair.suite === path);
    // A prompt may be a part of another one.
    const concerned = new Set(named.map(({ prompt }) => prompt));
    for (const prompt of new Set(pairs.map((pair) => pair.prompt))) {
      if (!concerned.has(prompt) && (await this.uses(prompt, path, workspace)))
        concerned.add(prompt);
    }
    return [...concerned];
  }

  /** All prompts of the place that have a suite. */
  async prompts(place: Place): Promise<readonly string[]> {
    const pairs = await pairsIn(place.root, this.workspace(place));
    return [...new Set(pairs.map(({ prompt }) => prompt))];
  }

  /** The prompts of a suite file, as it is on disk. */
  promptsOfSuite(path: string, place: Place): Promise<readonly Prompt[]> {
    return promptsOfSuitePath(path, this.workspace(place));
  }

  importSuite(path: string, place: Place): Promise<Imported> {
    return importSuite(path, this.workspace(place));
  }

  /** Whether a prompt includes a file, or one of its suites reads cases from it. */
  private async uses(prompt: string, path: string, workspace: Workspace): Promise<boolean> {
    const suites = await suitesFor(prompt, workspace);
    // Metrics shared by suites, modules and judges' prompts.
    if (suites.some(({ value }) => value && filesOfSuite(value).includes(path))) return true;
    if (/\.(?:jsonl|csv|ya?ml)$/i.test(path)) {
      const isNamed = suites.some(({ value }) =>
        value?.caseFiles.some((file) => path.endsWith(file.pattern.replace(/^.*[*?}]/, ''))),
      );
      if (isNamed) return true;
    }
    return (await this.partsOf(prompt, workspace)).includes(path);
  }

  /** Files that a prompt includes. Asked of every prompt each time the lines above one are drawn. */
  private async partsOf(prompt: string, workspace: Workspace): Promise<readonly string[]> {
    const text = await workspace.files.readText(prompt).catch(() => undefined);
    if (text === undefined || this.whole.get(prompt) === text) return [];
    const parts = (await loadPrompt(prompt, workspace)).value?.dependencies ?? [];
    // What is included may include more one day, while this text stays.
    if (parts.length === 0) this.whole.set(prompt, text);
    else this.whole.delete(prompt);
    return parts;
  }

  private workspace(place: Place): Workspace {
    const breather = hostBreather();
    const { memory, caseMemory } = this;
    return { ...place, registry: builtInMetrics, memory, caseMemory, breather };
  }
}

/** The suites of a prompt, or the prompts of a suite. */
async function partnersOf(path: string, workspace: Workspace): Promise<readonly string[]> {
  if (!isSuitePath(path)) return (await suitesFor(path, workspace)).map((suite) => suite.path);
  const { value } = await loadSuite(path, workspace);
  return value === undefined ? [] : (await promptsOf(value, workspace)).prompts;
}
