import * as vscode from 'vscode';
import { basename, fileOfPrompt } from '../../core/path.ts';
import type { Range } from '../../core/text.ts';
import { parseTestId, type TestNode, testId } from '../../core/views/testTree.ts';
import { hostBreather } from '../base/hostBreather.ts';
import type { Services } from '../services.ts';
import { syncTests } from './syncTests.ts';

/** The prompts of the workspace as tests, the one in front first, and what stands below them. */
export class PromptTests {
  private readonly services: Services;
  private readonly controller: vscode.TestController;

  constructor(services: Services, controller: vscode.TestController) {
    this.services = services;
    this.controller = controller;
  }

  /** Lists what is there, and no longer what is gone. */
  async list(): Promise<void> {
    const prompts = new Set(await this.services.workspace.allPrompts());
    for (const [id] of this.controller.items) {
      const prompt = parseTestId(id)?.prompt;
      if (prompt !== undefined && !prompts.has(prompt)) this.controller.items.delete(id);
    }
    for (const prompt of prompts) this.of(prompt);
  }

  /** The test of a prompt, made when it is first needed. */
  of(prompt: string): vscode.TestItem {
    const id = testId({ prompt });
    const known = this.controller.items.get(id);
    if (known !== undefined) return known;
    const uri = vscode.Uri.file(fileOfPrompt(prompt));
    const item = this.controller.createTestItem(id, basename(prompt), uri);
    // No range: its sign would take the place of ours beside line 1, that of a removed line among them. "Run Tests in Current
    // File" needs none, and neither does the lens that runs.
    item.canResolveChildren = true;
    const shown = vscode.workspace.asRelativePath(uri);
    if (shown !== basename(prompt)) item.description = shown;
    item.sortText = this.sortTextOf(prompt);
    this.controller.items.add(item);
    return item;
  }

  /** The test of a prompt, where there is one yet. */
  known(prompt: string): vscode.TestItem | undefined {
    return this.controller.items.get(testId({ prompt }));
  }

  remove(prompt: string): void {
    this.controller.items.delete(testId({ prompt }));
  }

  /** The prompt in front comes first. */
  sort(): void {
    for (const [id, item] of this.controller.items) {
      const prompt = parseTestId(id)?.prompt;
      if (prompt !== undefined) item.sortText = this.sortTextOf(prompt);
    }
  }

  private sortTextOf(prompt: string): string {
    return `${prompt === this.services.active.current ? 0 : 1} ${prompt}`;
  }

  /** Makes the tests below a prompt as wanted. */
  fill(item: vscode.TestItem, nodes: readonly TestNode[]): Promise<void> {
    const now = (file: string, range: Range) => this.services.edits.now(file, range);
    return syncTests(this.controller, item.children, nodes, now, hostBreather());
  }
}
