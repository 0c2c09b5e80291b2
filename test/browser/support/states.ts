import type { Page } from 'playwright-core';
import type { PanelInput } from '../../../src/panel/source.ts';
import {
  comparisonInput,
  firstRunInput,
  largeSuite,
  noRunInput,
  storyCases,
  storySuite,
  strangeCases,
} from '../../support/panel/inputs.ts';

/** A state that the panel can be in, for pictures and for what must hold in all of them. */
export interface PanelState {
  readonly name: string;
  readonly input: PanelInput;
  /** What a reader does to see the rest of it; absent: there is no more. */
  readonly arrange?: (page: Page) => Promise<void>;
}

const causes = [{ line: 1, text: 'Caused by this change: with it reverted 4 of 4 runs passed.' }];

/** Empty, one case, twenty, thousands, text that is hard to show, streaming, errors, first run. */
export function panelStates(): readonly PanelState[] {
  const twenty = comparisonInput(storyCases(20), judged(), { causes });
  return [
    { name: 'empty', input: noRunInput() },
    { name: 'one', input: comparisonInput(storyCases(1)), arrange: openFirst },
    { name: 'twenty', input: twenty, arrange: openFirst },
    { name: 'side-by-side', input: twenty, arrange: sideBySide },
    {
      name: 'strange',
      input: comparisonInput(strangeCases, storySuite, {
        causes,
        title: `${'a-very-long-name-'.repeat(6)}\u0645\u0631\u062d\u0628\u0627.prompt.md`,
        notices: [
          'The versions were run with different models, so that a difference may be theirs.',
        ],
      }),
      arrange: openFirst,
    },
    { name: 'json', input: comparisonInput(strangeCases), arrange: openLast },
    {
      name: 'thousands',
      input: comparisonInput(storyCases(5000), largeSuite(10)),
      arrange: openFirst,
    },
    { name: 'streaming', input: streaming(twenty), arrange: openFirst },
    { name: 'errors', input: failed(), arrange: openFirst },
    {
      name: 'first-run',
      input: { ...firstRunInput(storyCases(5)), isStale: true, notices: ['Stopped by you.'] },
      arrange: openFirst,
    },
    { name: 'filtered', input: twenty, arrange: filtered },
  ];
}

function judged(): typeof storySuite {
  return {
    ...storySuite,
    metrics: storySuite.metrics.map((metric) => ({ ...metric, isJudged: true })),
  };
}

/** Five of the cases are in, the rest is of the run before. */
function streaming(input: PanelInput): PanelInput {
  const settled = input.old?.run?.cases.slice(0, 5) ?? [];
  const baseline = input.new?.run;
  return {
    ...input,
    progress: { done: 5, total: 20, cost: 0.0042, settled, ...(baseline && { baseline }) },
  };
}

function failed(): PanelInput {
  const error = 'The server answered 500 (Internal Server Error) three times; the last at 10:42.';
  return comparisonInput(
    storyCases(6).map((plan, index) =>
      index % 2 === 0 ? { ...plan, verdict: 'missing', error } : plan,
    ),
  );
}

async function openFirst(page: Page): Promise<void> {
  await page.locator('.case').first().click();
  await page.locator('.detail-cell .turn, .detail-cell .notice').first().waitFor();
}

async function openLast(page: Page): Promise<void> {
  await page.locator('.case').last().click();
  await page.locator('.detail-cell .turn').first().waitFor();
}

async function sideBySide(page: Page): Promise<void> {
  await openFirst(page);
  await page.getByRole('button', { name: 'Side by side' }).click();
  await page.locator('.request summary').click();
  await page.locator('.request .said').first().waitFor();
}

async function filtered(page: Page): Promise<void> {
  await page.locator('.metric .name').first().click();
  await page.locator('.goal .name').first().click();
  await page.locator('.chip:not(.narrowed)').first().click();
  await page.locator('.text-filter').fill('no such text');
  await page.getByText('No case matches.').waitFor();
}
