import { until } from '../../support/vscode/until.ts';
import type { Workbench } from './workbench.ts';

/** Does something, and waits for what it brings to the clipboard. */
export async function copiedBy(
  { page }: Pick<Workbench, 'page'>,
  act: () => Promise<void>,
): Promise<string> {
  await page.evaluate(`navigator.clipboard.writeText('before')`);
  await act();
  return await until('a copy', async () => {
    const text = String(await page.evaluate('navigator.clipboard.readText()'));
    return text === 'before' ? undefined : text;
  });
}
