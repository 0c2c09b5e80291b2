import * as vscode from 'vscode';
import type { Disposable } from '../../core/lifecycle.ts';
import { failingCases } from '../../core/views/metricCard.ts';
import type { Contribution } from '../base/contribution.ts';
import { commandIds } from '../base/contributions.ts';
import { pathOf, toVsRange } from '../base/convert.ts';
import { parseComparisonTarget } from '../comparison/comparisonTarget.ts';
import { promptsFor } from '../runs/promptChoice.ts';
import type { Services } from '../services.ts';

/** Places that one peek lists. */
const shownPlaces = 200;

/** Shows the cases that fail where they stand, in a peek over the text in front. */
export class PeekCases implements Contribution {
  private readonly services: Services;

  constructor(services: Services) {
    this.services = services;
  }

  register(): Disposable {
    return this.services.commands.register(commandIds.peekCases, (given) => this.peek(given));
  }

  private async peek(given: unknown): Promise<void> {
    const { workspace } = this.services;
    const target = parseComparisonTarget(given);
    const [prompt] = await promptsFor(target?.prompt, workspace);
    if (prompt === undefined) return;
    const places = this.placesOf(prompt, target?.metric);
    if (places.length === 0) {
      vscode.window.setStatusBarMessage('Micro Metrics: no case fails.', 4000);
      return;
    }
    const { uri, position } = await this.anchor(prompt);
    await vscode.commands.executeCommand(
      'editor.action.peekLocations',
      uri,
      position,
      places,
      'peek',
    );
  }

  /** Those that got worse; where none did, all that fail. At the places they moved to since. */
  private placesOf(prompt: string, metric: string | undefined): readonly vscode.Location[] {
    const { live, edits } = this.services;
    const failing = (live.state(prompt)?.results ?? []).flatMap((result) => {
      const metrics = metric === undefined ? result.run.metrics.map(({ id }) => id) : [metric];
      return metrics.flatMap((id) => failingCases(result, id));
    });
    const worse = failing.filter(({ isWorse }) => isWorse);
    const found = new Map<string, vscode.Location>();
    for (const { place } of worse.length > 0 ? worse : failing) {
      if (place === undefined || found.size === shownPlaces) continue;
      const { start } = edits.now(place.file, place.range);
      found.set(
        JSON.stringify([place.file, start]),
        new vscode.Location(vscode.Uri.file(place.file), toVsRange({ start, end: start }).start),
      );
    }
    return [...found.values()];
  }

  /** Where the cursor is in the text in front; that is the prompt or one of its suites, or the prompt is shown. */
  private async anchor(
    prompt: string,
  ): Promise<{ readonly uri: vscode.Uri; readonly position: vscode.Position }> {
    const { activeTextEditor } = vscode.window;
    const suites = this.services.live.state(prompt)?.results.map(({ run }) => run.suite) ?? [];
    const isAbout =
      activeTextEditor !== undefined &&
      [prompt, ...suites].includes(pathOf(activeTextEditor.document.uri));
    const editor = isAbout
      ? activeTextEditor
      : await vscode.window.showTextDocument(vscode.Uri.file(prompt), { preview: true });
    return { uri: editor.document.uri, position: editor.selection.active };
  }
}
