import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import MarkdownIt from 'markdown-it';
import { exportHtml } from '../../src/panel/export/exportHtml.ts';
import { reportWith } from '../support/hostileReport.ts';
import { hostileTexts } from '../support/hostileText.ts';
import { ifevalFile, ifevalInput } from '../support/panel/ifevalInput.ts';
import { comparisonInput, storyCases } from '../support/panel/inputs.ts';
import { activeId, usePanels } from './support/panels.ts';
import { until } from './support/until.ts';

describe('the compare panel and text that nobody vouches for', () => {
  const panels = usePanels();

  it('shows hostile output as text that does nothing', async () => {
    const hostile = [
      '<img src=x onerror="window.pwned = 1"><script>window.pwned = 1</script>',
      '<a href="javascript:window.pwned = 1">click</a> [link](javascript:alert(1))',
      '\u001b]8;;https://evil.example\u0007here\u001b]8;;\u0007 \u202eevil\u202c \u0000',
      '${window.pwned = 1} {{constructor.constructor("window.pwned = 1")()}} <!--?lit$1$-->',
      'w'.repeat(1_000_000),
    ].join('\n');
    const id = '<b onmouseover="window.pwned = 1">case</b>';
    const { page, requests, complaints } = await panels.open(
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
    const context = await panels.browser.newContext();
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

  it('copies hostile output as Markdown that does nothing where it is rendered', async () => {
    const renderer = new MarkdownIt({ html: true, linkify: true });
    renderer.linkify.set({ fuzzyLink: false });
    const context = await panels.browser.newContext();
    const page = await context.newPage();
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));

    for (const [name, text] of Object.entries(hostileTexts)) {
      await page.setContent(renderer.render(reportWith(text)));

      assert.equal(await page.locator('img, a, svg, script, iframe').count(), 0, name);
      assert.equal(await page.evaluate('window.pwned'), undefined, name);
    }
    assert.deepEqual(requests, []);
    await context.close();
  });

  it('shows real responses of two models, all of them, without a complaint', async function () {
    if (!existsSync(ifevalFile)) {
      console.log(`      skipped: ${ifevalFile} is not there`);
      this.skip();
    }
    const { page, complaints, requests } = await panels.open(await ifevalInput());

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
    const { page, complaints } = await panels.open(comparisonInput(storyCases(3)));

    await page.evaluate(`for (const m of [null, 7, 'x', {}, { type: 'state' }, { type: 'response', id: -1 },
      { type: 'update', slices: { header: { title: 1 } } }]) window.postMessage(m, '*')`);
    await page.keyboard.press('n');

    await page.waitForSelector('.case.is-active');
    assert.ok(complaints.every((text) => text.startsWith('From the host: Unexpected message')));
  });

  it('exports a page that shows the same without scripts', async () => {
    const context = await panels.browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();

    await page.setContent(await exportHtml(comparisonInput(storyCases(20)), 0));

    assert.equal(await page.locator('details[open]').count(), 2);
    await page.getByText('Hello! ').first().waitFor();
    await page.screenshot({ path: 'test-output/export.png', fullPage: true });
    await page.setViewportSize({ width: 360, height: 800 });
    assert.ok(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'));
    await context.close();
  });
});
