import assert from 'node:assert/strict';
import { openWindow } from './support/session.ts';

describe('The story of the example', () => {
  it('shows the regression after the language line is deleted, and the comparison beside it', async () => {
    const window = await openWindow();
    await window.open('support.prompt.md');
    await window.editor.clickCodeLens('Run suite');
    await window.page
      .getByText(/\b(\d+) of \1 metrics pass/)
      .first()
      .waitFor();
    await window.screenshot('story-1-first-run');

    await window.editor.deleteLine(2);
    await window.save();
    await window.page.locator('.monaco-editor .squiggly-error').first().waitFor();
    await window.page.locator('.codelens-decoration', { hasText: '1 got worse' }).waitFor();
    await window.screenshot('story-2-regression');

    await window.page.keyboard.press('Control+Alt+m');
    const panel = await window.panel();
    await panel.getByText("Replies in the customer's language").first().waitFor();
    await window.screenshot('story-3-comparison');

    assert.match((await panel.locator('body').textContent()) ?? '', /simulated/i);
  });
});
