import { readFile, writeFile } from 'node:fs/promises';
import { findBrowser, launchBrowser } from '../test/support/vscode/browser.ts';

/** `npm run icon`: draws media/icon.svg as media/icon.png, 256 pixels wide, as the Marketplace wants it. */
const size = 256;
const folder = new URL('../media/', import.meta.url);
const browser = await launchBrowser(await findBrowser());
try {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const svg = await readFile(new URL('icon.svg', folder), 'utf8');
  await page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${svg}`);
  await writeFile(new URL('icon.png', folder), await page.screenshot({ omitBackground: true }));
} finally {
  await browser.close();
}
