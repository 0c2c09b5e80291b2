import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContext, FrameLocator, Locator, Page } from 'playwright-core';
import { outputFolder } from '../../support/vscode/paths.ts';
import { until } from '../../support/vscode/until.ts';
import { EditorPane } from './editorPane.ts';

/** Identifier of the extension under test, `publisher.name`. */
const extensionId = 'micro-metrics.micro-metrics';

/** Selectors of the workbench of VS Code 1.139; kept here and in the editor pane alone. */
const css = {
  ready:
    '.monaco-workbench .explorer-folders-view .monaco-list-row, .monaco-workbench .editor-group-watermark',
  quickInput: '.quick-input-widget input',
  quickRow: '.quick-input-list .monaco-list-row',
  problems: '.markers-panel .monaco-list-row[aria-level="2"]',
  statusItem: '.statusbar-item',
  notification: '.notifications-center .notification-list-item',
  panelFrame: 'iframe.webview.ready:not([src*="purpose=webviewView"])',
  sideBarFrame: 'iframe.webview.ready[src*="purpose=webviewView"]',
  treeRow: '.tree-explorer-viewlet-tree-view .monaco-list-row',
} as const;

/** One theme of each kind that VS Code has, with the class that its window has then. */
export const themes = {
  'Dark Modern': 'vs-dark',
  'Light Modern': 'vs',
  'Default High Contrast': 'hc-black',
  'Default High Contrast Light': 'hc-light',
} as const;

export type Theme = keyof typeof themes;

/** A VS Code window in the browser, in the terms of a person who uses it. Every question waits for its answer. */
export class Workbench {
  readonly page: Page;
  /** Absolute path of the open folder, a copy that belongs to this window. */
  readonly folder: string;
  /** The editor that has the focus. */
  readonly editor: EditorPane;
  private readonly context: BrowserContext;

  constructor(context: BrowserContext, page: Page, folder: string) {
    this.context = context;
    this.page = page;
    this.folder = folder;
    this.editor = new EditorPane(page, (query) => this.quick(query));
  }

  /** Waits until the window can be used. */
  async ready(): Promise<void> {
    await this.page.locator(css.ready).first().waitFor({ timeout: 60_000 });
  }

  /** Waits until a status bar item of the extension is there, and gives it. Its text changes with what the extension does. */
  async statusItem(id = extensionId): Promise<Locator> {
    const item = this.page.locator(`${css.statusItem}[id^="${id}"]`).first();
    await item.waitFor({ timeout: 60_000 });
    return item;
  }

  /** Text of the extension's status bar items, as a person reads it. */
  async statusText(id = extensionId): Promise<string> {
    const items = await this.page.locator(`${css.statusItem}[id^="${id}"]`).allInnerTexts();
    return items.map((text) => text.trim()).join(' | ');
  }

  /** Runs a command by its full title as the palette shows it, for example `Micro Metrics: Run Suite`. */
  async command(title: string): Promise<void> {
    await this.quick(`>${title}`, `${css.quickRow}.focused[aria-label^="${quoted(title)}"]`);
  }

  /** Opens a file of the folder by its name or path and waits until its text can be edited. */
  async open(file: string): Promise<void> {
    const name = file.split('/').at(-1) ?? file;
    await this.quick(file, `${css.quickRow}.focused[aria-label^="${quoted(name)}"]`);
    await this.page
      .locator(`.tab.active[aria-label^="${quoted(name)}"]`)
      .first()
      .waitFor();
    await this.editor.ready();
  }

