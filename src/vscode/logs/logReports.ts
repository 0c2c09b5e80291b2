import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../core/lifecycle.ts';
import { basename } from '../../core/path.ts';
import type { Contribution } from '../base/contribution.ts';

const scheme = 'micro-metrics-log';
/** Reports that are kept; an older one is made again by scoring its log. */
const maxReports = 10;

/** Reports on logs as documents that can only be read. */
export class LogReports implements Contribution {
  private readonly texts = new Map<string, string>();
  private count = 0;

  register(): Disposable {
    const owned = new DisposableStore();
    owned.add(
      vscode.workspace.registerTextDocumentContentProvider(scheme, {
        provideTextDocumentContent: (uri) =>
          this.texts.get(uri.toString()) ?? 'This report is no longer kept. Score the log again.',
      }),
    );
    return owned;
  }

  /** @param log path of the log */
  add(log: string, text: string): vscode.Uri {
    this.count++;
    const uri = vscode.Uri.from({
      scheme,
      path: `/${basename(log)}.report.md`,
      query: String(this.count),
    });
    this.texts.set(uri.toString(), text);
    const [oldest] = this.texts.keys();
    if (this.texts.size > maxReports && oldest !== undefined) this.texts.delete(oldest);
    return uri;
  }

  /** As the preview of its Markdown, else as text; beside what is being edited, which keeps the focus. */
  async show(uri: vscode.Uri): Promise<void> {
    const how = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true, preview: true };
    if (vscode.extensions.getExtension('vscode.markdown-language-features') === undefined)
      await vscode.window.showTextDocument(uri, how);
    else
      await vscode.commands.executeCommand(
        'vscode.openWith',
        ...[uri, 'vscode.markdown.preview.editor', how],
      );
  }
}
