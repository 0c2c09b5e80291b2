import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nodeClock } from '../../src/node/nodeClock.ts';
import { openStore } from '../../src/node/store/openStore.ts';
import { FakeLog } from '../support/fakePorts.ts';
import { chatReply, startFaultyServer } from '../support/faultyServer.ts';
import { projectRoot } from '../support/vscode/paths.ts';
import { until } from '../support/vscode/until.ts';
import { openWindow } from './support/session.ts';
import type { Workbench } from './support/workbench.ts';

const english = 'Please restart the Router X. [KB-104]\n\nKind regards, Nordlicht';

/** Waits until a prompt was run so often. */
async function runsOf(window: Workbench, count: number): Promise<void> {
  const prompt = join(window.folder, 'support.prompt.md');
  const store = await openStore({ folder: window.folder, clock: nodeClock, log: new FakeLog() });
  try {
    await until(
      `${count} runs`,
      async () => (await store.runs({ prompt, limit: 10 })).length >= count,
      {
        timeoutMs: 60_000,
        everyMs: 200,
      },
    );
  } finally {
    store.close();
  }
}

describe("A user's issue that is back", () => {
  it('on another model is told of once, with the comparison one click away', async () => {
    await using server = await startFaultyServer(chatReply(english));
    const window = await openWindow({
      prepare: async (folder) => {
        const path = join(folder, 'support.metrics.yaml');
        const text = await readFile(path, 'utf8');
        await writeFile(path, text.replace('id: same-language\n', '$&    issue: TICKET-4711\n'));
      },
    });
    const suite = join(window.folder, 'support.metrics.yaml');
    await window.open('support.prompt.md');
    await window.editor.clickCodeLens('Run suite');
    await runsOf(window, 1);

    // The team moves to another model; the prompt stays as it is.
    const moved = `model: { provider: openai, name: moved, base-url: "${server.baseUrl}" }`;
    const simulated = 'model: { provider: simulated, temperature: 0.7 }';
    const moveTo = async (model: string, runs: number) => {
      await writeFile(suite, (await readFile(suite, 'utf8')).replace(/^model: .*$/m, model));
      await window.page.getByText('edited since the last run').first().waitFor();
      await window.command('Micro Metrics: Run Suite');
      await runsOf(window, runs);
    };
    await moveTo(moved, 2);
    await window.page.locator('.codicon-bell-dot').waitFor();
    const told = (await window.notifications()).filter({ hasText: "user's issue may be back" });
    await told
      .getByText(/“Replies in the customer's language” fails on \d+ of 12 cases with moved/)
      .waitFor();
    assert.equal(await told.count(), 1);
    await window.screenshot('issue-back-1-told');
    await told.getByRole('button', { name: 'Show Evidence' }).click();

    await window.panel().getByText("Replies in the customer's language").first().waitFor();
    await window.screenshot('issue-back-2-evidence');

    // Back, and there again: what was told is not told anew.
    await window.open('support.prompt.md');
    await moveTo(simulated, 3);
    await moveTo(moved, 4);
    await window.page
      .getByText(/\d+ of \d+ metrics pass/)
      .first()
      .waitFor();
    await window.notifications();
    assert.equal(await told.count(), 0);
  });

  it('in a production log is told of once, with the report one click away', async () => {
    const window = await openWindow({
      workspace: join(projectRoot, 'test', 'fixtures', 'logs'),
      prepare: async (folder) => {
        const path = join(folder, 'shop.metrics.yaml');
        const text = await readFile(path, 'utf8');
        await writeFile(path, text.replace('target: 0.9', 'target: 0.9, issue: TICKET-12'));
      },
    });
    await window.open('shop.prompt.md');

    await window.command('Micro Metrics: Score Production Log');
    // Its list stands when the dialog knows the folder; what is typed before that is lost.
    await window.pick('log.jsonl');

    await window.page.locator('.codicon-bell-dot').waitFor();
    const told = (await window.notifications()).filter({ hasText: 'A known issue is back' });
    await told.waitFor();
    assert.equal(await told.count(), 1);
    await window.screenshot('issue-back-3-log');
    await told.getByRole('button', { name: 'Show Evidence' }).click();
    await window.page.locator('.tab[aria-label^="log.jsonl.report.md"]').waitFor();
    await window.panel().getByText('TICKET-12').first().waitFor();
    await window.screenshot('issue-back-4-report');
  });
});
