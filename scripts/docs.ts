import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { builtInMetrics } from '../src/core/metrics/builtIn.ts';
import { metricsPage } from './docs/metricsPage.ts';
import { readmeWithTables, referencePage } from './docs/readme.ts';
import { modelsPage, suitesPage } from './docs/suitePages.ts';

/** `npm run docs`: writes the pages that are made of declarations. */
const folder = new URL('../docs/', import.meta.url);
await mkdir(folder, { recursive: true });
await writeFile(new URL('metrics.md', folder), metricsPage(builtInMetrics));
for (const [name, made] of [
  ['suites.md', suitesPage],
  ['models.md', modelsPage],
] as const) {
  const page = new URL(name, folder);
  await writeFile(page, made(await readFile(page, 'utf8')));
}
const readme = new URL('../README.md', import.meta.url);
await writeFile(readme, readmeWithTables(await readFile(readme, 'utf8')));
const reference = new URL('reference.md', folder);
const manifest = await readFile(new URL('../package.json', import.meta.url), 'utf8');
await writeFile(reference, referencePage(await readFile(reference, 'utf8'), manifest));
