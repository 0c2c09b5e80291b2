import type { Workbench } from './workbench.ts';

/** Opens the prompt of the example, runs it, takes its language line away and waits for what that breaks. */
export async function breakExample(window: Workbench): Promise<void> {
  await window.open('support.prompt.md');
  await window.editor.clickCodeLens('Run suite');
  await window.page
    .getByText(/\b(\d+) of \1 metrics pass/)
    .first()
    .waitFor();
  await window.editor.deleteLine(2);
  await window.save();
  await window.page.locator('.codelens-decoration', { hasText: '1 got worse' }).waitFor();
}
