import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { exportHtml } from '../../src/panel/export/exportHtml.ts';
import { actionNames } from '../../src/panel/slices/actions.ts';
import type { PanelInput } from '../../src/panel/source.ts';
import { FakeSource } from '../support/panel/fakeSource.ts';
import { ifevalFile, ifevalInput } from '../support/panel/ifevalInput.ts';
import {
  comparisonInput,
  largeSuite,
  storyCases,
  storySuite,
  strangeCases,
} from '../support/panel/inputs.ts';
import { findBrowser, launchBrowser } from '../support/vscode/browser.ts';
import { type OpenOptions, type OpenPanel, openPanel, PanelServer } from './support/panelPage.ts';
import { panelStates } from './support/states.ts';
import { themeKinds } from './support/themes.ts';
import { until } from './support/until.ts';

const causes = [{ line: 1, text: 'Caused by this change: with it reverted 4 of 4 runs passed.' }];
const judgedSuite = {
  ...storySuite,
  metrics: storySuite.metrics.map((metric) => ({ ...metric, isJudged: true })),
};

describe('the compare panel in a browser', () => {
  let browser: Browser;
  let server: PanelServer;
  let axe: string;
  let opened: OpenPanel[] = [];

  before(async () => {
    browser = await launchBrowser(await findBrowser());
    server = await PanelServer.start();
    axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  });
  afterEach(async () => {
    for (const panel of opened) await panel.close();
    opened = [];
  });
  after(async () => {
    await server?.dispose();
    await browser?.close();
  });

  async function open(
    input: PanelInput,
    options: OpenOptions = {},
  ): Promise<OpenPanel & { readonly source: FakeSource }> {
    const source = new FakeSource(input);
    const panel = await openPanel(browser, server, source, options);
    opened.push(panel);
    if (input.new !== undefined) await panel.page.waitForSelector('.case .case-id');
    return { ...panel, source };
  }

  /** Ids of the rows in sight or near, in their order. */
  const rowIds = (page: Page): Promise<string[]> => page.locator('.case .case-id').allInnerTexts();
  const activeId = (page: Page): Promise<string> => page.locator('.is-active .case-id').innerText();

  for (const theme of themeKinds) {
    it(`has no accessibility violations in ${theme}`, async function () {
      this.timeout(400_000);
      for (const { name, input, arrange } of panelStates()) {
        for (const width of name === 'twenty' || name === 'strange' ? [1000, 400] : [1000]) {
          const { page, complaints } = await open(input, { theme, width });
          await arrange?.(page);
          await page.evaluate(axe);
          const violations = await page.evaluate<readonly unknown[]>(
            `axe.run().then(({ violations }) => violations.map((v) =>
              v.id + ': ' + v.nodes.map((n) => n.html.slice(0, 160) + ' ' + n.failureSummary).join(' | ')))`,
          );
          assert.deepEqual(violations, [], `${name}, ${width} pixels wide`);
          assert.deepEqual(complaints, [], name);
        }
      }
    });
  }

  it('is worked by keyboard alone', async () => {
    const { page, source } = await open(comparisonInput(storyCases(60)));

    await page.keyboard.press('n');
    await page.waitForSelector('.case.is-active');
    assert.equal(await activeId(page), 'german-fifth-turn');
    await page.waitForSelector('.scores');
    assert.equal(await page.locator('.case.is-active').getAttribute('aria-expanded'), 'true');
    await page.keyboard.press('Enter');
    assert.deepEqual(source.performed.at(-1), {
      action: 'openEditorDiff',
      target: { caseId: 'german-fifth-turn' },
    });

    await page.keyboard.press('n');
    await until(
      page,
      `document.querySelector('.is-active .case-id')?.textContent !== 'german-fifth-turn'`,
    );
    await page.keyboard.press('Shift+F7');
    await until(
      page,
      `document.querySelector('.is-active .case-id')?.textContent === 'german-fifth-turn'`,
    );
    await page.keyboard.press('Tab');
    await page.keyboard.press('Escape');
    await page.waitForSelector('.scores', { state: 'detached' });
    assert.equal(await page.evaluate(`document.activeElement.getAttribute('role')`), 'treegrid');

    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    const editorDiff = page.getByRole('button', { name: 'Open as editor diff' }).nth(1);
    await editorDiff.focus();
    await page.keyboard.press('Enter');
    assert.equal(source.performed.at(-1)?.action, 'openEditorDiff');

    await page.keyboard.press('/');
    assert.equal(await page.evaluate(`document.activeElement.type`), 'search');
    await page.keyboard.type('german');
    await until(page, `document.querySelectorAll('.case').length === 1`);
    assert.deepEqual(await rowIds(page), ['german-fifth-turn']);
    await page.keyboard.press('Escape');
    await until(page, `document.querySelectorAll('.case').length > 10`);
    await page.keyboard.press('End');
    await page.waitForSelector('#case-59.is-active');
  });

  it('leads to the turn that fails, and closes what it opened when it goes on', async () => {
    const plan = storyCases(1)[0];
    assert.ok(plan);
    const turns = Array.from({ length: 9 }, (_, index) => `Question ${index + 1}`);
    const { page } = await open(comparisonInput([{ ...plan, turns }, ...storyCases(30).slice(1)]), {
      height: 500,
    });

    await page.keyboard.press('n');
    await page.waitForSelector('.turn.is-failing');
    await until(
      page,
      `(() => {
        const turn = document.querySelector('.turn.is-failing').getBoundingClientRect();
        const row = document.querySelector('.case.is-open').getBoundingClientRect();
        return row.top >= 0 && turn.top >= row.bottom - 1 && turn.top < innerHeight - 60;
      })()`,
    );
    assert.match(await page.locator('.turn.is-failing h3').innerText(), /Turn 9\s+fails here/);

    await page.keyboard.press('n');
    await until(
      page,
      `document.querySelector('.is-active .case-id')?.textContent !== 'german-fifth-turn'`,
    );
    await page.waitForSelector('.details .turn');
    assert.equal(await page.locator('.details').count(), 1);
  });

  it('keeps the focus while a run streams and its end moves the rows', async () => {
    const input = comparisonInput(storyCases(40));
    const { page, source } = await open(input);
    const settled = input.old?.run?.cases ?? [];
    const moved = [
      { id: 'invoice-copy-3', verdict: 'regressed' as const },
      ...storyCases(40).map((plan) =>
        plan.id === 'german-fifth-turn' ? { ...plan, verdict: 'unchanged' as const } : plan,
      ),
    ];
    await page.locator('.case').first().click();
    await page.getByRole('button', { name: 'Copy the reply' }).focus();

    for (const done of [1, 20, 39]) {
      source.set({
        ...input,
        progress: { done, total: 40, cost: null, settled: settled.slice(0, done) },
      });
      await page.getByText(`Running ${done} of 40`).waitFor();
      assert.equal(await page.evaluate('document.activeElement.innerText'), 'Copy the reply');
    }
    source.set(comparisonInput(moved));
    await page.getByRole('status').filter({ hasText: 'Run complete' }).waitFor();
    await until(
      page,
      `document.querySelector('.case .case-id').textContent !== 'german-fifth-turn'`,
    );

    assert.equal(await page.evaluate('document.activeElement.innerText'), 'Copy the reply');
  });

  it('hands the focus on when what had it is gone', async () => {
    const input = comparisonInput(storyCases(20));
    const { page, source } = await open(input);
    const inFocus = () => page.evaluate<string>('document.activeElement.className');

    await page.locator('.metric .name').first().click();
    await page.locator('.chip.narrowed').focus();
    await page.keyboard.press('Enter');
    await page.waitForSelector('.chip.narrowed', { state: 'detached' });
    assert.equal(await inFocus(), 'rows');

    await page.getByRole('button', { name: 'Run', exact: true }).focus();
    source.set({ ...input, progress: { done: 1, total: 20, cost: null, settled: [] } });
    await page.getByRole('button', { name: 'Stop' }).waitFor();
    assert.match(await inFocus(), /action/);
  });

  it('says what a regression means for its goal, and shows the interval at any width', async () => {
    for (const width of [1100, 700, 400]) {
      const { page } = await open(comparisonInput(storyCases(20)), { width });

      await page.getByText('at risk').first().waitFor();
      const row = page.locator('.metric', { hasText: "Replies in the customer's language" });
      assert.equal(await row.locator('.plot').isVisible(), true, `${width}`);
      assert.match(await row.locator('.change').innerText(), /points/);
    }
  });

  it('marks the change that is to blame, and asks to take it back', async () => {
    const { page, source } = await open(comparisonInput(storyCases(3), storySuite, { causes }));

    await page.getByText('Caused by this change').waitFor();
    await page.getByRole('button', { name: 'Revert this change' }).click();

    assert.deepEqual(source.performed.at(-1), { action: 'revertChange', target: {} });
  });

  it('passes on whatever can be asked of a case and of the whole', async () => {
    const input = comparisonInput(storyCases(3), judgedSuite, { causes });
    const { page, source } = await open(input);
    await page.locator('.case').first().click();
    await page.waitForSelector('.scores');
    await page.locator('.metric .name').first().click();
    await page.waitForSelector('.chip.narrowed');
    const caseId = 'german-fifth-turn';

    for (const [name, action, target] of [
      ['Version 14', 'chooseNew', {}],
      ['Version 13', 'chooseOld', {}],
      ['Resolve', 'resolve', {}],
      ['Run', 'run', {}],
      ['Revert this change', 'revertChange', {}],
      ['Open as editor diff', 'openPromptDiff', {}],
      ['Go to the metric', 'revealMetric', { metric: 'same-language' }],
      ['Go to the case', 'revealCase', { caseId, trial: 0 }],
      ['Accept as expected', 'acceptOutput', { caseId, trial: 0 }],
      ['Make a case of this', 'newCase', { caseId, trial: 0 }],
      ['Copy the reply', 'copy', { caseId, trial: 0 }],
      ['The judge is right', 'judgeRight', { caseId, trial: 0, metric: 'same-language' }],
      ['The judge is wrong', 'judgeWrong', { caseId, trial: 0, metric: 'same-language' }],
      ['Copy as Markdown', 'copyMarkdown', {}],
      ['Export as HTML', 'exportHtml', {}],
      ['Was it my edit?', 'wasItMyEdit', {}],
    ] as const) {
      const exact = name === 'Run';
      await page.getByRole('button', { name, exact }).first().click();
      assert.deepEqual(source.performed.at(-1), { action, target });
    }
    await page.locator('.turn').getByRole('button', { name: 'Open as editor diff' }).click();
    assert.deepEqual(source.performed.at(-1), {
      action: 'openEditorDiff',
      target: { caseId, trial: 0, reply: 1 },
    });
    source.set({ ...input, progress: { done: 1, total: 3, cost: null, settled: [] } });
    await page.getByRole('button', { name: 'Stop' }).click();

    const asked = new Set<string>(source.performed.map(({ action }) => action));
    assert.deepEqual(
      actionNames.filter((name) => !asked.has(name)),
      [],
    );
  });

  it('folds, unfolds and switches what it shows', async () => {
    const long = Array.from({ length: 40 }, (_, line) => `Line ${line}`);
    const source = (lines: readonly string[]) => lines.join('\n');
    const plan = { id: 'long', verdict: 'regressed', oldText: 'a b', newText: 'a c' } as const;
    const input = comparisonInput([{ ...plan, trials: 2, newText: `a ${'c '.repeat(70_000)}` }]);
    assert.ok(input.old !== undefined && input.new !== undefined);
    const { page } = await open({
      ...input,
      old: { ...input.old, source: source(long) },
      new: { ...input.new, source: source(long.toSpliced(20, 1, 'Answer in at most 120 words.')) },
    });
    const button = (name: string) => page.getByRole('button', { name }).first();

    await button('Show the whole prompt').click();
    await until(page, `document.querySelectorAll('.prompt .row').length === 41`);
    await page.locator('.fold').click();
    assert.equal(await page.locator('.prompt .row').count(), 0);
    await page.locator('.fold').click();
    await page.locator('.goal .name').first().click();
    await page.waitForSelector('.chip.narrowed');
    await page.locator('.goal .name').first().click();
    await page.waitForSelector('.chip.narrowed', { state: 'detached' });

    await page.locator('.case').click();
    await button('Trial 2').click();
    await until(
      page,
      `document.querySelector('[aria-label^="Trial 2"]').getAttribute('aria-pressed') === 'true'`,
    );
    await button('Side by side').click();
    await page.waitForSelector('.sides:not(.stacked)');
    await button('Inline').click();
    await page.waitForSelector('.sides:not(.stacked)', { state: 'detached' });
    await button('Show all').click();
    await until(page, `document.querySelector('.turn').textContent.length > 140000`);
    await page.locator('.request summary').click();
    await page.locator('.request .text', { hasText: 'support agent' }).waitFor();
    await page.locator('.passing summary').click();
    await page.getByRole('list', { name: 'Scores that pass' }).waitFor();
  });

  it('marks what guards a line that went, and shows the cases of it', async () => {
    const { page } = await open(comparisonInput(storyCases(20)), { width: 400 });
    const guard = page.locator('.guard').first();

    const isWhole = await page.evaluate(
      `(({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth)(document.querySelector('.guard-name'))`,
    );
    await guard.click();

    await page.locator('.chip.narrowed', { hasText: 'Metric: Replies in the customer' }).waitFor();
    assert.equal(isWhole, true);
  });

  it('compares JSON by its members', async () => {
    const { page } = await open(comparisonInput(strangeCases));

    await page.locator('.case', { hasText: 'json' }).click();
    await page.getByText('JSON, compared by its members.').waitFor();

    assert.deepEqual(await page.locator('.turn del').allInnerTexts(), ['12']);
    assert.ok(
      (await page.locator('.turn ins').allInnerTexts()).some((text) => text.includes('13')),
    );
  });

  it('exports a page that shows the same without scripts', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();

    await page.setContent(await exportHtml(comparisonInput(storyCases(20)), 0));

    assert.equal(await page.locator('details[open]').count(), 2);
    await page.getByText('Hello! ').first().waitFor();
    await page.screenshot({ path: 'test-output/export.png', fullPage: true });
    await context.close();
  });

  it('says that there is no further regression', async () => {
    const { page } = await open(comparisonInput(storyCases(3)));

    await page.keyboard.press('n');
    await page.waitForSelector('.case.is-active');
    await page.keyboard.press('n');

    await page.getByRole('status').filter({ hasText: 'No further regression.' }).waitFor();
  });

  it('shows hostile output as text that does nothing', async () => {
    const hostile = [
      '<img src=x onerror="window.pwned = 1"><script>window.pwned = 1</script>',
      '<a href="javascript:window.pwned = 1">click</a> [link](javascript:alert(1))',
      '\u001b]8;;https://evil.example\u0007here\u001b]8;;\u0007 \u202eevil\u202c \u0000',
      '${window.pwned = 1} {{constructor.constructor("window.pwned = 1")()}} <!--?lit$1$-->',
      'w'.repeat(1_000_000),
    ].join('\n');
    const id = '<b onmouseover="window.pwned = 1">case</b>';
    const { page, requests, complaints } = await open(
      comparisonInput([
        { id, verdict: 'regressed', tags: ['<i>tag</i>'], oldText: 'Fine.', newText: hostile },
      ]),
    );

    await page.locator('.case').first().click();
    await page.waitForSelector('.turn');
    const shown = await page.locator('.turn').innerText();

    assert.ok(
      shown.includes('<img src=x onerror="window.pwned = 1"><script>'),
      shown.slice(0, 200),
    );
    assert.ok(shown.includes('<a href="javascript:window.pwned = 1">click</a>'));
    assert.ok(shown.includes('\u27e8U+202E\u27e9evil'));
    assert.ok(shown.includes('\u241b]8;;'));
    assert.equal(await page.locator('.case-id').innerText(), id);
    assert.equal(await page.locator('img, a, iframe, body b, body i').count(), 0);
    await page.getByRole('button', { name: 'Show all' }).click();
    await until(page, `document.querySelector('.turn').textContent.length > 1000000`);
    assert.equal(await page.evaluate('window.pwned'), undefined);
    assert.deepEqual(requests, []);
    assert.deepEqual(complaints, []);
  });

  it('exports hostile output as text that does nothing, scripts allowed or not', async () => {
    const evil = '<img src=x onerror="window.pwned = 1"><script>window.pwned = 1</script>';
    const link = '</div></style><a href="javascript:window.pwned = 1">x</a> \u202eevil\u202c';
    const input = comparisonInput([
      { id: evil, verdict: 'regressed', tags: [link], oldText: link, newText: `${evil} ${link}` },
    ]);
    const html = await exportHtml({ ...input, title: evil, notices: [link] }, 0);
    const context = await browser.newContext();
    const page = await context.newPage();
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));

    await page.setContent(html);

    assert.equal(await page.locator('img, a, script, iframe').count(), 0);
    assert.equal(await page.evaluate('window.pwned'), undefined);
    assert.deepEqual(requests, []);
    assert.ok((await page.locator('main').innerText()).includes('\u27e8U+202E\u27e9evil'));
    await context.close();
  });

  it('shows real responses of two models, all of them, without a complaint', async function () {
    if (!existsSync(ifevalFile)) {
      console.log(`      skipped: ${ifevalFile} is not there`);
      this.skip();
    }
    const { page, complaints, requests } = await open(await ifevalInput());

    for (let at = 0; at < 12; at++) {
      const before = at === 0 ? '' : await activeId(page);
      await page.keyboard.press('n');
      await until(
        page,
        `![null, undefined, ${JSON.stringify(before)}].includes(document.querySelector('.is-active .case-id')?.textContent)`,
      );
      await page.waitForSelector('.case.is-active + .details .turn');
    }
    await page.keyboard.press('End');
    await page.waitForSelector('#case-540.is-active');
    await page.locator('.text-filter').fill('haiku');
    await until(
      page,
      `/[1-9]\\d* of 541/.test(document.querySelector('#cases-heading').textContent)`,
    );

    assert.equal(await page.locator('img, a, iframe, script:not([src])').count(), 0);
    assert.deepEqual(complaints, []);
    assert.deepEqual(requests, []);
  });

  it('ignores messages that are none', async () => {
    const { page, complaints } = await open(comparisonInput(storyCases(3)));

    await page.evaluate(`for (const m of [null, 7, 'x', {}, { type: 'state' }, { type: 'response', id: -1 },
      { type: 'update', slices: { header: { title: 1 } } }]) window.postMessage(m, '*')`);
    await page.keyboard.press('n');

    await page.waitForSelector('.case.is-active');
    assert.ok(complaints.every((text) => text.startsWith('From the host: Unexpected message')));
  });

  it('filters by verdict, metric, tag and text, and takes filters back', async () => {
    const { page } = await open(comparisonInput(storyCases(60)));

    await page.locator('.chip', { hasText: 'got better' }).click();
    await until(
      page,
      `[...document.querySelectorAll('.case .word')].every((w) => w.textContent === 'got better')`,
    );
    await page.keyboard.press('Escape');
    await until(page, `document.querySelectorAll('.case').length > 20`);
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
    const { page, source } = await open(input);
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
    const first = await open(input);
    await first.page.locator('.case').first().click();
    await first.page.waitForSelector('.scores');
    await first.page.getByRole('button', { name: 'Side by side' }).click();
    await first.page.evaluate(`document.querySelector('.scroller').scrollTo(0, 3000)`);
    await until(first.page, 'window.savedState?.scrollTop === 3000');
    const saved = await first.page.evaluate('window.savedState');

    const second = await open(input, { saved });

    await until(second.page, `document.querySelector('.scroller').scrollTop === 3000`);
    await second.page.evaluate(`document.querySelector('.scroller').scrollTo(0, 0)`);
    await second.page.waitForSelector('.scores');
    await second.page.waitForSelector('.sides');
  });

  it('leads to a case from elsewhere, through filters that hide it', async () => {
    const { page, session } = await open(comparisonInput(storyCases(400)));
    await page.locator('.text-filter').fill('german');
    await until(page, `document.querySelectorAll('.case').length === 1`);

    session.reveal({ caseId: 'refund-390' });

    await page.waitForSelector('.case.is-active + .details .turn');
    assert.equal(await activeId(page), 'refund-390');
  });

  it('shows right-to-left text in its own direction', async () => {
    const { page } = await open(
      comparisonInput([
        {
          id: 'rtl',
          verdict: 'regressed',
          newText: '\u0645\u0631\u062d\u0628\u0627 Router 5',
          oldText: 'Hello',
        },
      ]),
    );

    await page.locator('.case').first().click();
    await page.waitForSelector('.turn');

    assert.equal(
      await page.evaluate(
        `getComputedStyle([...document.querySelectorAll('.turn .text')].at(-1)).direction`,
      ),
      'rtl',
    );
  });

  it('opens and scrolls 5,000 cases with 10 metrics, drawing only what is in sight', async () => {
    const input = comparisonInput(storyCases(5000), largeSuite(10));
    const start = performance.now();
    const { page, sent } = await open(input);
    const openedMs = performance.now() - start;
    const drawn = await page.locator('.case').count();

    const scroll = await page.evaluate<{
      frames: number;
      slowest: number;
      long: number;
    }>(`new Promise((done) => {
      const scroller = document.querySelector('.scroller');
      let long = 0;
      new PerformanceObserver((list) => { for (const e of list.getEntries()) long = Math.max(long, e.duration); })
        .observe({ type: 'longtask' });
      let frames = 0, slowest = 0, last = performance.now();
      const step = (now) => {
        slowest = Math.max(slowest, now - last); last = now; frames++;
        scroller.scrollTop += 1000;
        if (frames < 120) requestAnimationFrame(step); else done({ frames, slowest, long });
      };
      requestAnimationFrame(step);
    })`);
    await until(page, `document.querySelectorAll('.case:not(.is-loading)').length > 10`);
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
      `slowest of ${scroll.frames} frames ${scroll.slowest.toFixed(0)} ms, longest task ${scroll.long.toFixed(0)} ms; filter ${filterMs.toFixed(0)} ms`,
    );

    assert.ok(drawn < 100, `${drawn} rows drawn`);
    assert.ok(largest < 100_000, `a message of ${largest} characters`);
  });
});
