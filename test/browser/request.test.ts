import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { Message } from '../../src/core/prompt/message.ts';
import type { RenderedRequest } from '../../src/core/run/request.ts';
import { comparisonInput, storyCases } from '../support/panel/inputs.ts';
import { requestsOf } from '../support/panel/requests.ts';
import { usePanels } from './support/panels.ts';
import { until } from './support/until.ts';

const story = () => comparisonInput(storyCases(3));
const tool = {
  name: 'refund',
  description: 'Pays an order back.',
  parameters: { type: 'object', properties: { order: { type: 'string' } } },
};

/** Warmer than before, and with a tool more. */
function warmer(side: 'old' | 'new'): Partial<RenderedRequest> {
  return side === 'old'
    ? { parameters: { temperature: 0, seed: 7 } }
    : { parameters: { temperature: 0.7, seed: 7, stop: ['END'] }, tools: [tool] };
}

async function openCase(page: Page): Promise<void> {
  await page.locator('.case').first().click();
  await page.locator('.request > summary').waitFor();
}

async function unfold(page: Page): Promise<void> {
  await openCase(page);
  await page.locator('.request > summary').click();
  await page.locator('.sent-messages .said').first().waitFor();
}

const facts = async (page: Page) =>
  (await page.locator('.sent-facts > div').allInnerTexts()).map((text) =>
    text.replaceAll(/\s+/g, ' '),
  );
const messages = (page: Page) => page.locator('.sent-messages .said');

