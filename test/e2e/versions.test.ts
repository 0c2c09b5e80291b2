import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { until } from '../support/vscode/until.ts';
import { breakExample } from './support/example.ts';
import { openWindow } from './support/session.ts';
import type { Workbench } from './support/workbench.ts';

describe('Three versions of a prompt', () => {
  let window: Workbench;
  let file: string;

  before(async () => {
    window = await openWindow();
    file = join(window.folder, 'support.prompt.md');
    await breakExample(window);
    await window.editor.goTo(4);
    await window.page.keyboard.press('End');
    await window.editor.type(' Thank the customer.');
    await window.save();
    await window.openView('Micro Metrics');
    await row('… refund. Thank the customer').waitFor();
    for (const view of ['Regressions', 'Prompts', 'Metrics', 'Next Step']) {
      const header = window.page.locator(`.sidebar .pane-header[aria-label^="${view}"]`);
      if ((await header.getAttribute('aria-expanded')) === 'true') await header.click();
    }
  });

  function row(text: string | RegExp): Locator {
    return window.treeRows().filter({ hasText: text });
  }

  const focused = (text: string): Locator => row(text).and(window.page.locator('.focused'));
  const selected = (): Locator => window.treeRows().and(window.page.locator('.selected'));

  /** Opens the menu of the row in focus by the keyboard, and chooses from it. */
  async function chooseForFocused(entry: string): Promise<void> {
    await window.page.keyboard.press('Shift+F10');
    await window.chooseInMenu(entry);
  }

  /** Puts the keyboard into the view, on its first row. */
  async function focusFirst(): Promise<void> {
    await window.command('Micro Metrics: Focus on Versions View');
    await window.page.keyboard.press('Home');
    await focused('Thank the customer').waitFor();
  }

  it('compares the two that are selected by keyboard', async () => {
    await focusFirst();
    // A row that is only looked at leaves the keyboard in the list.
    await window.page.keyboard.press('Space');
    await window.page.locator('.tab.active[aria-label*=" support.prompt.md, preview"]').waitFor();
    await window.page.keyboard.press('Shift+ArrowDown');
    await until('two rows that are selected', async () => (await selected().count()) === 2);
    await window.screenshot('versions-1-two');

    await chooseForFocused('Compare Results of the Two');

    const panel = window.panel();
    await panel.locator('.case .case-id').first().waitFor();
    await window.screenshot('versions-2-compared');
    // The two that were chosen differ by this alone.
    assert.match(await panel.locator('h1').innerText(), /vs\s+(Version of|Previous version)/s);
    const added = await panel.locator('.prompt ins').allInnerTexts();
    assert.equal(added.join('').trim(), 'Thank the customer.');
  });

  it('opens one to be read, not written, and leaves the comparison in sight', async () => {
    await focusFirst();
    await window.page.keyboard.press('End');
    await focused('oldest kept').waitFor();

    await window.page.keyboard.press('Enter');

    await window.editor.ready();
    await until('the oldest text', async () =>
      (await window.editor.visibleLines()).some((line) => line.startsWith('Always reply')),
    );
    await window.screenshot('versions-3-opened');
    assert.ok(await window.panel().locator('h1').isVisible());
    await window.editor.type('x');
    await window.page.locator('.monaco-editor-overlaymessage', { hasText: 'read-only' }).waitFor();
    assert.equal(await window.page.locator('.tab.dirty').count(), 0);
  });

  it('pins one, with which the newest is compared at once', async () => {
    await focusFirst();
    await window.page.keyboard.press('End');
    await focused('oldest kept').waitFor();

    await chooseForFocused('Pin as Baseline');

    await focused('oldest kept').filter({ hasText: 'pinned' }).waitFor();
    // In front is a version of the prompt: it is clear which one is meant.
    await window.command('Micro Metrics: Show Comparison');
    const panel = window.panel();
    await panel.getByText('Now', { exact: true }).waitFor();
    await panel.getByText('Always reply in the language').waitFor();
    await window.screenshot('versions-4-pinned');
  });

  it('offers to unpin what is pinned, and no more to pin it', async () => {
    await focusFirst();
    await window.page.keyboard.press('End');
    await focused('oldest kept').waitFor();
    await window.page.keyboard.press('Shift+F10');
    await window.page.getByRole('menuitem', { name: 'Unpin' }).waitFor();
    assert.equal(await window.page.getByRole('menuitem', { name: 'Pin as Baseline' }).count(), 0);

    await window.chooseInMenu('Unpin');

    await focused('oldest kept').filter({ hasNotText: 'pinned' }).waitFor();
  });

  it('restores one as an edit that one undo takes back', async () => {
    const before = await readFile(file, 'utf8');
    await row('oldest kept').click({ button: 'right' });

    await window.chooseInMenu('Restore This Version');

    await window.page.locator('.tab.active.dirty[aria-label^="support.prompt.md"]').waitFor();
    await window.screenshot('versions-5-restored');
    assert.ok((await window.editor.visibleLines()).some((line) => line.startsWith('Always reply')));
    await window.editor.undo();
    await window.page.locator('.tab.active:not(.dirty)[aria-label^="support.prompt.md"]').waitFor();
    assert.ok(
      (await window.editor.visibleLines()).every((line) => !line.startsWith('Always reply')),
    );
    assert.equal(await readFile(file, 'utf8'), before);
  });
});
