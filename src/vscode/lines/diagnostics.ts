import * as vscode from 'vscode';
import type { Finding } from '../../core/findings/finding.ts';
import { type Disposable, DisposableStore } from '../../core/lifecycle.ts';
import { isOutdated, type PromptState } from '../../core/live/promptState.ts';
import type { Contribution } from '../base/contribution.ts';
import { productName } from '../base/contributions.ts';
import { toVsRange, toVsSeverity } from '../base/convert.ts';
import { comparisonUri } from '../comparison/comparisonLinks.ts';
import type { Services } from '../services.ts';
import { relatedTexts } from './relatedText.ts';

/** Shows what runs found as diagnostics; quietly, and at the place they moved to, once the text is edited. */
export class Diagnostics implements Contribution {
  private readonly services: Services;
  private readonly owned = new DisposableStore();
  private readonly collection: vscode.DiagnosticCollection;
  /** What is shown of each prompt. */
  private readonly shown = new Map<string, PromptState>();

  constructor(services: Services) {
    this.services = services;
    this.collection = this.owned.add(vscode.languages.createDiagnosticCollection('micro-metrics'));
  }

  register(): Disposable {
    this.owned.add(this.services.live.onDidChange((state) => this.showState(state)));
    return this.owned;
  }

  private showState(state: PromptState): void {
    const before = this.shown.get(state.prompt);
    const isSame =
      before?.results === state.results &&
      before.isStale === state.isStale &&
      before.olderSuites === state.olderSuites &&
      before.running?.early === state.running?.early;
    if (isSame) return;
    this.shown.set(state.prompt, state);
    const files = [...findingsIn(before), ...findingsIn(state)].map(({ finding }) => finding.file);
    for (const file of new Set(files)) this.publish(file);
  }

  private publish(file: string): void {
    const { edits } = this.services;
    const diagnostics = [...this.shown.values()].flatMap((state) =>
      findingsIn(state)
        .filter(({ finding }) => finding.file === file)
        .map(({ finding, suite, isStale }) =>
          findingDiagnostic(
            { ...finding, range: edits.now(file, finding.range) },
            { prompt: state.prompt, suite },
            isStale,
          ),
        ),
    );
    this.collection.set(vscode.Uri.file(file), diagnostics);
  }
}

interface Shown {
  /** Path of the suite that it is about. */
  readonly suite: string;
  readonly finding: Finding;
  readonly isStale: boolean;
}

function findingsIn(state: PromptState | undefined): readonly Shown[] {
  if (state === undefined) return [];
  const early = earlyFindings(state);
  const suite = state.running?.early?.target.suite.path;
  if (early.length > 0 && suite !== undefined)
    return early.map((finding) => ({ finding, suite, isStale: false }));
  return state.results.flatMap((result) => {
    const isStale = isOutdated(state, result);
    return result.findings.map((finding) => ({
      finding,
      suite: result.target.suite.path,
      isStale,
    }));
  });
}

/** Of a run that goes on: a verdict stands once it is reached; rates do not. */
function earlyFindings({ running }: PromptState): readonly Finding[] {
  return running?.early?.findings.filter(({ kind }) => kind === 'regression') ?? [];
}

function findingDiagnostic(
  finding: Finding,
  about: { readonly prompt: string; readonly suite: string },
  isStale: boolean,
): vscode.Diagnostic {
  const { range, message, severity, metric, caseId, kind, related } = finding;
  const diagnostic = new vscode.Diagnostic(
    toVsRange(range),
    isStale ? `Edited since the last run, which said: ${message}` : message,
    // Of an older text: a hint stays out of the list of problems.
    isStale ? vscode.DiagnosticSeverity.Hint : toVsSeverity(severity),
  );
  diagnostic.source = productName;
  diagnostic.code = {
    value: metric ?? caseId ?? kind,
    target: comparisonUri({
      ...about,
      ...(metric !== undefined && { metric }),
      ...(caseId !== undefined && { caseId }),
    }),
  };
  diagnostic.relatedInformation = relatedTexts(related).map(
    ({ place, text }) =>
      new vscode.DiagnosticRelatedInformation(
        new vscode.Location(vscode.Uri.file(place.file), toVsRange(place.range)),
        text,
      ),
  );
  return diagnostic;
}
