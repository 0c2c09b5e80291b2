import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { buildExtension } from '../support/vscode/build.ts';
import { projectRoot } from '../support/vscode/paths.ts';
import { breakExample } from './support/example.ts';
import { closeEverything, openWindow } from './support/session.ts';

/*
 * Makes the pictures of the README from the real thing: the example in VS Code, edited, run and reviewed.
 *
 *   npm run screenshots
 */

const folder = join(projectRoot, 'docs/images');

await mkdir(folder, { recursive: true });
await buildExtension();
try {
  const window = await openWindow({
    size: { width: 1440, height: 860 },
    settings: { 'workbench.activityBar.location': 'hidden', 'workbench.statusBar.visible': true },
  });
  await breakExample(window);
  await window.command('View: Close Primary Side Bar');
  await window.page.locator('.part.sidebar').waitFor({ state: 'hidden' });
  await window.editor.codeLenses().filter({ hasText: '4 failing cases' }).waitFor();
  await window.editor.hover(window.editor.squiggles('error'));
  await window.page.screenshot({
    path: join(folder, 'what-got-worse.png'),
    animations: 'disabled',
    clip: { x: 0, y: 30, width: 1030, height: 360 },
  });
  await window.page.mouse.move(2, 2);

  await window.page.keyboard.press('Control+Alt+m');
  const panel = window.panel();
  await panel.locator('.case .case-id').first().waitFor();
  await window.page.screenshot({
    path: join(folder, 'regression-beside-prompt.png'),
    animations: 'disabled',
  });

  // The next regression opens at the turn that fails.
  await panel.locator('.rows').focus();
  await window.page.keyboard.press('n');
  await panel.locator('.scores').first().waitFor();
  await panel.locator('main').screenshot({
    path: join(folder, 'comparison.png'),
    animations: 'disabled',
  });
} finally {
  await closeEverything();
}
