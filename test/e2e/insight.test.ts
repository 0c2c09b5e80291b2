import assert from 'node:assert/strict';
import { until } from '../support/vscode/until.ts';
import { openWindow } from './support/session.ts';
import { type Theme, themes } from './support/workbench.ts';

describe('A regression in the prompt', () => {
  it('is explained by a hover with its history, marked beside its line, and peeked case by case', async () => {
    const window = await openWindow({ settings: { 'microMetrics.changeMarks': 'all' } });
    const { page, editor } = window;
    await window.open('support.prompt.md');
    await editor.clickCodeLens('Run suite');
    await page
      .getByText(/\b(\d+) of \1 metrics pass/)
      .first()
      .waitFor();
    await editor.clickLine(6);
    await editor.type('!');
    await editor.deleteLine(2);
    await window.save();
    await editor.codeLenses().filter({ hasText: '4 failing cases' }).waitFor();

    await until('a mark beside the change that is not to blame', async () =>
      page.evaluate(`[...document.querySelectorAll('.monaco-editor .margin *')].some((mark) =>
        [null, '::before'].some((part) =>
          getComputedStyle(mark, part).backgroundImage.includes('changed-dark')))`),
    );

    const line = page.locator('.monaco-editor .view-line span > span', {
      hasText: 'Never promise',
    });
    for (const theme of Object.keys(themes) as Theme[]) {
      await window.setTheme(theme);
      const text = await editor.hover(line);
      assert.match(text, /Promises no refund/);
      assert.match(text, /12 of 12 passed \(100 %\), was 100 %: no change shown/);
      await until('the picture', async () =>
        page.evaluate(`[...document.querySelectorAll('.monaco-hover img')].some((image) =>
          image.alt.startsWith('Pass rate over 2 versions') && image.naturalWidth > 0)`),
      );
      await window.screenshot(`insight-hover-${themes[theme]}`);
      await page.mouse.move(2, 2);
      await page.locator('.monaco-hover:visible').waitFor({ state: 'hidden' });
    }

    await window.setTheme('Dark Modern');
    await editor.clickCodeLens('4 failing cases');
    const peek = page.locator('.peekview-widget');
    await peek.waitFor();
    await peek.locator('.monaco-list-row', { hasText: 'fifth-turn' }).nth(3).waitFor();
    await window.screenshot('insight-peek');
    await page.keyboard.press('Escape');
    await peek.waitFor({ state: 'hidden' });
  });
});
