import * as vscode from 'vscode';
import { controlTitle } from '../../core/compare/live/control.ts';
import { openOffer, resolvePrice } from '../../core/compare/live/resolveText.ts';
import { type Disposable, DisposableStore, Emitter } from '../../core/lifecycle.ts';
import type { Evaluated } from '../../core/live/evaluatePrompt.ts';
import { isOutdated, type PromptState } from '../../core/live/promptState.ts';
import type { Contribution } from '../base/contribution.ts';
import { commandIds } from '../base/contributions.ts';
import { pathOf } from '../base/convert.ts';
import type { Services } from '../services.ts';

/** Above a prompt: how an open verdict stands, and what can be asked about it. */
export class VerdictLenses implements vscode.CodeLensProvider, Contribution {
  private readonly services: Services;
  private readonly owned = new DisposableStore();
  private readonly changes = this.owned.add(new Emitter<void>());
  /** What was last shown for each prompt, as text. */
  private readonly shown = new Map<string, string>();
  readonly onDidChangeCodeLenses: vscode.Event<void>;

  constructor(services: Services) {
    this.services = services;
    this.onDidChangeCodeLenses = (listener) => {
      const registration = this.changes.event(() => listener());
      return new vscode.Disposable(() => registration.dispose());
    };
  }

  register(): Disposable {
    const { live } = this.services;
    this.owned.add(live.onDidChange((state) => this.changed(state)));
    this.owned.add(vscode.languages.registerCodeLensProvider({ scheme: 'file' }, this));
    return this.owned;
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const path = pathOf(document.uri);
    const { live, workspace } = this.services;
    if (!workspace.kinds.isPrompt(path)) return [];
    return verdictTexts(live.state(path)).map(
      ({ title, command }) =>
        new vscode.CodeLens(new vscode.Range(0, 0, 0, 0), { title, command, arguments: [path] }),
    );
  }

  private changed(state: PromptState): void {
    const now = JSON.stringify(verdictTexts(state));
    if (this.shown.get(state.prompt) === now) return;
    this.shown.set(state.prompt, now);
    this.changes.fire();
  }
}

interface VerdictText {
  readonly title: string;
  readonly command: string;
}

/** Nothing while results are older than the text. */
function verdictTexts(state: PromptState | undefined): readonly VerdictText[] {
  if (state === undefined) return [];
  const { running } = state;
  const open = commandIds.openPanel;
  const early = running?.early?.comparison?.live;
  if (running !== undefined) {
    return early === undefined ? [] : [{ title: early.summary, command: open }];
  }
  return state.results.filter((result) => !isOutdated(state, result)).flatMap(textsOf);
}

function textsOf({ comparison, causes }: Evaluated): readonly VerdictText[] {
  const live = comparison?.live;
  if (comparison === undefined || live === undefined) return [];
  const offer = openOffer(comparison);
  const { control } = live;
  const moved = controlTitle(control);
  const isWorse = comparison.verdict === 'regressed';
  return [
    ...(comparison.verdict === 'inconclusive'
      ? [{ title: live.summary, command: commandIds.openPanel }]
      : []),
    ...(isWorse ? worseCases(comparison) : []),
    ...(offer ? [{ title: `Resolve (${resolvePrice(offer)})`, command: commandIds.resolve }] : []),
    ...(moved === undefined ? [] : [{ title: moved, command: commandIds.openPanel }]),
    ...(isWorse && causes === undefined
      ? [{ title: 'Find the change that caused it', command: commandIds.findCause }]
      : []),
    ...(isWorse && control === undefined
      ? [{ title: 'Was it my edit?', command: commandIds.wasItMyEdit }]
      : []),
  ];
}

function worseCases({ cases }: NonNullable<Evaluated['comparison']>): readonly VerdictText[] {
  const count = cases.filter(({ verdict }) => verdict === 'regressed').length;
  if (count === 0) return [];
  const title = `${count} failing ${count === 1 ? 'case' : 'cases'}`;
  return [{ title, command: commandIds.peekCases }];
}
