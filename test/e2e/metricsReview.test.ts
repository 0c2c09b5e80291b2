import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nodeClock } from '../../src/node/nodeClock.ts';
import { openStore } from '../../src/node/store/openStore.ts';
import { FakeLog } from '../support/fakePorts.ts';
import { failingHistory, quietHistory } from '../support/quietHistory.ts';
import { until } from '../support/vscode/until.ts';
import { retireRow } from './support/retireRow.ts';
import { openWindow } from './support/session.ts';
import type { Workbench } from './support/workbench.ts';

/** A window whose suite has run once, and that run. */
async function windowWithRun(prepare?: (folder: string) => Promise<void>) {
  // Tall, so that no row of the side bar is out of sight.
  const window = await openWindow({
    size: { width: 1400, height: 2000 },
    ...(prepare && { prepare }),
  });
  const suite = join(window.folder, 'support.metrics.yaml');
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
  return {
    ...{ window, store, run, suite },
    inSuite: (text: RegExp) =>
      until(`${text} in the suite`, async () => text.test(await readFile(suite, 'utf8'))),
    row: (...texts: readonly (string | RegExp)[]) =>
      texts.reduce((rows, hasText) => rows.filter({ hasText }), window.treeRows()).first(),
  };
}

/** Takes the last edit of the suite back with one undo. */
async function undoInSuite(window: Workbench): Promise<void> {
  await window.open('support.metrics.yaml');
  await window.editor.undo();
  await window.save();
}

describe('Review Metrics', () => {
  it('proposes to retire what has not failed for months, and retires and restores it on request', async () => {
    const { window, store, run, suite, inSuite, row } = await windowWithRun();
    await quietHistory(store, run);
    store.close();

    await window.command('Micro Metrics: Review Metrics');
    const proposed = row('Does not shout');
    await row('retire?').waitFor();
    await window.screenshot('review-1-metrics');
    const input = await retireRow(window, proposed, /has never failed in \d+ days/);
    await window.screenshot('review-2-reason');
    await input.press('Enter');

    await inSuite(
      /retired:\n {2}- id: not-shouting\n {4}on: \d{4}-\d\d-\d\d\n {4}reason: "It has never failed/,
    );
    await row('Retired').click();
    const retired = row('not-shouting');
    await retired.waitFor();
    await window.screenshot('review-3-retired');
    await retired.hover();
    await retired.locator('.action-label[aria-label*="Restore"]').click();
    await inSuite(/retired: \[\]/);
    assert.match(await readFile(suite, 'utf8'), /- id: not-shouting\n {4}name: Does not shout/);
  });

  it('merges a metric into its twin, which takes over the line, and undo takes all of it back', async () => {
    const { window, store, run, suite, inSuite, row } = await windowWithRun(async (folder) => {
      const path = join(folder, 'support.metrics.yaml');
      const text = await readFile(path, 'utf8');
      await writeFile(path, text.replace('id: cites-article', 'id: cites-article # since May'));
    });
    const before = await readFile(suite, 'utf8');
    await failingHistory(store, run, { failing: ['few-paragraphs', 'cites-article'], versions: 8 });
    store.close();

    await window.command('Micro Metrics: Review Metrics');
    const twin = row('Cites a help article', 'merge?');
    await twin.waitFor();
    await window.screenshot('review-merge-1-proposal');
    await twin.hover();
    await twin.locator('.action-label[aria-label*="Merge"]').click();
    const input = window.page.locator('.quick-input-widget input').first();
    await until('the proposed reason', async () =>
      /fails on the same cases as “At most 4 paragraphs”.*Merged into few-paragraphs\./.test(
        await input.inputValue(),
      ),
    );
    await input.press('Enter');

    await inSuite(
      /retired:\n {2}- id: cites-article\n(?: {4}.*\n)*? {6}id: cites-article # since May\n/,
    );
    await inSuite(/- id: few-paragraphs\n(?: {4}.*\n)*? {4}guards: Cite the help article, like/);
    await row('At most 4 paragraphs', /^(?!.*merge\?)/).waitFor();
    await row('Cites a help article').waitFor({ state: 'detached' });
    await row('Retired').click();
    await row('cites-article', 'Merged into few-paragraphs').waitFor();
    await window.screenshot('review-merge-2-merged');

    await undoInSuite(window);
    assert.equal(await readFile(suite, 'utf8'), before);
    await row('Cites a help article', 'merge?').waitFor();
  });

  it('quarantines a metric that contradicts itself: a hint that runs offline, until undo', async () => {
    const { window, store, run, suite, inSuite, row } = await windowWithRun(async (folder) => {
      const path = join(folder, 'support.metrics.yaml');
      const text = await readFile(path, 'utf8');
      await writeFile(
        path,
        text.replace('severity: warning\n    owner', 'severity: warning # loud\n    owner'),
      );
    });
    const before = await readFile(suite, 'utf8');
    await failingHistory(store, run, { failing: ['short'], versions: 1 });
    store.close();

    await window.command('Micro Metrics: Review Metrics');
    const noisy = row('At most 120 words', 'quarantine?');
    await noisy.waitFor();
    await window.screenshot('review-quarantine-1-proposal');
    await noisy.hover();
    await noisy.locator('.action-label[aria-label*="Quarantine"]').click();

    await inSuite(
      /- id: short\n(?: {4}.*\n)*? {4}severity: hint # loud\n(?: {4}.*\n)*? {4}stage: offline\n/,
    );
    await row('At most 120 words', 'In quarantine').waitFor();
    await window.screenshot('review-quarantine-2-done');

    await window.command('Micro Metrics: Run Suite with Offline Metrics');
    await window.page
      .getByText(/\d+ of 12 passed \| offline/)
      .first()
      .waitFor();
    await window.editor.clickCodeLens('passed | offline');
    await window.panel().getByText('offline', { exact: true }).first().waitFor();
    await window.screenshot('review-quarantine-3-offline');

    await undoInSuite(window);
    assert.equal(await readFile(suite, 'utf8'), before);
    await row('At most 120 words', 'quarantine?').waitFor();
  });
});
