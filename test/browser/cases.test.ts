import assert from 'node:assert/strict';
import { comparisonInput, largeSuite, storyCases } from '../support/panel/inputs.ts';
import { activeId, rowIds, usePanels } from './support/panels.ts';
import { type Scrolled, scrolling } from './support/scrolling.ts';
import { until } from './support/until.ts';

describe('the list of cases', () => {
  const panels = usePanels();

  it('filters by verdict, goal, metric, tag and text, and takes filters back', async () => {
    const { page } = await panels.open(comparisonInput(storyCases(60)));

    await page.locator('.chip', { hasText: 'got better' }).click();
    await until(
      page,
      `[...document.querySelectorAll('.case .word')].every((w) => w.textContent === 'got better')`,
    );
    await page.keyboard.press('Escape');
    await until(page, `document.querySelectorAll('.case').length > 20`);
    await page.locator('.goal .name', { hasText: 'Answers that are read to their end' }).click();
    await page.locator('.chip.narrowed', { hasText: 'Goal: Answers that are read' }).click();
    await page.locator('.metric .name', { hasText: 'At most 120 words' }).click();
    await page.locator('.chip.narrowed', { hasText: 'Metric: At most 120 words' }).click();
    await page.locator('select').selectOption('production');
    await until(page, `document.querySelector('#cases-heading').textContent.includes('of 60')`);
    await page.locator('.text-filter').fill('zebra');

    await page.getByText('No case matches.').waitFor();
    await page.getByRole('button', { name: 'Remove the filters' }).click();
    await until(page, `document.querySelectorAll('.case').length > 20`);
  });

  it('keeps the table in place while a run streams, and announces its end once', async () => {
    const input = comparisonInput(storyCases(40));
    const { page, source } = await panels.open(input);
    const before = await rowIds(page);
    const cases = input.old?.run?.cases ?? [];
    const baseline = input.new?.run;
    assert.ok(baseline);

    source.set({
      ...input,
      progress: { done: 5, total: 40, cost: null, settled: cases.slice(0, 5), baseline },
    });
    await page.getByRole('progressbar').waitFor();
    await until(
      page,
      `document.querySelectorAll('.case.is-pending').length > 0
      && document.querySelectorAll('.case:not(.is-pending)').length === 5`,
    );
    assert.deepEqual(await rowIds(page), before);
    assert.equal(await page.locator('.metric').count(), 5);

    source.set({ ...input });
    await page.getByRole('status').filter({ hasText: 'Run complete' }).waitFor();
    assert.equal(await page.getByRole('progressbar').count(), 0);
  });

  it('brings back filters, open cases and place from the state it kept', async () => {
    const input = comparisonInput(storyCases(400));
    const first = await panels.open(input);
    await first.page.locator('.case').first().click();
    await first.page.waitForSelector('.scores');
    await first.page.getByRole('button', { name: 'Side by side' }).click();
    await first.page.evaluate(`document.querySelector('.scroller').scrollTo(0, 3000)`);
    await until(first.page, 'window.savedState?.scrollTop === 3000');
    const saved = await first.page.evaluate('window.savedState');

    const second = await panels.open(input, { saved });

    await until(second.page, `document.querySelector('.scroller').scrollTop === 3000`);
    await second.page.evaluate(`document.querySelector('.scroller').scrollTo(0, 0)`);
    await second.page.waitForSelector('.scores');
    await second.page.waitForSelector('.sides');
  });

  it('brings back a place in an open case, which gets its height once its replies are there', async () => {
    const input = comparisonInput(storyCases(400));
    const first = await panels.open(input);
    await first.page.locator('.text-filter').fill('german');
    await until(first.page, `document.querySelectorAll('.case').length === 1`);
    await first.page.locator('.case').first().click();
    await first.page.waitForSelector('.scores');
    await first.page.evaluate(`document.querySelector('.scroller').scrollTo(0, 1e6)`);
    const place = Number(
      await first.page.evaluate(`document.querySelector('.scroller').scrollTop`),
    );
    await until(first.page, `window.savedState?.scrollTop === ${place}`);
    const saved = await first.page.evaluate('window.savedState');

    const second = await panels.open(input, { saved });

    await until(second.page, `document.querySelector('.scroller').scrollTop === ${place}`);
    await until(second.page, `window.savedState?.scrollTop === ${place}`);
  });

  it('leads to a case from elsewhere, through filters that hide it', async () => {
    const { page, session } = await panels.open(comparisonInput(storyCases(400)));
    await page.locator('.text-filter').fill('german');
    await until(page, `document.querySelectorAll('.case').length === 1`);

    session.reveal({ caseId: 'refund-390' });

    await page.waitForSelector('.case.is-active + .details .turn');
    assert.equal(await activeId(page), 'refund-390');
  });

  it('opens and scrolls 5,000 cases with 10 metrics, drawing only what is in sight', async () => {
    const input = comparisonInput(storyCases(5000), largeSuite(10));
    const start = performance.now();
    const { page, sent } = await panels.open(input);
    const openedMs = performance.now() - start;
    const drawn = await page.locator('.case').count();

    const scrolled = await page.evaluate<Scrolled>(scrolling('.scroller'));
    await until(page, `document.querySelectorAll('.case:not(.is-loading)').length > 10`);
    // While the reader raced, only what is in sight was drawn; at rest there is more, so that small steps show no gap.
    await until(page, `document.querySelectorAll('.case').length > innerHeight / 24 + 5`);
    const filterMs = await page.evaluate<number>(`new Promise((done) => {
      const field = document.querySelector('.text-filter');
      const start = performance.now();
      const heading = document.querySelector('#cases-heading');
      new MutationObserver(() => { if (/ (?!5,000)[\\d,]+ of 5,000/.test(heading.textContent)) done(performance.now() - start); })
        .observe(heading, { childList: true, subtree: true, characterData: true });
      field.value = 'refund-42'; field.dispatchEvent(new Event('input', { bubbles: true }));
    })`);
    const largest = Math.max(...sent.map(({ size }) => size));
    console.log(
      `      open ${openedMs.toFixed(0)} ms; ${drawn} rows drawn; largest message ${(largest / 1024).toFixed(0)} KiB;`,
      `slowest frame ${scrolled.slowestFrameMs.toFixed(0)} ms, longest task ${scrolled.longestTaskMs.toFixed(0)} ms; filter ${filterMs.toFixed(0)} ms`,
    );

    assert.ok(drawn < 100, `${drawn} rows drawn`);
    assert.ok(largest < 100_000, `a message of ${largest} characters`);
  });
});
