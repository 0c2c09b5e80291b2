import { mkdir } from 'node:fs/promises';
import { FakeSource } from '../support/panel/fakeSource.ts';
import { comparisonInput, largeSuite, noRunInput, storyCases } from '../support/panel/inputs.ts';
import { findBrowser, launchBrowser } from '../support/vscode/browser.ts';
import { openPanel, PanelServer } from './support/panelPage.ts';
import { themeKinds } from './support/themes.ts';

/** Pictures of the panel in every theme, narrow and wide, with few and many cases: `node test/browser/screenshots.ts [folder]`. */
const folder = process.argv[2] ?? 'test-output/panel';
const inputs = {
  0: noRunInput(),
  1: comparisonInput(storyCases(1)),
  20: comparisonInput(storyCases(20)),
  5000: comparisonInput(storyCases(5000), largeSuite(10)),
};
const widths = { wide: 1100, narrow: 400 };

await mkdir(folder, { recursive: true });
const browser = await launchBrowser(await findBrowser());
const server = await PanelServer.start();
try {
  for (const theme of themeKinds) {
    for (const [count, input] of Object.entries(inputs)) {
      for (const [name, width] of Object.entries(widths)) {
        const panel = await openPanel(browser, server, new FakeSource(input), {
          theme,
          width,
          height: 760,
        });
        if (count !== '0') {
          await panel.page.waitForSelector('.case .case-id');
          await panel.page.keyboard.press('n');
          await panel.page.waitForSelector('.case.is-active');
          await panel.page.keyboard.press('Enter');
          await panel.page.waitForSelector('.scores');
        }
        await panel.page.screenshot({ path: `${folder}/${theme}-${count}-${name}.png` });
        await panel.close();
      }
    }
  }
} finally {
  await server.dispose();
  await browser.close();
}
