import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildExtension } from '../support/vscode/build.ts';
import { outputFolder } from '../support/vscode/paths.ts';
import { closeEverything, closeWindows } from './support/session.ts';
import { scenes } from './support/surfaces.ts';
import { type Theme, themes } from './support/workbench.ts';

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
  for (const { open, surfaces } of Object.values(scenes)) {
    const wanted = Object.entries(surfaces).filter(
      ([name]) => positionals.length === 0 || positionals.includes(name),
    );
    if (wanted.length === 0) continue;
    await using owned = new AsyncDisposableStack();
    const window = await open(sizes.wide, owned);
    for (const [sizeName, size] of Object.entries(sizes)) {
      if (!values.size.includes(sizeName)) continue;
      await window.page.setViewportSize(size);
      for (const [name, show] of wanted) {
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
    await closeWindows();
  }
} finally {
  await closeEverything();
}
