import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../support/vscode/paths.ts';
import { until } from '../support/vscode/until.ts';
import { openWindow } from './support/session.ts';

/** So many that scoring them all takes far longer than a click. */
const lines = 40_000;
const reply = 'The router blinks because its line is down; it is being repaired today. '.repeat(25);

/** Writes a log, and a suite that takes its time over each line. */
async function prepare(folder: string): Promise<void> {
  const suite = join(folder, 'shop.metrics.yaml');
  const text = await readFile(suite, 'utf8');
  await writeFile(
    suite,
    text.replace('metrics:\n', '$&  - { id: english, type: language, is: en }\n'),
  );
  const line = JSON.stringify({ messages: [{ role: 'user', content: 'Why?' }], output: reply });
  await writeFile(join(folder, 'long.jsonl'), `${line}\n`.repeat(lines));
}

describe('A production log', () => {
  it('is scored until it is stopped, and the report tells of what was scored by then', async () => {
    const window = await openWindow({
      workspace: join(projectRoot, 'test', 'fixtures', 'logs'),
      prepare,
    });
    const { page } = window;
    const row = page.locator('.explorer-folders-view .monaco-list-row[aria-label^="long.jsonl"]');
    const item = page.getByRole('menuitem', { name: 'Score Production Log' });
    // A menu that opens before VS Code knows the extension lacks its commands.
    await until('the command in the menu of the log', async () => {
      await page.keyboard.press('Escape');
      await row.click({ button: 'right' });
      await page.getByRole('menuitem', { name: 'Copy Relative Path' }).waitFor({ timeout: 3000 });
      return await item.isVisible();
    });
    await window.chooseInMenu('Score Production Log');
    const scoring = (await window.notifications()).filter({ hasText: 'Scoring long.jsonl' });
    // Some are scored.
    await scoring.filter({ hasText: /\d replies/ }).waitFor();

    await scoring.getByRole('button', { name: 'Cancel' }).click();

    await scoring.waitFor({ state: 'detached' });
    await page.locator('.tab[aria-label^="long.jsonl.report.md"]').waitFor();
    const told = await until('the report', async () => {
      const drawn = await window.panel().locator('body').innerText();
      const text = drawn.replaceAll(/\s+/g, ' ');
      return text.includes('outputs scored') ? text : undefined;
    });
    await window.screenshot('log-stopped');
    assert.match(told, /all on target so far; stopped early/);
    const scored = Number(/(\d+) outputs scored/.exec(told)?.[1]);
    assert.ok(scored > 0 && scored < lines, told);
  });
});
