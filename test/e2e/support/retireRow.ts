import type { Locator } from 'playwright-core';
import { until } from '../../support/vscode/until.ts';
import type { Workbench } from './workbench.ts';

/**
 * Clicks *Retire* beside a metric, and waits until its reason is proposed. Where the rows are drawn anew between pointer and click,
 * VS Code does not say which row it was, and the command asks for it: then the click is made once more.
 */
export async function retireRow(
  { page }: Pick<Workbench, 'page'>,
  row: Locator,
  reason: RegExp,
): Promise<Locator> {
  const box = page.locator('.quick-input-widget');
  const input = box.locator('input').first();
  const click = async () => {
    await row.hover();
    await row.locator('.action-label[aria-label*="Retire"]').click();
  };
  await click();
  await until('the proposed reason', async () => {
    if (reason.test(await input.inputValue())) return true;
    if (await box.getByText('Retire which metric?').isVisible()) {
      await input.press('Escape');
      await click();
    }
    return false;
  });
  return input;
}
