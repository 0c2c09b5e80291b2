import assert from 'node:assert/strict';
import { openWindow } from './support/session.ts';

describe('The Test Explorer', () => {
  it('runs prompts as tests, and shows what a save found without taking the focus', async () => {
    const window = await openWindow();
    const row = (text: RegExp) =>
      window.page.locator('.test-explorer .monaco-list-row').filter({ hasText: text });
    const state = (word: string) =>
      window.page
        .locator(
          `.test-explorer .monaco-list-row[aria-label*="support.prompt.md"][aria-label*="${word}"]`,
        )
        .waitFor();
    await window.open('support.prompt.md');
    await window.openView('Testing');
    await row(/support\.prompt\.md/)
      .first()
      .waitFor();

    await window.command('Test: Run All Tests');
    await state('Passed');
    await window.screenshot('tests-1-run');

    await window.editor.deleteLine(2);
    await window.save();
    await state('Failed');
    await window.screenshot('tests-2-save');
    const focused = window.page.locator('.editor-group-container .monaco-editor.focused');
    assert.equal(await focused.count(), 1, 'the editor keeps the focus');
  });
});
