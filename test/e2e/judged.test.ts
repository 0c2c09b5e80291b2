import { join } from 'node:path';
import { projectRoot } from '../support/vscode/paths.ts';
import { openWindow } from './support/session.ts';

describe('The example with judges', () => {
  it('is marked where its judges call it worse, with what they said, and compared beside it', async () => {
    const window = await openWindow({ workspace: join(projectRoot, 'examples', 'judged') });
    await window.open('reply.prompt.md');
    await window.editor.clickCodeLens('Run suite');
    await window.page
      .getByText(/\d of \d metrics pass/)
      .first()
      .waitFor();

    await window.editor.deleteLine(5);
    await window.save();
    await window.page.locator('.codelens-decoration', { hasText: /[12] got worse/ }).waitFor();
    await window.screenshot('judged-1-marks');
    const problems = await window.problems();
    const worse = problems.filter({ hasText: 'Closes politely got worse' });
    await worse.click();
    await window.page.keyboard.press('ArrowRight');
    // The first of its cases says why.
    await window.page
      .locator('.markers-panel .monaco-list-row[aria-level="3"]', {
        hasText: 'The judge chose “cold”',
      })
      .first()
      .waitFor();

    await window.command('Micro Metrics: Compare with Previous Version');
    const panel = window.panel();
    await panel.locator('.counts', { hasText: /[12] got worse/ }).waitFor();
    await panel.getByText('Revert this change').waitFor();
    await window.screenshot('judged-2-panel');
  });
});
