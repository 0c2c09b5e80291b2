import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from '../support/vscode/until.ts';
import { copiedBy } from './support/clipboard.ts';
import { openWindow } from './support/session.ts';
import type { Workbench } from './support/workbench.ts';

describe('Sharing a comparison', () => {
  let window: Workbench;

  before(async () => {
    window = await openWindow();
    await window.open('support.prompt.md');
    await window.editor.clickCodeLens('Run suite');
    await window.page
      .getByText(/\b(\d+) of \1 metrics pass/)
      .first()
      .waitFor();
    await window.editor.deleteLine(2);
    await window.save();
    await window.editor.codeLenses().filter({ hasText: '4 failing cases' }).waitFor();
    await window.page.keyboard.press('Control+Alt+m');
    await window.panel().locator('.case .case-id').first().waitFor();
  });

  /** Chooses an entry of the menu behind the panel's tab. */
  async function chooseInMenu(entry: string): Promise<void> {
    await window.page.locator('.tab[aria-label^="Comparison"]').click();
    await window.page
      .locator('.editor-group-container.active .editor-actions [aria-label^="More Actions"]')
      .click();
    await window.chooseInMenu(entry);
  }

  const copies: Readonly<Record<string, () => Promise<void>>> = {
    'the palette': () => window.command('Micro Metrics: Copy Comparison as Markdown'),
    "the panel's button": () =>
      window.panel().getByRole('button', { name: 'Copy as Markdown' }).click(),
    "the tab's menu": () => chooseInMenu('Copy Comparison as Markdown'),
  };
  for (const [from, act] of Object.entries(copies)) {
    it(`brings it to the clipboard as Markdown from ${from}`, async () => {
      const text = await copiedBy(window, act);

      assert.match(text, /Replies in the customer's language/);
      assert.match(text, /Fewer escalations from customers who do not write English/);
      assert.match(text, /german-fifth-turn/);
      assert.match(text, /^\|/m);
    });
  }

  const exports: Readonly<Record<string, () => Promise<void>>> = {
    'the palette': () => window.command('Micro Metrics: Export Comparison as HTML'),
    "the panel's button": () =>
      window.panel().getByRole('button', { name: 'Export as HTML' }).click(),
    "the tab's menu": () => chooseInMenu('Export Comparison as HTML'),
  };
  for (const [index, [from, act]] of Object.entries(exports).entries()) {
    it(`writes it as a page to where a person wants it from ${from}`, async () => {
      const path = join(window.folder, `shared-${index}.html`);

      await act();
      const input = window.page.locator('.quick-input-widget input').first();
      await until('the proposed place', async () =>
        (await input.inputValue()).endsWith('support.prompt.comparison.html'),
      );
      if (index === 0) await window.screenshot('share-1-place');
      await window.answer(path);

      const page = await until('the page', () => readFile(path, 'utf8').catch(() => undefined));
      assert.match(page, /^<!doctype html>/i);
      assert.match(page, /<\/html>\s*$/);
      assert.match(page, /Replies in the customer/);
      assert.match(page, /german-fifth-turn/);
      assert.doesNotMatch(page, /<script/i);
      assert.doesNotMatch(page, /(?:src|href)="https?:/i);
    });
  }
});
