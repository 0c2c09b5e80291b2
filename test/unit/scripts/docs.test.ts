import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { metricsPage } from '../../../scripts/docs/metricsPage.ts';
import { metricsTable } from '../../../scripts/docs/metricsTable.ts';
import { readmeWithTables, referencePage } from '../../../scripts/docs/readme.ts';
import { builtInMetrics } from '../../../src/core/metrics/builtIn.ts';

describe('docs/metrics.md', () => {
  it('is what `npm run docs` writes today', () => {
    const page = readFileSync(new URL('../../../docs/metrics.md', import.meta.url), 'utf8');

    assert.equal(page, metricsPage(builtInMetrics), 'Run `npm run docs`.');
  });

  it('has a section for every metric', () => {
    const page = metricsPage(builtInMetrics);

    for (const type of builtInMetrics.types) assert.ok(page.includes(`\n## ${type}\n`), type);
  });
});

const read = (name: string) => readFileSync(new URL(`../../../${name}`, import.meta.url), 'utf8');

describe('docs/reference.md', () => {
  const manifest = read('package.json');
  const page = read('docs/reference.md');

  it('has the tables that `npm run docs` writes today', () => {
    assert.equal(page, referencePage(page, manifest), 'Run `npm run docs`.');
  });

  it('names every setting', () => {
    const { contributes } = JSON.parse(manifest);

    for (const { properties } of contributes.configuration)
      for (const id of Object.keys(properties)) assert.ok(page.includes(`| \`${id}\` |`), id);
  });
});

describe('README.md', () => {
  const readme = read('README.md');

  it('has the table that `npm run docs` writes today', () => {
    assert.equal(readme, readmeWithTables(readme), 'Run `npm run docs`.');
  });

  it('names every metric once in its table', () => {
    const table = metricsTable(builtInMetrics, 'docs/metrics.md');

    for (const type of builtInMetrics.types)
      assert.equal(table.split(`[\`${type}\`]`).length, 2, type);
  });

  it('leads only to pages that are there', () => {
    const paths = [...readme.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, path = '']) => path);

    assert.notEqual(paths.length, 0);
    for (const path of paths)
      assert.ok(existsSync(new URL(`../../../${path}`, import.meta.url)), path);
  });
});
