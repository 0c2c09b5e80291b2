import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { DisposableStore } from '../../core/lifecycle.ts';
import type { RevealMessage } from '../../panel/protocol.ts';
import { savedKeyShape } from '../../panel/savedKey.ts';
import { PanelSession } from '../../panel/session.ts';
import type { ComparePanelSource } from '../../panel/source.ts';
import { comparePanelType } from '../base/contributions.ts';
import { panelHtml } from './panelHtml.ts';

/** What a compare panel needs of the extension. */
export interface ComparePanelContext {
  readonly extensionUri: vscode.Uri;
  /** Icon of the tab, where there is one. */
  readonly icon?: vscode.Uri | { readonly light: vscode.Uri; readonly dark: vscode.Uri };
  log(message: string): void;
}

export interface ShowOptions {
  /** Case or metric to lead to. */
  readonly target?: Omit<RevealMessage, 'type'>;
  /** True: the editor keeps the focus. Default false. */
  readonly preserveFocus?: boolean;
}

/** The comparison beside the editor: one panel, reused for whatever is compared. */
export class ComparePanel implements vscode.Disposable {
  private readonly context: ComparePanelContext;
  private open: OpenPanel | undefined;

  constructor(context: ComparePanelContext) {
    this.context = context;
  }

  /** Key of what is compared, as long as the panel is what a person works in. */
  get activeKey(): string | undefined {
    return this.open?.panel.active === true ? this.open.key : undefined;
  }

  /** Shows a source beside the active editor; a panel that is open already stays where it is. */
  show(source: ComparePanelSource, options: ShowOptions = {}): void {
    const preserveFocus = options.preserveFocus ?? false;
    if (this.open === undefined) {
      const panel = vscode.window.createWebviewPanel(
        comparePanelType,
        titleOf(source),
        { viewColumn: vscode.ViewColumn.Beside, preserveFocus },
        webviewOptions(this.context.extensionUri),
      );
      this.adopt(panel, source);
    } else {
      this.open.setSource(source);
      this.open.panel.reveal(undefined, preserveFocus);
    }
    if (options.target !== undefined) this.open?.session.reveal(options.target);
  }

  /** Brings a panel back after a restart, with the source of the key that its state had; one without a key closes. */
  revive(
    panel: vscode.WebviewPanel,
    state: unknown,
    sourceOf: (key: string) => ComparePanelSource,
  ): void {
    const key = savedKeyShape(state) ? state.key : undefined;
    if (key === undefined || this.open !== undefined) panel.dispose();
    else this.adopt(panel, sourceOf(key));
  }

  dispose(): void {
    this.open?.panel.dispose();
  }

  private adopt(panel: vscode.WebviewPanel, source: ComparePanelSource): void {
    const open = new OpenPanel(panel, source, this.context);
    this.open = open;
    panel.onDidDispose(() => {
      open.dispose();
      if (this.open === open) this.open = undefined;
    });
  }
}

/** One webview with its session, until it is closed. */
class OpenPanel implements vscode.Disposable {
  readonly panel: vscode.WebviewPanel;
  private readonly context: ComparePanelContext;
  private readonly owned = new DisposableStore();
  private source: ComparePanelSource;
  session: PanelSession;

  constructor(
    panel: vscode.WebviewPanel,
    source: ComparePanelSource,
    context: ComparePanelContext,
  ) {
    this.panel = panel;
    this.context = context;
    this.source = source;
    panel.webview.options = webviewOptions(context.extensionUri);
    if (context.icon !== undefined) panel.iconPath = context.icon;
    this.session = this.newSession();
    this.owned.add(panel.webview.onDidReceiveMessage((raw: unknown) => this.session.receive(raw)));
    this.load();
  }

  get key(): string {
    return this.source.getState().key;
  }

  /** Another source starts the page anew; the same one keeps it. */
  setSource(source: ComparePanelSource): void {
    if (source === this.source) return;
    this.source = source;
    this.session.dispose();
    this.session = this.newSession();
    this.load();
  }

  dispose(): void {
    this.session.dispose();
    this.owned.dispose();
  }

  private load(): void {
    this.panel.title = titleOf(this.source);
    this.panel.webview.html = panelHtml({
      nonce: randomBytes(18).toString('base64'),
      cspSource: this.panel.webview.cspSource,
      fileUri: (name) =>
        this.panel.webview
          .asWebviewUri(vscode.Uri.joinPath(this.context.extensionUri, 'dist', 'panel', name))
          .toString(),
    });
  }

  private newSession(): PanelSession {
    return new PanelSession(this.source, {
      // A message to a panel that is hidden or gone is dropped; it asks again when it is back.
      post: (message) => void this.panel.webview.postMessage(message),
      schedule: (callback, ms) => {
        const timer = setTimeout(callback, ms);
        return { dispose: () => clearTimeout(timer) };
      },
      log: (message) => this.context.log(message),
    });
  }
}

function titleOf(source: ComparePanelSource): string {
  return `Comparison: ${source.getState().title}`;
}

function webviewOptions(
  extensionUri: vscode.Uri,
): vscode.WebviewOptions & vscode.WebviewPanelOptions {
  return {
    enableScripts: true,
    enableForms: false,
    enableCommandUris: false,
    localResourceRoots: [vscode.Uri.joinPath(extensionUri, 'dist', 'panel')],
  };
}
