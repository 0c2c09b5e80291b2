import assert from 'node:assert/strict';
import type { FrameLocator } from 'playwright-core';
import { until } from '../support/vscode/until.ts';
import { copiedBy } from './support/clipboard.ts';
import { breakExample } from './support/example.ts';
import { openWindow } from './support/session.ts';
import type { Workbench } from './support/workbench.ts';

describe('Reviewing the regression of the example', () => {
  let window: Workbench;

  before(async () => {
    window = await openWindow();
    await breakExample(window);
    await window.page.keyboard.press('Control+Alt+m');
    await shownIn(window.panel());
  });

  async function shownIn(panel: FrameLocator): Promise<void> {
    await panel.locator('.counts', { hasText: '1 got worse' }).waitFor();
    await panel.locator('.case .case-id').first().waitFor();
  }

  it('compares both replies of every turn of a case that got worse', async () => {
    const panel = window.panel();

    await panel.locator('.rows').focus();
    await window.page.keyboard.press('n');

    await panel.locator('.scores').first().waitFor();
    await window.screenshot('review-1-case');
    const roles = await panel.locator('.turn .role').allInnerTexts();
    assert.ok(roles.includes('user') && roles.length >= 10, roles.join());
    assert.ok((await panel.locator('.turn ins').count()) > 0);
  });

  it('shows the request that was sent, of both sides, and opens it as JSON that cannot be edited', async () => {
    const panel = window.panel();

    await panel.locator('.request > summary').click();
    await panel.locator('.sent-facts').waitFor();
    await panel.locator('.request > summary').evaluate((element) => element.scrollIntoView());
    await window.screenshot('review-2-request');
    const facts = (await panel.locator('.sent-facts > div').allInnerTexts()).map((text) =>
      text.replace(/\s+/g, ' '),
    );
    assert.match(facts[0] ?? '', /^endpoint the simulated model/);
    assert.deepEqual(facts.slice(1), ['model simulated-support', 'temperature 0.7', 'trial 1']);
    await panel.getByText('Only the messages differ from the old request.').waitFor();
    const system = panel.locator('.sent-messages .said').first();
    const line = 'Always reply in the language of the customer.';
    await system.locator('del', { hasText: line }).waitFor();
    await panel.getByRole('button', { name: 'Old', exact: true }).click();
    await panel.locator('.sent-messages .said', { hasText: line }).first().waitFor();

    const copied = await copiedBy(window, () =>
      panel.getByRole('button', { name: 'Copy request' }).click(),
    );
    const { model, parameters, messages } = JSON.parse(copied);
    assert.deepEqual(
      { model, parameters },
      { model: 'simulated-support', parameters: { temperature: 0.7 } },
    );
    assert.ok(messages[0].content.includes(line));

    await panel.getByRole('button', { name: 'Open as JSON' }).click();
    await window.page.locator('.tab.active[aria-label*=".old.request.json"]').waitFor();
    await window.page.locator('.view-line', { hasText: '"temperature": 0.7' }).waitFor();
    await window.screenshot('review-3-request-json');
    await window.editor.type('x');
    await window.page.getByText('Cannot edit in read-only editor').first().waitFor();
  });

  it('makes the shown output the expected one in the suite, and one undo takes it back', async () => {
    await window.panel().getByRole('button', { name: 'Accept as expected' }).click();

    await window.page.locator('.tab.active.dirty[aria-label^="support.metrics.yaml"]').waitFor();
    await window.page.locator('.view-line', { hasText: 'expected:' }).first().waitFor();
    await window.screenshot('review-4-accepted');

    await window.editor.undo();
    await window.page
      .locator('.tab.active.dirty[aria-label^="support.metrics.yaml"]')
      .waitFor({ state: 'detached' });
  });

  it('is there again after the window is loaded anew, without a run', async () => {
    await window.reload('microMetrics.compare');

    await shownIn(window.panel());

    await window.screenshot('review-5-restored');
    assert.equal(await window.panel().getByRole('progressbar').count(), 0);
    await window.panel().getByText('Fewer escalations').first().waitFor();
  });

  it('is there as it was left after VS Code was closed, on the case that was read', async () => {
    const arranged = async () => {
      const panel = window.panel();
      const layout = panel.getByRole('button', { name: 'Side by side' }).first();
      return {
        filter: await panel.locator('.text-filter').inputValue(),
        verdict: await panel.locator('.filters [aria-pressed="true"]').allInnerTexts(),
        open: await panel
          .locator('.case-id[aria-expanded="true"], .case[aria-expanded="true"]')
          .allInnerTexts(),
        isSideBySide: await layout.getAttribute('aria-pressed'),
        scrollTop: await panel
          .locator('.scroller')
          .evaluate((element: { scrollTop: number }) => element.scrollTop),
      };
    };
    const panel = window.panel();
    await panel
      .locator('.filters')
      .getByRole('button', { name: /got worse/ })
      .click();
    await panel.locator('.text-filter').fill('spanish');
    await panel.locator('.rows').focus();
    await window.page.keyboard.press('n');
    await panel.getByRole('button', { name: 'Side by side' }).first().click();
    await panel.locator('.turn').first().hover();
    await window.page.mouse.wheel(0, 400);
    await until('the scrolled text', async () => (await arranged()).scrollTop > 300);
    await window.screenshot('review-4-arranged');
    const before = await arranged();
    assert.deepEqual(
      [before.filter, before.verdict, before.isSideBySide],
      ['spanish', ['got worse 4'], 'true'],
    );
    assert.match(before.open.join(), /spanish-fifth-turn/);

    await window.closeAndOpen(`${before.scrollTop}`);

    await window.panel().getByRole('button', { name: 'Side by side' }).first().waitFor();
    await until('the place', async () => (await arranged()).scrollTop === before.scrollTop);
    await window.screenshot('review-5-again');
    assert.deepEqual(await arranged(), before);
    assert.equal(await window.panel().getByRole('progressbar').count(), 0);
  });
});
