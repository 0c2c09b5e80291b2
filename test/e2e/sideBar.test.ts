import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from '../support/vscode/until.ts';
import { openWindow } from './support/session.ts';

describe('The side bar', () => {
  it('leads from a regression to its place, lists prompts and versions, and restores a version as an edit', async () => {
    const window = await openWindow();
    const row = (text: string | RegExp) => window.treeRows().filter({ hasText: text });
    await window.open('support.prompt.md');
    await window.openView('Micro Metrics');
    await row('not run yet').waitFor();
    await window.screenshot('views-1-before');

    await window.editor.clickCodeLens('Run suite');
    await row(/\d\/11 pass/)
      .first()
      .waitFor();
    await row('oldest kept').waitFor();
    await window.editor.deleteLine(2);
    await window.save();
    await row("Replies in the customer's language").first().waitFor();
    await row('german-fifth-turn').waitFor();
    await row('− Always reply in the language').waitFor();
    await window.screenshot('views-2-regression');
    assert.equal(
      await window.page
        .locator('.activitybar .action-item', {
          has: window.page.locator('[aria-label^="Micro Metrics"]'),
        })
        .locator('.badge-content')
        .innerText(),
      // The metric that got worse; that its guarded text is gone is no second matter.
      '1',
    );

    await row('− Always reply in the language').click();
    await row('oldest kept').click({ modifiers: ['ControlOrMeta'] });
    await row('oldest kept').click({ button: 'right' });
    await window.screenshot('views-3-two');
    await window.chooseInMenu('Compare Results of the Two');
    const panel = window.panel();
    await panel.locator('.counts', { hasText: '1 got worse' }).waitFor();
    assert.match(await panel.locator('h1').innerText(), /Now.*vs\s+Previous version/s);
    await window.screenshot('views-3-compared');

    // Two are selected still: what is about one version is about the row that was clicked.
    await row('oldest kept').click({ button: 'right' });
    await window.screenshot('views-3-menu');
    await window.chooseInMenu('Restore This Version');
    await window.page.locator('.tab.active.dirty').waitFor();
    await row(/pass, edited since/)
      .first()
      .waitFor();
    await window.screenshot('views-4-restored');
    const file = join(window.folder, 'support.prompt.md');
    assert.ok(!(await readFile(file, 'utf8')).includes('Always reply'));
    await window.save();
    assert.ok((await readFile(file, 'utf8')).includes('Always reply'));
    await row(/edited since/)
      .first()
      .waitFor({ state: 'hidden' });
    const prompt = row('support.prompt.md').first();
    await until('the result of the restored version', async () =>
      // Fewer metrics than before: how a reply ended is not judged where it comes from the store.
      /\b(\d+)\/\1 pass/.test(await prompt.innerText()),
    );
    await row(/german-fifth-turn/).waitFor({ state: 'hidden' });
    await window.screenshot('views-5-after');
  });
});
