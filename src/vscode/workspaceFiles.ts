import * as vscode from 'vscode';
import type { LivePrompts, LoadedTargets } from '../core/live/livePrompts.ts';
import {
  isSuiteName,
  type LoadContext,
  loadTargets,
  promptsOfSuite,
  readSuites,
} from '../core/live/loadTargets.ts';
import type { MetricRegistry } from '../core/metrics/registry.ts';
import type { Files } from '../core/ports.ts';
import { isPromptName } from '../core/prompt/formats.ts';
import { pathOf } from './convert.ts';

/** The prompts and suites of the open folders. */
export class WorkspaceFiles {
  private readonly files: Files;
  private readonly registry: MetricRegistry;

  constructor(files: Files, registry: MetricRegistry) {
    this.files = files;
    this.registry = registry;
  }

  /** Kinds of file by their names. */
  readonly kinds = { isPrompt: isPromptName, isSuite: isSuiteName };

  load(prompt: string): Promise<LoadedTargets> {
    return loadTargets(prompt, this.contextOf(prompt));
  }

  /** The prompts that a file concerns: itself, or those of a suite. */
  async promptsOf(path: string): Promise<readonly string[]> {
    const context = this.contextOf(path);
    const { suites } = await readSuites(context);
    const concerned: string[] = [];
    for (const suite of suites) {
      const prompts = await promptsOfSuite(suite, context);
      const names =
        suite.path === path || suite.caseFiles.some(({ pattern }) => path.endsWith(pattern));
      concerned.push(...prompts.filter((prompt) => names || prompt === path));
    }
    // A prompt that carries its own test data needs no suite beside it.
    if (concerned.length === 0 && /\.prompt\.ya?ml$/.test(path)) concerned.push(path);
    return [...new Set(concerned)];
  }

  /** All prompts with a suite. */
  async allPrompts(): Promise<readonly string[]> {
    const found = new Set<string>();
    for (const folder of vscode.workspace.workspaceFolders ?? []) {
      const context = this.contextOf(pathOf(folder.uri));
      for (const suite of (await readSuites(context)).suites) {
        for (const prompt of await promptsOfSuite(suite, context)) found.add(prompt);
      }
    }
    return [...found];
  }

  private contextOf(path: string): LoadContext {
    const folder =
      vscode.workspace.getWorkspaceFolder(vscode.Uri.file(path)) ??
      vscode.workspace.workspaceFolders?.[0];
    const root = folder === undefined ? path.slice(0, path.lastIndexOf('/')) : pathOf(folder.uri);
    return { files: this.files, registry: this.registry, root };
  }
}

/** Problems of the files that a run reads go to whoever shows them. */
export function problemsTo(
  live: LivePrompts,
  show: (
    files: readonly string[],
    problems: Parameters<Parameters<LivePrompts['onDidRead']>[0]>[0],
  ) => void,
) {
  const shown = new Set<string>();
  return live.onDidRead((problems) => {
    for (const problem of problems) shown.add(problem.file);
    show([...shown], problems);
  });
}
