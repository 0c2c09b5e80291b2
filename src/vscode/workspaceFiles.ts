import * as vscode from 'vscode';
import { checkFile } from '../core/check/checkFile.ts';
import { type LoadedTargets, loadTargets } from '../core/live/loadTargets.ts';
import type { MetricRegistry } from '../core/metrics/registry.ts';
import type { Files } from '../core/ports.ts';
import type { Problem } from '../core/problem.ts';
import { isPromptName } from '../core/prompt/formats.ts';
import { isSuitePath, pairsIn, suitesFor, type Workspace } from '../core/suite/discover.ts';
import { pathOf } from './convert.ts';

/** The prompts and suites of the open folders. */
export class WorkspaceFiles {
  private readonly files: Files;
  private readonly registry: MetricRegistry;
  private readonly elsewhere: vscode.Uri;

  /** @param elsewhere keeps the history of prompts that lie in no workspace folder */
  constructor(files: Files, registry: MetricRegistry, elsewhere: vscode.Uri) {
    this.files = files;
    this.registry = registry;
    this.elsewhere = elsewhere;
  }

  /** Kinds of file by their names. */
  readonly kinds = { isPrompt: isPromptName, isSuite: isSuitePath };

  load(prompt: string): Promise<LoadedTargets> {
    return loadTargets(prompt, this.workspaceOf(prompt));
  }

  /** Mistakes that can be seen without running anything: of the file, and of a prompt's suites. By the file that was checked. */
  async check(path: string, today: string): Promise<ReadonlyMap<string, readonly Problem[]>> {
    const context = { ...this.workspaceOf(path), today };
    const suites = isSuitePath(path) ? [] : await suitesFor(path, context);
    const paths = new Set([path, ...suites.map((suite) => suite.path)]);
    const checked = new Map<string, readonly Problem[]>();
    for (const file of paths) checked.set(file, await checkFile(file, context));
    return checked;
  }

  /** The prompts that a file concerns: itself, those of a suite, or those whose cases stand in it. */
  async promptsOf(path: string): Promise<readonly string[]> {
    const workspace = this.workspaceOf(path);
    const pairs = await pairsIn(workspace.root, workspace);
    const named = pairs.filter((pair) => pair.prompt === path || pair.suite === path);
    if (named.length > 0) return [...new Set(named.map(({ prompt }) => prompt))];
    if (!/\.(?:jsonl|csv|ya?ml)$/i.test(path)) return [];
    const concerned = new Set<string>();
    for (const { prompt } of pairs) {
      const suites = await suitesFor(prompt, workspace);
      const isNamed = suites.some(({ value }) =>
        value?.caseFiles.some((file) => path.endsWith(file.pattern)),
      );
      if (isNamed) concerned.add(prompt);
    }
    return [...concerned];
  }

  /** All prompts with a suite. */
  async allPrompts(): Promise<readonly string[]> {
    const found = new Set<string>();
    for (const folder of vscode.workspace.workspaceFolders ?? []) {
      const workspace = this.workspaceOf(pathOf(folder.uri));
      for (const { prompt } of await pairsIn(workspace.root, workspace)) found.add(prompt);
    }
    return [...found];
  }

  /** The folder whose history a prompt belongs to: that of its workspace folder. */
  homeOf(prompt: string): string {
    const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(prompt));
    return pathOf(folder?.uri ?? this.elsewhere);
  }

  private workspaceOf(path: string): Workspace {
    const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(path));
    const root = folder === undefined ? path.slice(0, path.lastIndexOf('/')) : pathOf(folder.uri);
    return { files: this.files, registry: this.registry, root };
  }
}
