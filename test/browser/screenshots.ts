import { mkdir } from 'node:fs/promises';
import { FakeSource } from '../support/panel/fakeSource.ts';
import {
  comparisonInput,
  largeSuite,
  noRunInput,
  storyCases,
  storySuite,
  strangeCases,
} from '../support/panel/inputs.ts';
import { findBrowser, launchBrowser } from '../support/vscode/browser.ts';
import { openPanel, PanelServer } from './support/panelPage.ts';
import { themeKinds } from './support/themes.ts';

/**
 * Pictures of the panel in every theme, narrow and wide, with few and many cases:
 * `node test/browser/screenshots.ts [folder] [words that the name of a picture must have]`.
 */
const [folder = 'test-output/panel', ...wanted] = process.argv.slice(2);
const inputs = {
  0: noRunInput(),
  1: comparisonInput(storyCases(1)),
  20: comparisonInput(storyCases(20)),
  strange: comparisonInput(strangeCases, storySuite, {
    causes: [{ line: 1, text: 'Caused by this change: with it reverted 4 of 4 runs passed.' }],
  }),
  5000: comparisonInput(storyCases(5000), largeSuite(10)),
};
const widths = { wide: 1100, middle: 700, narrow: 400 };

await mkdir(folder, { recursive: true });
const browser = await launchBrowser(await findBrowser());
const server = await PanelServer.start();
try {
  for (const theme of themeKinds) {
    for (const [count, input] of Object.entries(inputs)) {
      for (const [name, width] of Object.entries(widths)) {
        const picture = `${theme}-${count}-${name}`;
        if (!wanted.every((word) => picture.includes(word))) continue;
        const panel = await openPanel(browser, server, new FakeSource(input), {
          theme,
          width,
          height: 760,
        });
        if (count !== '0') {
          await panel.page.waitForSelector('.case .case-id');
          await panel.page.screenshot({ path: `${folder}/${picture}-top.png` });
          await panel.page.keyboard.press('n');
          await panel.page.waitForSelector('.case.is-active');
          await panel.page.keyboard.press('Enter');
          await panel.page.waitForSelector('.scores');
        }
        await panel.page.screenshot({ path: `${folder}/${picture}.png` });
        await panel.close();
      }
    }
  }
} finally {
  await server.dispose();
  await browser.close();
}
