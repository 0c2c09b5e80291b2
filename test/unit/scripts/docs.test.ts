import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { metricsPage } from '../../../scripts/docs/metricsPage.ts';
import { metricsTable, withMetricsTable } from '../../../scripts/docs/metricsTable.ts';
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

describe('the table of metrics in README.md', () => {
  const table = metricsTable(builtInMetrics, 'docs/metrics.md');

  it('is what `npm run docs` writes today', () => {
    const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');

    assert.equal(readme, withMetricsTable(readme, table), 'Run `npm run docs`.');
  });

  it('has every metric once', () => {
    for (const type of builtInMetrics.types)
      assert.equal(table.split(`[\`${type}\`]`).length, 2, type);
  });
});
