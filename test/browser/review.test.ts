import assert from 'node:assert/strict';
import { actionNames } from '../../src/panel/slices/actions.ts';
import type { PanelInput } from '../../src/panel/source.ts';
import {
  comparisonInput,
  noRunInput,
  oldPrompt,
  storyCases,
  storySuite,
  strangeCases,
} from '../support/panel/inputs.ts';
import { requestsOf } from '../support/panel/requests.ts';
import { usePanels } from './support/panels.ts';
import { unknownText } from './support/states.ts';
import { until } from './support/until.ts';

const causes = [{ line: 1, text: 'Caused by this change: with it reverted 4 of 4 runs passed.' }];
const judgedSuite = {
  ...storySuite,
  metrics: storySuite.metrics.map((metric) => ({ ...metric, isJudged: true })),
};

describe('the compare panel in a review', () => {
  const panels = usePanels();

  it('leads to the turn that fails, and closes what it opened when it goes on', async () => {
    const plan = storyCases(1)[0];
    assert.ok(plan);
    const turns = Array.from({ length: 9 }, (_, index) => `Question ${index + 1}`);
    const { page } = await panels.open(
      comparisonInput([{ ...plan, turns }, ...storyCases(30).slice(1)]),
      {
        height: 500,
      },
    );

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

  it('goes through the regressions by mouse too, and offers no way where nothing got worse', async () => {
    const { page, source } = await panels.open(comparisonInput(storyCases(30)));
    const active = `document.querySelector('.is-active .case-id')?.textContent`;

    await page.getByRole('button', { name: 'Next regression' }).click();
    await until(page, `${active} === 'german-fifth-turn'`);
    await page.waitForSelector('.details .turn');
    await page.getByRole('button', { name: 'Next regression' }).click();
    await until(page, `![null, undefined, 'german-fifth-turn'].includes(${active})`);
    await page.getByRole('button', { name: 'Previous regression' }).click();
    await until(page, `${active} === 'german-fifth-turn'`);

    source.set(comparisonInput([{ id: 'calm', verdict: 'unchanged' }]));
    await page.getByRole('button', { name: 'Next regression' }).waitFor({ state: 'detached' });
  });

  it('says what a regression means for its goal, and shows the interval at any width', async () => {
    for (const width of [1100, 700, 400]) {
      const { page } = await panels.open(comparisonInput(storyCases(20)), { width });

      await page.getByText('at risk').first().waitFor();
      const row = page.locator('.metric', { hasText: "Replies in the customer's language" });
      assert.equal(await row.locator('.plot').isVisible(), true, `${width}`);
      assert.match(await row.locator('.change').innerText(), /points/);
    }
  });

  it('marks the change that is to blame, and asks to take it back', async () => {
    const { page, source } = await panels.open(
      comparisonInput(storyCases(3), storySuite, { causes }),
    );

    await page.getByText('Caused by this change').waitFor();
    await page.getByRole('button', { name: 'Revert this change' }).click();

    assert.deepEqual(source.performed.at(-1), { action: 'revertChange', target: {} });
  });

  it('says of a case without a new result that it is missing, and shows the old reply as old', async () => {
    const error = 'The server answered 500 three times.';
    const plan = storyCases(1)[0];
    assert.ok(plan);
    const { page } = await panels.open(
      comparisonInput([{ ...plan, verdict: 'missing', error }, ...storyCases(8).slice(1)]),
    );

    await page.locator('.case', { hasText: plan.id }).click();
    await page.locator('.turn').first().waitFor();

    const scores = await page.locator('.scores .word').allInnerTexts();
    assert.deepEqual(new Set(scores), new Set(['missing']));
    assert.equal(await page.getByText(error).count(), 1);
    assert.equal(await page.locator('.turn .role').last().innerText(), 'old');
    assert.equal(
      await page.getByRole('button', { name: /Trial 1/ }).getAttribute('title'),
      'not scored, passed before',
    );
    assert.equal(await page.getByRole('button', { name: 'Copy the reply' }).count(), 0);
  });

  it('says what is recorded, and tells no cost of the run before while one goes on', async () => {
    const input = comparisonInput(storyCases(5));
    const now = input.new;
    assert.ok(now?.run);
    const model = { provider: 'replay', name: 'november.jsonl', isSimulated: false };
    const { page, source } = await panels.open({
      ...input,
      new: { ...now, run: { ...now.run, model } },
    });

    await page.locator('.facts', { hasText: 'november.jsonl recorded' }).waitFor();
    await page.locator('.facts', { hasText: 'old side: simulated-small simulated' }).waitFor();

    source.set({ ...input, progress: { done: 1, total: 5, cost: 0.002, settled: [] } });
    await page.getByText('Running 1 of 5, $0.0020 so far').waitFor();
    assert.equal(await page.getByText('cost unknown').count(), 0);
  });

  it('names each side by what it is, else by its time, and offers to choose and swap them', async () => {
    const input = comparisonInput(storyCases(3));
    const { old, new: now } = input;
    assert.ok(old && now);
    const { page, source } = await panels.open({
      ...input,
      old: { ...old, version: { label: null, time: old.version.time, commit: null } },
      new: { ...now, version: { label: 'main (7f3c2a1)', time: now.version.time, commit: null } },
    });

    const names = await page.locator('button.version').allInnerTexts();
    assert.match(names[0] ?? '', /^main \(7f3c2a1\)\s+2026-11-24 \d\d:\d\d$/);
    assert.match(names[1] ?? '', /^Version of\s+2026-11-24 \d\d:\d\d$/);
    for (const name of ['Choose the new side', 'Choose the old side', 'Swap the sides'])
      await page.getByTitle(name).click();
    assert.deepEqual(
      source.performed.map(({ action }) => action),
      ['chooseNew', 'chooseOld', 'swapSides'],
    );
  });

  it('says that a text is not known, and shows the other one as it is', async () => {
    const { page, source } = await panels.open(unknownText(comparisonInput(storyCases(3))));

    await page
      .getByText('behind \u201cRecording production-2026-11.jsonl\u201d is not known')
      .waitFor();
    assert.equal(await page.locator('.prompt .row.same').count(), oldPrompt.split('\n').length);
    assert.equal(await page.locator('.prompt .row.added, .prompt .row.removed').count(), 0);

    source.set(comparisonInput(storyCases(3)));
    await page.locator('.prompt .row.added').first().waitFor();
    assert.equal(await page.locator('.prompt .note').count(), 0);
  });

  it('says what to do where nothing was run, and where there may be no suite', async () => {
    const known = await panels.open(noRunInput());
    const unknown = await panels.open({ ...noRunInput(), suite: { metrics: [], goals: [] } });

    await known.page.getByText('No run yet. Save the prompt or its suite').waitFor();
    assert.equal(await known.page.getByText('New Suite for This Prompt').count(), 0);
    await unknown.page.getByText('New Suite for This Prompt').waitFor();
  });

  it('breaks long names of actions where there is little room', async () => {
    const input = comparisonInput(storyCases(3));
    const { comparison } = input;
    assert.ok(comparison);
    const live = {
      ...{
        isRunning: false,
        done: 3,
        total: 3,
        flips: 0,
        expectedFlips: 0,
        summary: '',
        notes: [],
      },
      resolve: { calls: 1036, cost: 12.34, detects: 0.22 },
    };
    const [first, ...rest] = comparison.metrics;
    assert.ok(first);
    const metrics = [{ ...first, verdict: 'inconclusive' as const }, ...rest];
    const open = { ...input, comparison: { ...comparison, live, metrics } };
    const { page } = await panels.open(open, { width: 260 });

    const name = 'Resolve (1036 calls, $12.34, finds a drop of 22 points)';
    const box = await page.getByRole('button', { name }).boundingBox();

    assert.ok(box !== null && box.x >= 0 && box.x + box.width <= 260, JSON.stringify(box));
  });

  it('passes on whatever can be asked of a case and of the whole', async () => {
    const input = comparisonInput(storyCases(3), judgedSuite, { causes });
    const { page, source } = await panels.open(input, { requests: requestsOf(input) });
    await page.locator('.case').first().click();
    await page.waitForSelector('.scores');
    await page.locator('.request > summary').click();
    await page.locator('.sent-facts').waitFor();
    await page.locator('.metric .name').first().click();
    await page.waitForSelector('.chip.narrowed');
    const caseId = 'german-fifth-turn';

    for (const [name, action, target] of [
      ['Version 14', 'chooseNew', {}],
      ['Version 13', 'chooseOld', {}],
      ['Swap the sides', 'swapSides', {}],
      ['Resolve', 'resolve', {}],
      ['Run', 'run', {}],
      ['Revert this change', 'revertChange', {}],
      ['Open as editor diff', 'openPromptDiff', {}],
      ['Go to the metric', 'revealMetric', { metric: 'same-language' }],
      ['Go to the case', 'revealCase', { caseId, trial: 0 }],
      ['Accept as expected', 'acceptOutput', { caseId, trial: 0 }],
      ['Make a case of this', 'newCase', { caseId, trial: 0 }],
      ['Copy the reply', 'copy', { caseId, trial: 0 }],
      ['Open as JSON', 'openRequest', { caseId, trial: 0, reply: 1, side: 'new' }],
      ['Copy request', 'copyRequest', { caseId, trial: 0, reply: 1, side: 'new' }],
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
    const { page } = await panels.open({
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
    const { page } = await panels.open(comparisonInput(storyCases(20)), { width: 400 });
    const guard = page.locator('.guard').first();

    const isWhole = await page.evaluate(
      `(({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth)(document.querySelector('.guard-name'))`,
    );
    await guard.click();

    await page.locator('.chip.narrowed', { hasText: 'Metric: Replies in the customer' }).waitFor();
    assert.equal(isWhole, true);
  });

  it('breaks the name of a side between words, and inside one only where it has no room', async () => {
    const input = comparisonInput(storyCases(3));
    const name = (label: string) => ({ label, time: Date.now(), commit: '7f3c2a1' });
    assert.ok(input.old && input.new);
    const named: PanelInput = {
      ...input,
      old: { ...input.old, version: name('Previous version 13') },
      new: { ...input.new, version: name(`Recording ${'x'.repeat(90)}.jsonl`) },
    };

    for (const width of [320, 240]) {
      const { page } = await panels.open(named, { width });
      const [long = [], short = []] = await page.evaluate<readonly (readonly number[])[]>(
        `[...document.querySelectorAll('.version .label')].map((label) => {
          const text = document.createTreeWalker(label, NodeFilter.SHOW_TEXT).nextNode();
          return [...text.data.matchAll(/\\S+/g)].map(({ index, 0: word }) => {
            const range = document.createRange();
            range.setStart(text, index);
            range.setEnd(text, index + word.length);
            return range.getClientRects().length;
          });
        })`,
      );

      assert.deepEqual(short, [1, 1, 1], `${width} pixels wide`);
      assert.equal(long[0], 1);
      assert.ok((long[1] ?? 0) > 1);
      assert.ok(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'));
    }
  });

  it('compares JSON by its members', async () => {
    const { page } = await panels.open(comparisonInput(strangeCases));

    await page.locator('.case', { hasText: 'json' }).click();
    await page.getByText('JSON, compared by its members.').waitFor();

    assert.deepEqual(await page.locator('.turn del').allInnerTexts(), ['12.5']);
    assert.ok((await page.locator('.turn ins').allInnerTexts()).some((text) => text === '13.5'));
  });
});
