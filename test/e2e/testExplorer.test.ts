import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { silent, startFaultyServer } from '../support/faultyServer.ts';
import { until } from '../support/vscode/until.ts';
import { openWindow } from './support/session.ts';
import type { Workbench } from './support/workbench.ts';

/** The row of a test by the start of its name; its `aria-label` says how it did. */
function row(window: Workbench, name: RegExp) {
  return window.testRows().filter({ hasText: name }).first();
}

async function did(window: Workbench, name: RegExp, word: string): Promise<void> {
  await until(
    `${name} to be ${word}`,
    async () => ((await row(window, name).getAttribute('aria-label')) ?? '').includes(word),
    { timeoutMs: 30_000 },
  );
}

/** The example, its prompt in front and its tests listed. */
async function openTests(options: Parameters<typeof openWindow>[0] = {}): Promise<Workbench> {
  const window = await openWindow(options);
  await window.open('support.prompt.md');
  await window.openView('Testing');
  await row(window, prompt).waitFor();
  return window;
}

const prompt = /support\.prompt\.md/;
const language = /Replies in the customer/;

describe('The Test Explorer', () => {
  it('runs prompts by metric and by case, shows what a save found without taking the focus, and what was before', async () => {
    const window = await openTests();
    await window.command('Test: Run All Tests');
    await did(window, prompt, 'Passed');

    await window.editor.deleteLine(2);
    await window.save();
    await did(window, prompt, 'Failed');
    const focused = window.page.locator('.editor-group-container .monaco-editor.focused');
    assert.equal(await focused.count(), 1, 'the editor keeps the focus');
    await until('the mark of the change that is to blame', async () =>
      window.page.evaluate(`[...document.querySelectorAll('.monaco-editor .margin *')].some((mark) =>
        [null, '::before'].some((part) =>
          getComputedStyle(mark, part).backgroundImage.includes('blamed-removed')))`),
    );
    await window.screenshot('tests-1-save');

    await row(window, prompt).click();
    await window.page.keyboard.press('ArrowRight');
    await did(window, language, 'Failed');
    await did(window, /At most 120 words/, 'Passed');

    await window.command('Micro Metrics: Group Tests by Metric or by Case');
    await row(window, language).waitFor({ state: 'hidden' });
    await did(window, /german-fifth-turn/, 'Failed');
    await did(window, /english-invoice/, 'Passed');
    await window.screenshot('tests-2-cases');

    await window.command('Test: Rerun Failed Tests');
    await did(window, /german-fifth-turn/, 'Failed');
    await window.command('Test: Peek Output');
    const peek = window.page.locator('.peekview-widget');
    await peek
      .getByText(/is in English; German is expected/)
      .first()
      .waitFor();
    await peek.locator('.monaco-diff-editor').first().waitFor();
    await peek.getByText('Mit freundlichen').first().waitFor();
    await window.screenshot('tests-3-message');
    await window.page.keyboard.press('Escape');

    const output = window.page.locator('.xterm-rows').first();
    await until('the reply of the version before', async () =>
      // Lines end where the terminal does.
      /language: before, passed in version [0-9a-f]{7}/.test(
        (await output.innerText()).replaceAll('\n', ''),
      ),
    );
    await window.screenshot('tests-4-output');
  });

  it('runs with more trials from a profile of its own', async () => {
    const window = await openTests({
      settings: { 'microMetrics.verdicts.confirmRounds': 0 },
    });
    await window.editor.clickCodeLens('Run suite');
    await did(window, prompt, 'Passed');
    await window.editor.deleteLine(2);
    await window.save();
    await window.editor
      .codeLenses()
      .filter({ hasText: /^Resolve \(/ })
      .waitFor();

    await row(window, prompt).click({ button: 'right' });
    await window.chooseInMenu('Execute Using Profile...');
    await window.pick('Run with More Trials');

    // What was open is decided, and is offered no more.
    await window.editor.codeLenses().filter({ hasText: '1 got worse' }).waitFor();
    await did(window, prompt, 'Failed');
    await window.screenshot('tests-5-trials');
  });

  it('runs at every save while continuous run is on, although saving runs nothing', async () => {
    const window = await openTests({ settings: { 'microMetrics.runOn': 'manual' } });
    await window.editor.clickCodeLens('Run suite');
    await did(window, prompt, 'Passed');
    await window.command('Test: Start Continuous Run');

    await window.page.locator('.tab.active').click();
    await window.editor.deleteLine(2);
    await window.save();

    await did(window, prompt, 'Failed');
    await window.screenshot('tests-6-continuous');
  });

  it('puts the prompt of the active editor first, and stops its requests when a run is cancelled', async () => {
    await using server = await startFaultyServer(silent);
    const window = await openTests({
      prepare: async (folder) => {
        await writeFile(join(folder, 'waits.prompt.md'), 'Answer briefly.\n');
        await writeFile(
          join(folder, 'waits.metrics.yaml'),
          `model: { provider: openai, name: m, base-url: ${server.baseUrl} }
metrics:
  - { id: good, type: contains, value: good }
cases:
  - { id: first, turns: ['One?'] }
`,
        );
      },
    });
    const first = () => window.testRows().first().innerText();
    assert.match(await first(), prompt);

    await window.open('waits.prompt.md');
    await until('the other prompt first', async () => /waits/.test(await first()));

    await window.command('Test: Run Tests in Current File');
    await until('a request', () => server.requests.length > 0);
    await window.screenshot('tests-7-running');
    await window.command('Test: Cancel Test Run');

    await server.hungUp;
    await window.page.getByText('stopped, results in part').first().waitFor();
    const label = (await row(window, /waits/).getAttribute('aria-label')) ?? '';
    assert.doesNotMatch(label, /Passed|Failed|Errored/);
    await window.screenshot('tests-8-cancelled');
  });
});
