import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../support/vscode/paths.ts';
import { until } from '../support/vscode/until.ts';
import { openWindow } from './support/session.ts';

describe('Suggest Metrics and Cases', () => {
  it('asks before it asks the model, and adds what is ticked, marked as suggested', async () => {
    const window = await openWindow();
    const path = join(window.folder, 'support.metrics.yaml');
    await window.open('support.prompt.md');

    await window.command('Micro Metrics: Suggest Metrics and Cases');
    await window.page.locator('.codicon-bell-dot').waitFor();
    await window.command('Notifications: Show Notifications');
    const center = window.page.locator('.notifications-center');
    await center.getByText(/1 call, about \$0; the prompt and its suite are sent to it/).waitFor();
    await window.screenshot('suggest-1-question');
    await center.getByRole('button', { name: 'Ask', exact: true }).click();

    const box = window.page.locator('.quick-input-widget');
    await box.getByText('refund-in-spanish').waitFor();
    await box
      .getByText(/suggested by .*\(simulated\)/)
      .first()
      .waitFor();
    await window.screenshot('suggest-2-picker');
    await box.getByRole('button', { name: 'OK' }).click();
    await window.page.locator('.tab.active.dirty[aria-label^="support.metrics.yaml"]').waitFor();
    await window.screenshot('suggest-3-added');
    await window.save();

    await until('the suggestions in the suite', async () =>
      /# suggested by .* \(simulated\)\n {2}- id: refund-in-spanish/.test(
        await readFile(path, 'utf8'),
      ),
    );
  });

  it('asks a language model of VS Code that another extension brings', async () => {
    const window = await openWindow({
      companions: join(projectRoot, 'test', 'fixtures', 'companions'),
      prepare: async (folder) => {
        const path = join(folder, 'support.metrics.yaml');
        const text = await readFile(path, 'utf8');
        await writeFile(
          path,
          text.replace(/^model: .*$/m, 'model: { provider: vscode, name: oracle }'),
        );
      },
    });
    const path = join(window.folder, 'support.metrics.yaml');
    await window.open('support.prompt.md');

    await window.command('Micro Metrics: Suggest Metrics and Cases');
    await window.page.locator('.codicon-bell-dot').waitFor();
    await window.command('Notifications: Show Notifications');
    const center = window.page.locator('.notifications-center');
    await center
      .getByText(/Ask oracle for more metrics and cases\? 1 call, price unknown/)
      .waitFor();
    await center.getByRole('button', { name: 'Ask', exact: true }).click();

    const box = window.page.locator('.quick-input-widget');
    await box.getByText('hostile-customer').waitFor();
    await window.screenshot('suggest-4-language-model');
    await box.getByRole('button', { name: 'OK' }).click();
    await window.page.locator('.tab.active.dirty[aria-label^="support.metrics.yaml"]').waitFor();
    await window.save();
    await until('the suggestions in the suite', async () =>
      /# suggested by oracle.*\n {2}- id: hostile-customer/.test(await readFile(path, 'utf8')),
    );
  });
});
