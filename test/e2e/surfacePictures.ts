import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildExtension } from '../support/vscode/build.ts';
import { outputFolder } from '../support/vscode/paths.ts';
import { closeEverything, openWindow } from './support/session.ts';
import { type Theme, themes, type Workbench } from './support/workbench.ts';

/*
 * Pictures of everything that VS Code shows of the extension, in its four kinds of themes, to be looked at after a change of
 * how something is drawn.
 *
 *   node test/e2e/surfacePictures.ts [name of a surface ...] [--size wide --size narrow --size zoomed] [--theme 'Light Modern']
 *
 * They are kept in test-output/surfaces as `surface-size-theme.png`.
 */

const sizes = {
  wide: { width: 1400, height: 900 },
  narrow: { width: 800, height: 700 },
  // What is left of a window of 1400 x 900 at a zoom of 200 %.
  zoomed: { width: 700, height: 450 },
} as const;

/** What is brought to sight for a picture; each begins with the example's regression, the prompt in front. */
const surfaces: Readonly<Record<string, (window: Workbench) => Promise<void>>> = {
  sideBar: async (window) => {
    // In a small window its icon is behind a menu.
    await window.command('View: Show Micro Metrics');
    await window.treeRows().first().waitFor();
  },
  tests: async (window) => {
    await window.openView('Testing');
    const prompt = window.testRows().filter({ hasText: 'support.prompt.md' }).first();
    await prompt.waitFor();
    if ((await prompt.getAttribute('aria-expanded')) !== 'true') {
      await prompt.click();
      await window.page.keyboard.press('ArrowRight');
    }
    await window.testRows().filter({ hasText: 'Replies in the customer' }).waitFor();
  },
  suite: async (window) => {
    await window.open('support.metrics.yaml');
    await window.editor.codeLenses().filter({ hasText: 'of 12' }).first().waitFor();
  },
  hoverGap: async (window) => {
    await window.open('support.prompt.md');
    await window.editor.hover(window.editor.squiggles('error'));
  },
  hoverGuarded: async (window) => {
    const line = window.page.locator('.monaco-editor .view-line', { hasText: 'Never promise' });
    await window.editor.hover(line.locator('span > span').first());
  },
  marker: async (window) => {
    await window.editor.goTo(1);
    await window.page.keyboard.press('F8');
    await window.page.locator('.marker-widget').first().waitFor();
  },
  peek: async (window) => {
    await window.open('support.prompt.md');
    await window.editor.clickCodeLens('4 failing cases');
    await window.page.locator('.peekview-widget .monaco-list-row').nth(3).waitFor();
  },
  walkthrough: async (window) => {
    await window.command('Micro Metrics: Get Started');
    await window.page.locator('.getting-started-step').first().waitFor();
  },
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    size: { type: 'string', multiple: true, default: Object.keys(sizes) },
    theme: { type: 'string', multiple: true, default: Object.keys(themes) },
  },
});
const folder = join(outputFolder, 'surfaces');
await mkdir(folder, { recursive: true });
await buildExtension();
try {
  const window = await openWindow({ size: sizes.wide });
  await window.open('support.prompt.md');
  await window.editor.clickCodeLens('Run suite');
  await window.page
    .getByText(/\b(\d+) of \1 metrics pass/)
    .first()
    .waitFor();
  await window.editor.deleteLine(2);
  await window.save();
  await window.editor.codeLenses().filter({ hasText: '4 failing cases' }).waitFor();
  for (const [sizeName, size] of Object.entries(sizes)) {
    if (!values.size.includes(sizeName)) continue;
    await window.page.setViewportSize(size);
    for (const [name, show] of Object.entries(surfaces)) {
      if (positionals.length > 0 && !positionals.includes(name)) continue;
      for (const theme of Object.keys(themes) as Theme[]) {
        if (!values.theme.includes(theme)) continue;
        await window.setTheme(theme);
        try {
          await show(window);
        } catch (error) {
          console.error(`${name}, ${sizeName}, ${theme}: ${String(error)}`);
        }
        const path = join(folder, `${name}-${sizeName}-${themes[theme]}.png`);
        await window.page.screenshot({ path, animations: 'disabled' });
        await window.page.mouse.move(2, 2);
        await window.page.keyboard.press('Escape');
      }
    }
  }
} finally {
  await closeEverything();
}
