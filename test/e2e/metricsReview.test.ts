import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nodeClock } from '../../src/node/nodeClock.ts';
import { openStore } from '../../src/node/store/openStore.ts';
import { FakeLog } from '../support/fakePorts.ts';
import { quietHistory } from '../support/quietHistory.ts';
import { until } from '../support/vscode/until.ts';
import { openWindow } from './support/session.ts';

describe('Review Metrics', () => {
  it('proposes to retire what has not failed for months, and retires and restores it on request', async () => {
    // Tall, so that no row of the side bar is out of sight.
    const window = await openWindow({ size: { width: 1400, height: 2000 } });
    const suite = join(window.folder, 'support.metrics.yaml');
    const inSuite = (text: RegExp) =>
      until(`${text} in the suite`, async () => text.test(await readFile(suite, 'utf8')));
    await window.open('support.prompt.md');
    await window.editor.clickCodeLens('Run suite');
    await window.page
      .getByText(/\d+ of \d+ metrics pass/)
      .first()
      .waitFor();
    const prompt = join(window.folder, 'support.prompt.md');
    const store = await openStore({ folder: window.folder, clock: nodeClock, log: new FakeLog() });
    const run = await until('the run to be stored', async () => {
      const [newest] = await store.runs({ prompt, limit: 1 });
      return newest;
    });
    await quietHistory(store, run);
    store.close();

    await window.command('Micro Metrics: Review Metrics');
    const row = window.treeRows().filter({ hasText: 'Does not shout' }).first();
    await window.treeRows().filter({ hasText: 'retire?' }).first().waitFor();
    await window.screenshot('review-1-metrics');
    await row.hover();
    await row.locator('.action-label[aria-label*="Retire"]').click();
    const input = window.page.locator('.quick-input-widget input').first();
    await until('the proposed reason', async () =>
      /has never failed in \d+ days/.test(await input.inputValue()),
    );
    await window.screenshot('review-2-reason');
    await input.press('Enter');

    await inSuite(
      /retired:\n {2}- id: not-shouting\n {4}on: \d{4}-\d\d-\d\d\n {4}reason: "It has never failed/,
    );
    await window.treeRows().filter({ hasText: 'Retired' }).first().click();
    const retired = window.treeRows().filter({ hasText: 'not-shouting' }).first();
    await retired.waitFor();
    await window.screenshot('review-3-retired');
    await retired.hover();
    await retired.locator('.action-label[aria-label*="Restore"]').click();
    await inSuite(/retired: \[\]/);
    assert.match(await readFile(suite, 'utf8'), /- id: not-shouting\n {4}name: Does not shout/);
  });
});
