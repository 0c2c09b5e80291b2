import assert from 'node:assert/strict';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openWindow } from './support/session.ts';

describe('A prompt without a suite', () => {
  it('is offered one by each command that would run it, where there is none at all', async () => {
    const window = await openWindow({
      prepare: (folder) => rm(join(folder, 'support.metrics.yaml')),
    });
    await window.open('support.prompt.md');
    for (const command of ['Run Suite', 'Run Every Prompt']) {
      await window.command(`Micro Metrics: ${command}`);

      const message = (await window.notifications()).filter({
        hasText: 'There is no prompt with a suite in this workspace',
      });
      await message.getByRole('button', { name: 'New Suite' }).waitFor();
      await window.clearNotifications();
    }
    await window.command('Micro Metrics: Run Suite');
    await (await window.notifications()).first().getByRole('button', { name: 'New Suite' }).click();

    await window.page.locator('.tab.active[aria-label^="support.metrics.yaml"]').waitFor();
    assert.ok(!(await readdir(window.folder)).includes('support.metrics.yaml'));
  });

  it('is offered one beside the prompts that have one', async () => {
    const window = await openWindow({
      prepare: (folder) => writeFile(join(folder, 'new.prompt.md'), 'Be kind.\n'),
    });
    await window.open('new.prompt.md');

    await window.command('Micro Metrics: Run Suite');

    await window.page.getByText('new.prompt.md has no suite yet. Which prompt?').waitFor();
    await window.screenshot('no-suite-which');
    await window.pick('New Suite for new.prompt.md');
    await window.page.locator('.tab.active[aria-label^="new.metrics.yaml"]').waitFor();
  });
});