describe('the request of a reply in the compare panel', () => {
  const panels = usePanels();

  it('says at once what of it is different, before anything is unfolded', async () => {
    const input = story();
    const { page } = await panels.open(input, { requests: requestsOf(input, warmer) });

    await openCase(page);

    assert.equal(
      await page.locator('.notice.changes').innerText(),
      'The request differs too: temperature 0 \u2192 0.7, stop not sent \u2192 ["END"], tool refund is new',
    );
  });

  it('says it in the turn that fails, which the reader is led to', async () => {
    const [plan] = storyCases(1);
    assert.ok(plan);
    const turns = Array.from({ length: 9 }, (_, at) => `Question ${at + 1}`);
    const input = comparisonInput([{ ...plan, turns }]);
    const { page } = await panels.open(input, { height: 500, requests: requestsOf(input, warmer) });

    await page.keyboard.press('n');

    await until(
      page,
      `(() => {
        const note = document.querySelector('.turn.is-failing .changes')?.getBoundingClientRect();
        return note !== undefined && note.top > 0 && note.bottom < innerHeight;
      })()`,
    );
  });

  it('shows endpoint, model, parameters, tools and messages of the failing turn of the new side', async () => {
    const input = story();
    const { page, complaints } = await panels.open(input, { requests: requestsOf(input, warmer) });

    await unfold(page);

    assert.deepEqual(await facts(page), [
      'endpoint the simulated model (version 1)',
      'model simulated-small',
      'temperature 0.7 old: 0',
      'seed 7',
      'stop ["END"] not in the old request',
      'trial 1',
    ]);
    assert.deepEqual(await messages(page).locator('.role').allInnerTexts(), [
      'system',
      'user',
      'assistant',
      'user',
    ]);
    assert.equal(await messages(page).last().locator('.text').innerText(), 'Ja, habe ich.');
    const summary = page.locator('.tool summary', { hasText: 'refund' });
    await page.getByText('Pays an order back.').waitFor();
    await summary.click();
    await page.locator('.tool .text', { hasText: '"order": {' }).waitFor();
    assert.deepEqual(complaints, []);
  });

  it('switches turn and side', async () => {
    const input = story();
    const { page } = await panels.open(input, { requests: requestsOf(input, warmer) });
    await unfold(page);
    const pressed = (name: string) =>
      page.getByRole('group', { name }).locator('[aria-pressed=true]').innerText();

    assert.equal(await pressed('Side of the request'), 'New');
    await page.getByRole('button', { name: 'Turn 1', exact: true }).click();
    await until(page, `document.querySelectorAll('.sent-messages .said').length === 2`);
    await page.getByRole('button', { name: 'Old', exact: true }).click();
    await page.getByText('Differs from the new request').waitFor();

    assert.equal(await pressed('Turn of the request'), '1');
    assert.equal(await pressed('Side of the request'), 'Old');
    assert.equal((await facts(page))[2], 'temperature 0 new: 0.7');
    assert.match(await messages(page).first().innerText(), /Always reply in the language/);
    assert.equal(await page.locator('.tools').count(), 0);
  });

  it('shows where the messages differ, on either side', async () => {
    const input = story();
    const { page } = await panels.open(input, { requests: requestsOf(input) });
    await unfold(page);
    const marked = page.locator('.sent-messages .is-changed');
    const words = async (tag: string) => marked.locator(tag).allInnerTexts();

    for (const side of ['New', 'Old']) {
      await page.getByRole('button', { name: side, exact: true }).click();
      await page
        .getByText(`differ from the ${side === 'New' ? 'old' : 'new'} request. The first`)
        .waitFor();
      assert.deepEqual(await marked.locator('.role').allInnerTexts(), ['system']);
      assert.deepEqual(await marked.locator('.changed').allInnerTexts(), ['changed']);
      assert.equal(await marked.locator('.changed svg').count(), 1);
      assert.ok((await words('del')).join('').includes('in the language of the customer'));
      assert.ok((await words('ins')).join('').includes('140'));
    }
  });

  it('shows texts with nothing in common one after the other, and says what else is another', async () => {
    const input = story();
    const requests = requestsOf(input, (side) => ({
      messages: [
        {
          role: 'assistant',
          content: side === 'old' ? 'Good morning' : 'Hallo',
          toolCalls: [{ name: 'find', arguments: side }],
        },
      ],
    }));
    const { page } = await panels.open(input, { requests });

    await unfold(page);

    assert.equal(await messages(page).locator('.changed').innerText(), 'changed: text, tool calls');
    assert.deepEqual(await messages(page).locator('.sides > div').allInnerTexts(), [
      'old\nGood morning',
      'new\nHallo',
    ]);
  });

  it('marks nothing where the other side is not in the history', async () => {
    const input = story();
    const requests = requestsOf(input);
    const { page } = await panels.open(input, {
      requests: new Map([...requests].filter(([key]) => !key.includes('old'))),
    });

    await unfold(page);

    await page.getByText('The old request is not in this history').waitFor();
    assert.equal(await page.locator('.request .changed, .request ins, .request del').count(), 0);
  });

  it('says plainly that it does not have it, and shows what is known', async () => {
    const input = story();
    const { page, source } = await panels.open(input);
    await unfold(page);

    assert.match(
      await page.locator('.request .notice').innerText(),
      /not in this history.*as the suite filled them in/,
    );
    assert.equal(await messages(page).count(), 4);
    assert.equal(await page.locator('.sent-facts').count(), 0);
    assert.equal(await page.getByRole('button', { name: 'Open as JSON' }).count(), 0);

    source.requestOf = () => Promise.reject(new Error('The history is locked.'));
    await page.getByRole('button', { name: 'Old', exact: true }).click();
    await page.locator('.request .notice', { hasText: 'The history is locked.' }).waitFor();
    source.requestOf = async (key) => requestsOf(input).get(key);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator('.sent-facts').waitFor();
  });

  it('asks to open it as JSON and to copy it, of the turn and side that are shown', async () => {
    const input = story();
    const { page, source } = await panels.open(input, { requests: requestsOf(input) });
    await unfold(page);
    const target = { caseId: 'german-fifth-turn', trial: 0, reply: 1 };

    await page.getByRole('button', { name: 'Open as JSON' }).click();
    assert.deepEqual(source.performed.at(-1), {
      action: 'openRequest',
      target: { ...target, side: 'new' },
    });
    await page.getByRole('button', { name: 'Old', exact: true }).click();
    await page
      .getByText(
        'Only the messages differ from the new request. The first that differs is message 1 of 4.',
      )
      .waitFor();
    await page.getByRole('button', { name: 'Copy request' }).click();
    assert.deepEqual(source.performed.at(-1), {
      action: 'copyRequest',
      target: { ...target, side: 'old' },
    });
  });

  it('brings hundreds of messages in pages, and long texts on demand', async () => {
    const many = Array.from(
      { length: 500 },
      (_, at): Message => ({
        role: at % 2 === 0 ? 'user' : 'assistant',
        content: at === 0 ? `${'w'.repeat(1_000_000)} end` : `Message ${at}`,
      }),
    );
    const input = story();
    const requests = requestsOf(input, () => ({ messages: many }));
    const { page, sent } = await panels.open(input, { requests });

    await unfold(page);
    assert.equal(await messages(page).count(), 20);
    assert.match(await messages(page).last().innerText(), /Message 499$/);
    assert.ok(Math.max(...sent.map(({ size }) => size)) < 100_000);

    await page.getByRole('button', { name: 'Show 20 of 480 more messages' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Show 20 of 460 more messages' }).waitFor();
    assert.equal(await messages(page).count(), 40);
    assert.match(await page.evaluate<string>('document.activeElement.innerText'), /460 more/);
    await page.getByRole('button', { name: 'Show all 1,000,004 characters' }).click();
    await until(
      page,
      `document.querySelector('.sent-messages .text').textContent.endsWith('w end')`,
    );
    assert.equal(await page.evaluate('document.activeElement.tagName'), 'SUMMARY');
  });

  it('chooses among many turns from a list', async () => {
    const [plan] = storyCases(1);
    assert.ok(plan);
    const turns = Array.from({ length: 40 }, (_, at) => `Question ${at + 1}`);
    const input = comparisonInput([{ ...plan, turns }]);
    const { page } = await panels.open(input, { requests: requestsOf(input) });
    await unfold(page);

    const list = page.getByRole('combobox', { name: 'Turn' });
    assert.equal(await list.inputValue(), '40 (fails)');
    await list.selectOption('3');
    await until(page, `document.querySelectorAll('.sent-messages .said').length === 6`);
    assert.equal(await messages(page).last().locator('.text').innerText(), 'Question 3');
  });

  it('is worked by keyboard', async () => {
    const input = story();
    const { page, source } = await panels.open(input, { requests: requestsOf(input, warmer) });

    await page.keyboard.press('n');
    await page.locator('.request > summary').focus();
    await page.keyboard.press('Enter');
    await page.locator('.sent-facts').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await until(page, `document.querySelectorAll('.sent-messages .said').length === 2`);
    for (let at = 0; at < 2; at++) await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.getByText('Differs from the new request').waitFor();
    for (let at = 0; at < 2; at++) await page.keyboard.press('Tab');
    assert.equal(await page.evaluate('document.activeElement.innerText'), 'Open as JSON');
    await page.keyboard.press('Enter');

    assert.equal(source.performed.at(-1)?.action, 'openRequest');
    assert.equal(await page.locator('.request[open]').count(), 1);
  });

  it('stays as it is while the list is brought up to date', async () => {
    const input = story();
    const { page, source } = await panels.open(input, { requests: requestsOf(input, warmer) });
    await unfold(page);
    await page.locator('.tool summary').click();
    await page.locator('.tool .text', { hasText: '"order": {' }).waitFor();
    await page.getByRole('button', { name: 'Copy request' }).focus();
    const scrolled = await page.evaluate<number>(
      `(document.querySelector('.scroller').scrollTop = 400)`,
    );

    for (const done of [1, 2]) {
      source.set({ ...input, progress: { done, total: 3, cost: null, settled: [] } });
      await page.getByText(`Running ${done} of 3`).waitFor();
    }
    source.set({ ...input, notices: ['Again.'] });
    await page.getByText('Again.').waitFor();

    await page.locator('.tool .text', { hasText: '"order": {' }).waitFor();
    assert.equal(await page.evaluate('document.activeElement.innerText'), 'Copy request');
    assert.equal(await page.evaluate(`document.querySelector('.scroller').scrollTop`), scrolled);
  });

  it('shows hostile text as text that does nothing', async () => {
    const evil = '<img src=x onerror="window.pwned = 1"><script>window.pwned = 1</script>';
    const link = '<a href="javascript:window.pwned = 1">x</a> \u202eevil\u202c \u0000';
    const both = `${evil} ${link} <!--?lit$1$-->`;
    const input = story();
    const requests = requestsOf(input, (side) => ({
      endpoint: both,
      model: `${both} ${side}`,
      caseId: both,
      parameters: { extra: { [both]: both, [`${both} ${side}`]: side } },
      tools: [{ name: both, description: both, parameters: { description: both } }],
      messages: [
        {
          role: 'assistant',
          content: `${both} ${side}`,
          name: both,
          toolCallId: both,
          toolCalls: [{ id: both, name: both, arguments: both }],
        },
      ],
    }));
    const { page, requests: network, complaints } = await panels.open(input, { requests });

    await unfold(page);
    await page.locator('.tool summary').click();
    await page.locator('.tool .text').nth(1).waitFor();

    const shown = await page.locator('.request').innerText();
    assert.ok(shown.includes(evil));
    assert.ok(shown.includes('\u27e8U+202E\u27e9evil'));
    assert.equal(await messages(page).locator('del').innerText(), 'old');
    assert.equal(await page.locator('img, a, iframe, script:not([src])').count(), 0);
    assert.equal(await page.evaluate('window.pwned'), undefined);
    assert.deepEqual([network, complaints], [[], []]);
    for (const width of [1000, 320]) {
      await page.setViewportSize({ width, height: 800 });
      assert.ok(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'));
    }
  });
});
