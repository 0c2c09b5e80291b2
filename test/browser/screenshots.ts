import { mkdir, readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { FakeSource } from '../support/panel/fakeSource.ts';
import { findBrowser, launchBrowser } from '../support/vscode/browser.ts';
import { openPanel, PanelServer } from './support/panelPage.ts';
import { panelStates } from './support/states.ts';
import { themeKinds } from './support/themes.ts';
import { until } from './support/until.ts';

/**
 * Pictures of the panel in every theme, at 100 % and 200 %, narrow and wide, in every state, and a sheet of each theme and
 * state to look at them together:
 * `node test/browser/screenshots.ts [folder] [words that the name of a picture must have]`.
 */
const [folder = 'test-output/panel', ...wanted] = process.argv.slice(2);
/** Width in CSS pixels, and pixels of the screen for each of them. */
const sizes = {
  wide: { width: 1600, height: 900, scale: 1 },
  'wide-200': { width: 800, height: 450, scale: 2 },
  narrow: { width: 400, height: 900, scale: 1 },
  'narrow-200': { width: 320, height: 600, scale: 2 },
};

await mkdir(folder, { recursive: true });
const browser = await launchBrowser(await findBrowser());
const server = await PanelServer.start();
try {
  for (const theme of themeKinds) {
    for (const state of panelStates()) {
      const sheet: string[] = [];
      for (const [name, size] of Object.entries(sizes)) {
        const picture = `${theme}-${state.name}-${name}`;
        if (!wanted.every((word) => picture.includes(word))) continue;
        const panel = await openPanel(
          browser,
          server,
          new FakeSource(state.input, state.requests),
          {
            theme,
            ...size,
          },
        );
        sheet.push(`${folder}/${picture}-top.png`);
        if (state.input.new !== undefined)
          await until(panel.page, `document.querySelector('.case .case-id') !== null`);
        await panel.page.screenshot({ path: `${folder}/${picture}-top.png` });
        if (state.arrange !== undefined) {
          await state.arrange(panel.page);
          sheet.push(`${folder}/${picture}.png`);
          await panel.page.screenshot({ path: `${folder}/${picture}.png` });
        }
        await panel.close();
      }
      if (sheet.length > 0) await together(browser, sheet, `${folder}/${theme}-${state.name}.png`);
    }
  }
} finally {
  await server.dispose();
  await browser.close();
}

/** One picture of many. */
async function together(of: Browser, pictures: readonly string[], path: string): Promise<void> {
  const images = await Promise.all(
    pictures.map(async (picture) => {
      const width = picture.includes('narrow') ? 400 : 1000;
      return `<img width="${width}" src="data:image/png;base64,${(await readFile(picture)).toString('base64')}">`;
    }),
  );
  const page = await of.newPage({ viewport: { width: 2030, height: 800 } });
  await page.setContent(
    `<body style="margin:0;background:#888;display:flex;flex-wrap:wrap;gap:8px;align-items:flex-start">${images.join('')}</body>`,
  );
  await page.screenshot({ path, fullPage: true });
  await page.close();
}
