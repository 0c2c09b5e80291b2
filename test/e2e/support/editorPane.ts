import type { Locator, Page } from 'playwright-core';
import { until } from '../../support/vscode/until.ts';

/** How bad a squiggle is; the words of VS Code's diagnostic severities. */
export type SquiggleKind = 'error' | 'warning' | 'info' | 'hint';

/** Group of editors that has the focus; a webview panel beside it is another group. */
const active = '.editor-group-container.active .editor-instance .monaco-editor';

/** The text editor that has the focus. Lines and columns are 1-based, as on screen. */
export class EditorPane {
  private readonly page: Page;
  private readonly quick: (query: string) => Promise<void>;

  constructor(page: Page, quick: (query: string) => Promise<void>) {
    this.page = page;
    this.quick = quick;
  }

  /** Waits until the text is drawn. */
  async ready(): Promise<void> {
    await this.page.locator(`${active} .view-line`).first().waitFor();
  }

  /** Puts the cursor at a place by the keyboard; scrolls there. */
  async goTo(line: number, column = 1): Promise<void> {
    await this.quick(`:${line},${column}`);
  }

  /** Scrolls to a line and clicks behind its text. */
  async clickLine(line: number): Promise<void> {
    await this.goTo(line);
    const number = this.page
      .locator(`${active} .margin-view-overlays .line-numbers`)
      .filter({ hasText: new RegExp(`^\\s*${line}\\s*$`) });
    const row = await number.boundingBox();
    const text = await this.page.locator(`${active} .view-lines`).boundingBox();
    if (row === null || text === null) throw new Error(`Line ${line} is not on the screen.`);
    await this.page.mouse.click(text.x + 4, row.y + row.height / 2);
    await this.page.keyboard.press('End');
  }

  /** Types at the cursor, key by key. */
  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text);
  }

  /** Removes a whole line. */
  async deleteLine(line: number): Promise<void> {
    await this.goTo(line);
    await this.page.keyboard.press('ControlOrMeta+Shift+K');
  }

  /** Takes back the last change. */
  async undo(): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+Z');
  }

  /** The lines on screen, top to bottom. */
  async visibleLines(): Promise<readonly string[]> {
    const lines = this.page.locator(`${active} .view-lines .view-line`);
    const read = await Promise.all(
      (await lines.all()).map(async (line) => ({
        top: (await line.boundingBox())?.y ?? 0,
        // The editor draws spaces as no-break spaces.
        text: ((await line.textContent()) ?? '').replaceAll('\u00a0', ' '),
      })),
    );
    return read.sort((a, b) => a.top - b.top).map((line) => line.text);
  }

  /** The squiggles on screen. Diagnostics of severity hint are drawn as dots. */
  squiggles(kind: SquiggleKind): Locator {
    return this.page.locator(`${active} .squiggly-${kind}`);
  }

  /** Texts of the CodeLenses on screen. */
  codeLenses(): Locator {
    return this.page.locator(`${active} .codelens-decoration a`);
  }

  /** Clicks the CodeLens that contains a text. */
  async clickCodeLens(text: string): Promise<void> {
    await this.codeLenses().filter({ hasText: text }).first().click();
  }

  /** Texts that decorations show behind the lines. */
  async textsBehindLines(): Promise<readonly string[]> {
    const found: unknown = await this.page.evaluate(`
      [...document.querySelectorAll('${active} .view-line span')]
        .map((span) => getComputedStyle(span, '::after').content)
        .filter((content) => content !== 'none' && content !== 'normal' && content !== '""')
        .map((content) => content.replace(/^"|"$/g, '').replaceAll('\\u00a0', ' ').trim())
    `);
    return Array.isArray(found) ? found.map(String) : [];
  }

  /** Rests the mouse on something in the editor and gives the text of the hover that opens. */
  async hover(target: Locator): Promise<string> {
    const rows = this.page.locator('.monaco-hover:visible .hover-row');
    return await until('a hover', async () => {
      const box = await target.first().boundingBox();
      if (box === null) return undefined;
      // The mouse has to come from elsewhere, or a hover that a redraw has closed does not open again.
      await this.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2 + 1);
      await this.page.mouse.move(box.x + box.width / 2 + 1, box.y + box.height / 2);
      await rows.first().waitFor({ timeout: 2000 });
      return (await rows.allInnerTexts()).join('\n').trim();
    });
  }
}
