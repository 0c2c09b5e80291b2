import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openWindow } from './support/session.ts';

const chat = `Customer: Mein Router blinkt rot.
Bot: Bitte starten Sie den Router X neu. Mit freundlichen Grüßen, Nordlicht
Customer: Ja, das habe ich schon gemacht.
Bot: Dann pruefen Sie bitte das Kabel am Router X. Mit freundlichen Grüßen, Nordlicht
Customer: Was soll ich jetzt tun?
Bot: Please reset the router by holding the button for ten seconds and call us again tomorrow.`;

describe('New Case from User Issue', () => {
  it('makes a pasted chat a case, and shows that a metric of the suite catches it', async () => {
    const window = await openWindow();
    const suite = join(window.folder, 'support.metrics.yaml');
    const before = await readFile(suite, 'utf8');
    await window.open('support.prompt.md');
    await window.editor.clickCodeLens('Run suite');
    await window.page
      .getByText(/\d+ of \d+ metrics pass/)
      .first()
      .waitFor();
    await window.page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(chat)})`);

    await window.command('Micro Metrics: New Case from User Issue');
    const box = window.page.locator('.quick-input-widget');
    await window.screenshot('issue-1-source');
    await box.getByText('Use what was copied').click();
    await box.getByText('The reply as a whole').waitFor();
    await window.screenshot('issue-2-mark');
    await box.getByText('The reply as a whole').click();
    await box.locator('input').first().waitFor();
    await window.screenshot('issue-3-words');
    await window.answer('German customers are answered in English https://tracker.example/4711');
    await box.getByText('Fewer escalations').waitFor();
    await window.screenshot('issue-4-goal');
    await box.getByText('Fewer escalations').click();
    const proven = box
      .getByText(/fails on this reply, passes on \d+ of \d+ stored good ones/)
      .first();
    await proven.waitFor();
    await window.screenshot('issue-5-metric');
    await window.page.keyboard.press('Enter');
    await window.page.locator('.tab.active[aria-label^="support.metrics.yaml"]').waitFor();
    await window.screenshot('issue-6-added');
    await window.save();

    const after = await readFile(suite, 'utf8');
    assert.match(after, /- id: german-customers-are-answered-in-english/);
    await window.editor.undo();
    await window.save();
    assert.equal(await readFile(suite, 'utf8'), before);
  });
});