  /** Saves the file that has the focus and waits until it is no longer marked as changed. */
  async save(): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+S');
    await this.page
      .locator('.editor-group-container.active .tab.active.dirty')
      .waitFor({ state: 'detached' });
  }

  /** Opens the Problems view and gives one row per problem; its `aria-label` holds severity, message and place. */
  async problems(): Promise<Locator> {
    if (!(await this.page.locator('.markers-panel').isVisible())) {
      await this.command('View: Focus Problems');
      await this.page.locator('.markers-panel').waitFor();
    }
    return this.page.locator(css.problems);
  }

  /** Opens the notification center and gives what is in it. (Toasts are held back while a driver is attached.) */
  async notifications(): Promise<Locator> {
    await this.command('Notifications: Show Notifications');
    return this.page.locator(css.notification);
  }

  /**
   * Empties the notification center. One that is full keeps its place when a message comes: the message is then above what
   * can be seen, and not in the page.
   */
  async clearNotifications(): Promise<void> {
    await until(
      'an empty notification center',
      async () => {
        await this.command('Notifications: Clear All Notifications');
        return (await (await this.notifications()).count()) === 0;
      },
      { timeoutMs: 60_000, everyMs: 100 },
    );
  }

  /** The content of the webview panel, once it is loaded. */
  panel(): FrameLocator {
    return this.page.locator(css.panelFrame).last().contentFrame().frameLocator('#active-frame');
  }

  /** The content of the webview in the side bar, once it is loaded. */
  sideBarPanel(): FrameLocator {
    return this.page.locator(css.sideBarFrame).last().contentFrame().frameLocator('#active-frame');
  }

  /** Opens a view container of the activity bar by its title. */
  async openView(title: string): Promise<void> {
    const item = this.page
      .locator('.activitybar .action-item')
      .filter({ has: this.page.locator(`.action-label[aria-label^="${quoted(title)}"]`) });
    const isOpen = /\bchecked\b/.test((await item.getAttribute('class')) ?? '');
    // A badge lies above the icon and takes its clicks along.
    if (!isOpen) await item.click();
  }

  /** Rows of the extension's tree views in the side bar. */
  treeRows(): Locator {
    return this.page.locator(css.treeRow);
  }

  /** Rows of the Test Explorer, once it is open; `aria-label` holds name and state. */
  testRows(): Locator {
    return this.page.locator('.test-explorer .monaco-list-row');
  }

  /** Chooses an entry of a menu that is open. By keyboard: for a moment after it has opened, a menu takes no click. */
  async chooseInMenu(name: string): Promise<void> {
    const entry = this.page.getByRole('menuitem', { name });
    // A mouse that rests there already has to move before the entry has the focus.
    await entry.hover({ position: { x: 8, y: 8 } });
    await entry.hover();
    await this.page.keyboard.press('Enter');
  }

  /** Chooses a row of a quick pick that is open, by the start of its label. */
  async pick(label: string): Promise<void> {
    await this.page
      .locator(`${css.quickRow}[aria-label^="${quoted(label)}"]`)
      .first()
      .click();
  }

  /** Types into an input box that is open and accepts it. */
  async answer(text: string): Promise<void> {
    const input = this.page.locator(css.quickInput).first();
    await input.waitFor();
    await input.fill(text);
    await input.press('Enter');
  }

  /** Keeps a picture of the window as `test-output/<name>.png` and gives its path. */
  async screenshot(name: string): Promise<string> {
    await mkdir(outputFolder, { recursive: true });
    const path = join(outputFolder, `${name.replaceAll(/[^\w.-]+/g, '-')}.png`);
    await this.page.screenshot({ path, animations: 'disabled' });
    return path;
  }

  /**
   * Loads the window anew, as after a restart of VS Code, once the browser has stored that an editor with this text in its
   * description is open: VS Code does so every few seconds.
   */
  async reload(editor: string): Promise<void> {
    await this.stored(editor);
    await this.page.reload();
    await this.ready();
  }

  /** Closes the window and opens it again, once what is to be found again is stored; see {@link reload}. */
  async closeAndOpen(stored: string): Promise<void> {
    await this.stored(stored);
    const address = this.page.url();
    await this.page.goto('about:blank');
    await this.page.goto(address);
    await this.ready();
  }

  private async stored(text: string): Promise<void> {
    await until(
      `${text} among the stored editors`,
      async () => String(await this.page.evaluate(storedEditors)).includes(text),
      { timeoutMs: 60_000, everyMs: 200 },
    );
  }

  /** Changes the colour theme, by the settings of the workspace, and waits until it is drawn. */
  async setTheme(theme: Theme): Promise<void> {
    const folder = join(this.folder, '.vscode');
    await mkdir(folder, { recursive: true });
    const settings = { 'workbench.colorTheme': theme };
    await writeFile(join(folder, 'settings.json'), JSON.stringify(settings));
    await this.page.locator(`.monaco-workbench.${themes[theme]}`).waitFor();
  }

  /** Closes the window. */
  async close(): Promise<void> {
    await this.context.close();
  }

  /**
   * Types into Quick Open and accepts: `>command`, a file's name, or `:line`. Keys pressed while a window settles or an older
   * box is closing get lost, so the box is opened and filled until the wanted row has the focus.
   */
  private async quick(query: string, wantedRow = `${css.quickRow}.focused`): Promise<void> {
    const input = this.page.locator(css.quickInput).first();
    const row = this.page.locator(wantedRow).first();
    await until(
      `"${query}" in Quick Open`,
      async () => {
        if (!(await input.isVisible())) await this.page.keyboard.press('F1');
        if ((await input.inputValue({ timeout: 1000 })) !== query) {
          await input.fill(query, { timeout: 1000 });
        }
        await row.waitFor({ timeout: 2000 }).catch(async (error: unknown) => {
          // A list that was made before the extension's commands were known does not learn of them: ask anew.
          await input.fill('', { timeout: 1000 });
          throw error;
        });
        return true;
      },
      { timeoutMs: 60_000, everyMs: 100 },
    );
    await input.press('Enter');
    // The box itself may stay: a command can ask its own question in it.
    await row.waitFor({ state: 'hidden' });
  }
}

/** Runs in the page: the open editors as VS Code keeps them in the browser, for all workspaces. */
const storedEditors = `(async () => {
  const answer = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const found = [];
  for (const { name } of await indexedDB.databases()) {
    if (!name.startsWith('vscode-web-state-db-')) continue;
    const database = await answer(indexedDB.open(name));
    if (database.objectStoreNames.contains('ItemTable')) {
      const items = database.transaction('ItemTable').objectStore('ItemTable');
      found.push(await answer(items.get('memento/workbench.parts.editor')));
    }
    database.close();
  }
  return found.join('\\n');
})()`;

function quoted(text: string): string {
  return text.replaceAll(/["\\]/g, '\\$&');
}
