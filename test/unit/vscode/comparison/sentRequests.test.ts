import assert from 'node:assert/strict';
import { MemoryStore } from '../../../../src/node/store/memoryStore.ts';
import { requestName, requestText } from '../../../../src/vscode/comparison/sentRequests.ts';
import { completion } from '../../../support/fakePorts.ts';
import { comparisonInput, storyCases } from '../../../support/panel/inputs.ts';
import { requestsOf } from '../../../support/panel/requests.ts';

describe('The request of a reply as JSON', () => {
  const input = comparisonInput(storyCases(1));
  const run = input.new?.run;
  const caseId = 'german-fifth-turn';
  let store: MemoryStore;

  beforeEach(async () => {
    store = new MemoryStore();
    for (const [key, request] of requestsOf(input, (side) => ({ model: side })))
      await store.saveCompletion({ key, completion: completion('x'), time: 1 }, request);
  });

  it('is that of the trial and turn', async () => {
    const text = await requestText(store, run, { caseId, trial: 2, reply: 1 });

    const request: { model: string; trial: number; messages: { content: string }[] } =
      JSON.parse(text);
    assert.equal(request.model, 'new');
    assert.equal(request.trial, 2);
    assert.equal(request.messages.at(-1)?.content, 'Ja, habe ich.');
  });

  it('is not there where the result or the history has none', async () => {
    const missing = [
      [run, { caseId: 'another' }],
      [run, { caseId, trial: 7 }],
      [run, { caseId, reply: 2 }],
      [undefined, { caseId }],
    ] as const;
    for (const [of, target] of missing)
      await assert.rejects(requestText(store, of, target), { code: 'not-found' });

    await assert.rejects(requestText(new MemoryStore(), run, { caseId }), /no request to 'german/);
  });

  const names = [
    [{ caseId, reply: 4, side: 'old' }, 'german-fifth-turn.turn-5.old.request.json'],
    [
      { caseId: '../../etc/<b>\u202eab c', side: 'new' },
      '..-..-etc-b-ab-c.turn-1.new.request.json',
    ],
    [
      { caseId: '\u0645\u0631\u062d\u0628\u0627 1' },
      '\u0645\u0631\u062d\u0628\u0627-1.turn-1.new.request.json',
    ],
    [{ caseId: 'x'.repeat(500) }, `${'x'.repeat(60)}.turn-1.new.request.json`],
    // Half of such a letter could stand in no address.
    [
      { caseId: `x${'\u{1d4b3}'.repeat(60)}` },
      `x${'\u{1d4b3}'.repeat(29)}.turn-1.new.request.json`,
    ],
  ] as const;
  for (const [target, expected] of names) {
    it(`has a tab that is called ${expected.slice(0, 40)}`, () => {
      assert.equal(requestName(target), expected);
    });
  }
});
