import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
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
    await center.getByText(/1 call, about \$0; the prompt is sent to it/).waitFor();
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
});
