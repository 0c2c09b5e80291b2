import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readRecords } from '../../scripts/ifeval/record.ts';
import { ifevalWorkspace } from '../../scripts/ifeval/workspace.ts';
import { ifevalFile } from '../support/panel/ifevalInput.ts';
import { openWindow } from './support/session.ts';
import type { Workbench } from './support/workbench.ts';

describe('IFEval: two models as two versions of a prompt', () => {
  let window: Workbench;

  before(async function () {
    if (!existsSync(ifevalFile)) {
      console.log(`      skipped: ${ifevalFile} is not there`);
      return this.skip();
    }
    const files = ifevalWorkspace(await readRecords(ifevalFile));
    window = await openWindow({
      prepare: async (folder) => {
        for (const [name, text] of files) {
          await mkdir(dirname(join(folder, name)), { recursive: true });
          await writeFile(join(folder, name), text);
        }
      },
    });
    await window.open('ifeval.prompt.md');
  });

  const lens = (text: RegExp) =>
    window.page.locator('.codelens-decoration').filter({ hasText: text }).first().waitFor();

  it('runs and compares 541 cases, and leads from the metrics to both replies', async () => {
    await window.editor.clickCodeLens('Run suite');
    await lens(/\d+ of \d+ metrics pass \| first version/);
    // `  name: a.jsonl`
    await window.editor.goTo(4, 9);
    await window.page.keyboard.press('Delete');
    await window.editor.type('b');
    await window.save();
    await lens(/1\d got worse \| \d+ of \d+ metrics pass/);
    await window.screenshot('ifeval-1-editor');

    await window.page.keyboard.press('Control+Alt+m');
    const panel = window.panel();
    await panel.locator('.counts', { hasText: /1\d got worse/ }).waitFor();
    await panel.locator('.case .case-id').first().waitFor();
    await window.screenshot('ifeval-2-panel');
    await panel.locator('.rows').focus();
    await window.page.keyboard.press('n');
    await panel.locator('.scores').first().waitFor();
    await window.screenshot('ifeval-3-case');

    const why = await panel.locator('.scores').first().innerText();
    assert.match(why, /passed|failed/i);
    assert.equal(await (await window.notifications()).count(), 0);
  });
});
