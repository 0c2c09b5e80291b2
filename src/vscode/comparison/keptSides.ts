import type * as vscode from 'vscode';
import {
  type ChosenSides,
  keptWith,
  parseKeptSides,
} from '../../core/compare/sides/chosenSides.ts';

const key = 'microMetrics.comparedSides';

/** The sides that were chosen in this workspace, by prompt, also before the window was opened anew. */
export class KeptSides {
  private readonly memory: Pick<vscode.Memento, 'get' | 'update'>;

  constructor(memory: Pick<vscode.Memento, 'get' | 'update'>) {
    this.memory = memory;
  }

  of(prompt: string): ChosenSides | undefined {
    return this.all().get(prompt);
  }

  /** @param sides absent: nothing is chosen any more */
  async keep(prompt: string, sides?: ChosenSides): Promise<void> {
    const all = this.all();
    if (sides === undefined && !all.has(prompt)) return;
    await this.memory.update(key, keptWith(all, prompt, sides));
  }

  private all(): ReadonlyMap<string, ChosenSides> {
    return parseKeptSides(this.memory.get<unknown>(key));
  }
}
