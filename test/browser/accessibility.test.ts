import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { comparisonInput, storyCases } from '../support/panel/inputs.ts';
import { activeId, rowIds, usePanels } from './support/panels.ts';
import { panelStates } from './support/states.ts';
import { themeKinds } from './support/themes.ts';
import { until } from './support/until.ts';

describe('the compare panel for everybody', () => {
  const panels = usePanels();
  let axe: string;

  before(async () => {
    axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  });

  for (const theme of themeKinds) {
    it(`has no accessibility violations in ${theme}`, async function () {
      this.timeout(400_000);
      for (const { name, input, requests, arrange } of panelStates()) {
        for (const width of ['twenty', 'strange', 'request'].includes(name)
          ? [1000, 400]
          : [1000]) {
          const { page, complaints } = await panels.open(input, { theme, width, requests });
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
    const { page, source } = await panels.open(comparisonInput(storyCases(60)));

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

  it('keeps the focus while a run streams and its end moves the rows', async () => {
    const input = comparisonInput(storyCases(40));
    const { page, source } = await panels.open(input);
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
    const { page, source } = await panels.open(input);
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

  it('says that there is no further regression', async () => {
    const { page } = await panels.open(comparisonInput(storyCases(3)));

    await page.keyboard.press('n');
    await page.waitForSelector('.case.is-active');
    await page.keyboard.press('n');

    await page.getByRole('status').filter({ hasText: 'No further regression.' }).waitFor();
    const seen = page.locator('.steps', { hasText: 'No further regression.' });
    assert.equal(await seen.isVisible(), true);
    await page.keyboard.press('ArrowDown');
    await seen.waitFor({ state: 'detached' });
  });

  it('shows right-to-left text in its own direction', async () => {
    const { page } = await panels.open(
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
});
