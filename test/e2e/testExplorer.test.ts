import assert from 'node:assert/strict';
import { openWindow } from './support/session.ts';

describe('The Test Explorer', () => {
  it('runs prompts as tests, and shows what a save found without taking the focus', async () => {
    const window = await openWindow();
    const row = (text: RegExp) =>
      window.page.locator('.test-explorer .monaco-list-row').filter({ hasText: text });
    await window.open('support.prompt.md');
    await window.openView('Testing');
    await row(/support\.prompt\.md/)
      .first()
      .waitFor();

    await window.command('Test: Run All Tests');
    await row(/Names the product/)
      .first()
      .waitFor();
    await window.page
      .locator(
        '.test-explorer .monaco-list-row[aria-label*="Names the product"][aria-label*="Passed"]',
      )
      .waitFor();
    await window.screenshot('tests-1-run');

    await window.editor.deleteLine(2);
    await window.save();
    await window.page
      .locator(
        '.test-explorer .monaco-list-row[aria-label*="Replies in the customer"][aria-label*="Failed"]',
      )
      .waitFor();
    await window.screenshot('tests-2-save');
    const focused = window.page.locator('.editor-group-container .monaco-editor.focused');
    assert.equal(await focused.count(), 1, 'the editor keeps the focus');
  });
});
