import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nodeClock } from '../../src/node/nodeClock.ts';
import { openStore } from '../../src/node/store/openStore.ts';
import { FakeLog } from '../support/fakePorts.ts';
import { quietHistory } from '../support/quietHistory.ts';
import { until } from '../support/vscode/until.ts';
import { retireRow } from './support/retireRow.ts';
import { openWindow } from './support/session.ts';

const line = 'Always reply in the language of the customer.';
const chat = `Customer: Mein Router blinkt rot.
Bot: Bitte starten Sie den Router X neu. [KB-104] Mit freundlichen Grüßen, Nordlicht
Customer: Ja, das habe ich schon gemacht.
Bot: Dann prüfen Sie bitte das Kabel am Router X. [KB-104] Mit freundlichen Grüßen, Nordlicht
Customer: Was soll ich jetzt tun?
Bot: Please reset the Router X by holding its button for ten seconds. [KB-104] Kind regards, Nordlicht`;
const dayMs = 24 * 60 * 60 * 1000;

describe('The life of a metric', () => {
  it('leads from a complaint over a catch to its retirement, and back', async () => {
    // Tall, so that no row of the side bar is out of sight.
    const window = await openWindow({ size: { width: 1400, height: 2000 } });
    const path = join(window.folder, 'support.metrics.yaml');
    const suite = () => readFile(path, 'utf8');
    const inSuite = (text: RegExp) =>
      until(`${text} in the suite`, async () => text.test(await suite()));
    // Nobody has thought of languages yet.
    const before = (await suite()).replace(/ {2}- id: same-language\n(?: {4}.*\n)+/, '');
    assert.doesNotMatch(before, /type: language/);
    await writeFile(path, before);
    await window.open('support.prompt.md');
    await window.editor.clickCodeLens('Run suite');
    await window.page
      .getByText(/\d+ of \d+ metrics pass/)
      .first()
      .waitFor();

    // A complaint becomes a metric that guards its line.
    await window.page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(chat)})`);
    await window.command('Micro Metrics: New Case from User Issue');
    const box = window.page.locator('.quick-input-widget');
    await box.getByText('Use what was copied').click();
    await box.getByText('The reply as a whole').click();
    await box.getByText('(2/5)').waitFor();
    await window.answer('German customers are answered in English');
    await box.getByText('Fewer escalations').click();
    await box
      .getByText(/fails on this reply, passes on \d+ of \d+ stored good ones/)
      .first()
      .waitFor();
    await window.page.keyboard.press('Enter');
    await window.page.locator('.tab.active.dirty[aria-label^="support.metrics.yaml"]').waitFor();
    await window.screenshot('life-1-case');
    await window.save();
    await inSuite(/type: language\n(?: {4}.*\n)*? {4}guards: Always reply in the language of the/);

    // It catches the mistake in a later version, and somebody mends it.
    await window.open('support.prompt.md');
    await window.editor.goTo(2);
    await window.editor.deleteLine(2);
    await window.save();
    await window.page.locator('.codelens-decoration', { hasText: '1 got worse' }).waitFor();
    await window.screenshot('life-2-caught');
    await window.editor.undo();
    await window.save();
    await until('the line', async () =>
      (await readFile(join(window.folder, 'support.prompt.md'), 'utf8')).includes(line),
    );
    await window.page
      .locator('.codelens-decoration', { hasText: '1 got worse' })
      .waitFor({ state: 'detached' });

    // Months go by without a failure.
    const prompt = join(window.folder, 'support.prompt.md');
    const store = await openStore({ folder: window.folder, clock: nodeClock, log: new FakeLog() });
    const runs = await until('the runs to be stored', async () => {
      const found = await store.runs({ prompt, limit: 20 });
      return found.length >= 3 ? found : undefined;
    });
    for (const run of runs) await store.saveRun({ ...run, startedAt: run.startedAt - 130 * dayMs });
    const [newest] = runs;
    assert.ok(newest);
    await quietHistory(store, newest);
    store.close();

    // It is proposed for retirement, with what it did; retired, and restored.
    await window.command('Micro Metrics: Review Metrics');
    const row = window
      .treeRows()
      .filter({ hasText: "Replies in the customer's language" })
      .filter({ hasText: 'retire?' })
      .first();
    await row.waitFor();
    const input = await retireRow(window, row, /has not failed in \d+ days/);
    await window.screenshot('life-3-retire');
    await input.press('Enter');
    await inSuite(/retired:\n {2}- id: replies-in-the-customers-language\n/);
    await window
      .treeRows()
      .filter({ hasText: /^Retired/ })
      .first()
      .click();
    const retired = window
      .treeRows()
      .filter({ hasText: 'replies-in-the-customers-language' })
      .first();
    await retired.waitFor();
    await retired.hover();
    await retired.locator('.action-label[aria-label*="Restore"]').click();
    await inSuite(/retired: \[\]/);
    assert.match(await suite(), /type: language\n/);
  });
});
