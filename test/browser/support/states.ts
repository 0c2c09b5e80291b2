import type { Page } from 'playwright-core';
import type { RenderedRequest } from '../../../src/core/run/request.ts';
import type { PanelInput } from '../../../src/panel/source.ts';
import {
  type CasePlan,
  comparisonInput,
  firstRunInput,
  largeSuite,
  noRunInput,
  storyCases,
  storySuite,
  strangeCases,
} from '../../support/panel/inputs.ts';
import { requestsOf } from '../../support/panel/requests.ts';
import { until } from './until.ts';

/** A state that the panel can be in, for pictures and for what must hold in all of them. */
export interface PanelState {
  readonly name: string;
  readonly input: PanelInput;
  /** What the history has of its requests, by key; absent: nothing. */
  readonly requests?: ReadonlyMap<string, RenderedRequest>;
  /** What a reader does to see the rest of it; absent: there is no more. */
  readonly arrange?: (page: Page) => Promise<void>;
}

const causes = [{ line: 1, text: 'Caused by this change: with it reverted 4 of 4 runs passed.' }];

/** No case to thousands, text that is hard to show, and whatever can have become of a run. */
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
    { name: 'tools', input: comparisonInput(toolCases), arrange: openFirst },
    { name: 'turns', input: comparisonInput(longCases()), arrange: openFirst },
    { name: 'stale', input: { ...twenty, isStale: true }, arrange: openFirst },
    { name: 'budget', input: stoppedByBudget(), arrange: openLast },
    { name: 'no-suite', input: { ...noRunInput(), suite: { metrics: [], goals: [] } } },
    { name: 'recorded', input: recorded(twenty), arrange: openFirst },
    { name: 'request', ...requested(), arrange: openRequest },
    { name: 'request-unknown', input: twenty, arrange: openRequest },
    { name: 'unknown-text', input: unknownText(recorded(twenty)), arrange: openFirst },
  ];
}

/** Calls that differ in an argument, are one more, and are no JSON. */
const toolCases: readonly CasePlan[] = [
  {
    id: 'refund-asked-twice',
    verdict: 'regressed',
    tags: ['tools'],
    oldText: 'I have looked the order up. A colleague will decide about the refund.',
    newText: 'Your refund of 49.90 is on its way.',
    oldCalls: [{ name: 'find_order', arguments: '{"id":"A-17","fields":["status","total"]}' }],
    newCalls: [
      { name: 'find_order', arguments: '{"fields":["status"],"id":"A-17"}' },
      { name: 'refund', arguments: '{"order":"A-17","amount":49.9,"currency":"EUR"' },
    ],
  },
  {
    id: 'only-a-call',
    verdict: 'improved',
    oldText: '',
    newText: '',
    oldCalls: [{ name: 'search', arguments: '{"query":"router red light"}' }],
    newCalls: [{ name: 'search', arguments: '{"query":"router blinks red"}' }],
  },
];

/** A conversation of nine turns in eight trials, and a case that is flaky over twenty. */
function longCases(): readonly CasePlan[] {
  const [story] = storyCases(1);
  const turns = Array.from({ length: 9 }, (_, index) => `Frage ${index + 1}: was nun?`);
  return [
    { ...story, id: 'nine-turns', verdict: 'regressed', turns, trials: 8 },
    { ...story, id: 'twenty-trials', verdict: 'flaky', turns: [], trials: 20 },
  ];
}

/** A run that ended early: the last cases have a result of the run before alone. */
function stoppedByBudget(): PanelInput {
  const input = comparisonInput(
    storyCases(9).map((plan, index) => (index < 6 ? plan : { ...plan, verdict: 'missing' })),
    storySuite,
    {
      notices: [
        'Stopped at the budget of $0.05 for one run; $0.048 were spent. Raise the budget to go on.',
      ],
    },
  );
  const { new: now } = input;
  if (now?.run === undefined) return input;
  const run = {
    ...now.run,
    status: 'stopped' as const,
    model: { provider: 'openai', name: 'gpt-5-mini', isSimulated: false },
    usage: { ...now.run.usage, cost: 0.048 },
    cases: now.run.cases.map((item, index) => (index < 6 ? item : { ...item, trials: [] })),
  };
  return { ...input, new: { ...now, run } };
}

/** Recorded replies beside those of a model. */
function recorded(input: PanelInput): PanelInput {
  const { new: now } = input;
  if (now?.run === undefined) return input;
  const model = { provider: 'replay', name: 'production-2026-11.jsonl', isSimulated: false };
  return { ...input, new: { ...now, run: { ...now.run, model } } };
}

/** Requests with all that they can have, and what differs between both sides. */
function requested(): Pick<PanelState, 'input' | 'requests'> {
  const input = comparisonInput(storyCases(20));
  const schema = {
    type: 'json_schema',
    json_schema: {
      name: 'answer',
      schema: { type: 'object', properties: { text: { type: 'string' } } },
    },
  };
  const tool = (name: string, description: string) => ({
    name,
    description,
    parameters: { type: 'object', properties: { order: { type: 'string' } }, required: ['order'] },
  });
  const find = tool('find_order', 'Looks an order up by its number.');
  const requests = requestsOf(input, (side) => ({
    endpoint: 'openai https://api.openai.com/v1',
    model: 'gpt-5-mini',
    parameters: {
      temperature: side === 'old' ? 0 : 0.7,
      maxTokens: 400,
      stop: ['Customer:'],
      responseFormat: schema,
    },
    tools:
      side === 'old' ? [find] : [find, tool('refund', 'Pays an order back. Only for colleagues.')],
  }));
  return {
    input,
    requests: new Map(
      [...requests].map(([key, request]) => [key, withCall(request, key.includes('old'))]),
    ),
  };
}

/** With a call and its result before the last turn. */
function withCall(request: RenderedRequest, isOld: boolean): RenderedRequest {
  const call = { id: 'call_1', name: 'find_order', arguments: '{"order":"A-17"}' };
  return {
    ...request,
    messages: [
      ...request.messages.slice(0, -1),
      {
        role: 'assistant',
        content: isOld ? 'Let me see.' : 'Einen Moment, bitte.',
        toolCalls: [call],
      },
      { role: 'tool', content: '{"status":"sent","total":49.9}', toolCallId: 'call_1' },
      ...request.messages.slice(-1),
    ],
  };
}

/** A recording, whose prompt nobody knows, beside a branch with a long name. */
export function unknownText({ old, new: now, ...input }: PanelInput): PanelInput {
  const { run } = now ?? {};
  const label = 'Recording production-2026-11.jsonl';
  const branch = 'feature/reply-in-the-language-of-the-customer (7f3c2a1)';
  return {
    ...input,
    new: { version: { label, time: null, commit: null }, ...(run && { run }) },
    ...(old && { old: { ...old, version: { ...old.version, label: branch, commit: null } } }),
  };
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
}

async function openRequest(page: Page): Promise<void> {
  await openFirst(page);
  await page.locator('.request > summary').click();
  await page.locator('.sent-messages .said').first().waitFor();
  // The list may still learn how high it is.
  await until(
    page,
    `(() => {
      const fold = document.querySelector('.request');
      fold.scrollIntoView();
      return fold.getBoundingClientRect().top < innerHeight / 2;
    })()`,
  );
}

async function filtered(page: Page): Promise<void> {
  await page.locator('.metric .name').first().click();
  await page.locator('.goal .name').first().click();
  await page.locator('.chip:not(.narrowed)').first().click();
  await page.locator('.text-filter').fill('no such text');
  await page.getByText('No case matches.').waitFor();
}
