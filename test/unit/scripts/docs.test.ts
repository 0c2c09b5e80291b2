import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { metricsPage } from '../../../scripts/docs/metricsPage.ts';
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
