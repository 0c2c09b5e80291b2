import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Store } from '../../../src/core/ports.ts';
import { MemoryStore } from '../../../src/node/store/memoryStore.ts';
import { openStore } from '../../../src/node/store/openStore.ts';
import { finished } from '../../../src/panel/slicedWork.ts';
import type { SentPart } from '../../../src/panel/slices/sentRequest.ts';
import { requestJson } from '../../../src/panel/viewModel/requestJson.ts';
import { completion, FakeLog } from '../../support/fakePorts.ts';
import { FakeSource } from '../../support/panel/fakeSource.ts';
import { comparisonInput } from '../../support/panel/inputs.ts';
import { requestWith } from '../../support/panel/requests.ts';
import { TestHost } from '../../support/panel/testHost.ts';

/** Keys of several providers; none was ever one. */
const secrets = [
  `sk-proj-${'a1B2c3D4'.repeat(4)}`,
  `ghp_${'a1B2c3D4'.repeat(4)}`,
  `AKIA${'A1B2'.repeat(4)}`,
  `hf_${'a1B2c3D4'.repeat(4)}`,
  `Bearer ${'a1B2c3D4'.repeat(4)}`,
];
const all = secrets.join(' ');

/** A request that has them wherever text can be. */
const leaky = requestWith({
  endpoint: `openai https://api.example/${all}`,
  model: all,
  parameters: {
    stop: [all],
    responseFormat: { note: all },
    extra: { note: all, api_key: 'hunter2' },
  },
  tools: [{ name: 'find', description: all, parameters: { description: all } }],
  messages: [
    {
      role: 'assistant',
      content: all,
      name: all,
      toolCallId: all,
      toolCalls: [{ id: all, name: all, arguments: all }],
    },
  ],
});

describe('A request with secrets', () => {
  let folder: string;
  const stores: { readonly [name: string]: () => Promise<Store> } = {
    SQLite: () => openStore({ folder, clock: { now: () => 7 }, log: new FakeLog() }),
    memory: async () => new MemoryStore(),
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'micro-metrics-secrets-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  for (const [name, open] of Object.entries(stores)) {
    it(`is shown, opened and copied without them, kept in ${name}`, async () => {
      const store = await open();
      const input = comparisonInput([{ id: 'a', verdict: 'regressed' }]);
      const clean = requestWith();
      for (const [key, request] of [['a-old-0-0', clean] as const, ['a-new-0-0', leaky] as const])
        await store.saveCompletion({ key, completion: completion('x'), time: 1 }, request);
      const source = new FakeSource(input);
      source.requestOf = (key) => store.request(key);
      const host = new TestHost(source);
      const place = { caseId: 'a', trial: 0, reply: 0, side: 'new' } as const;
      const parts: readonly SentPart[] = [
        { type: 'message', message: 0 },
        { type: 'call', message: 0, call: 0 },
        { type: 'parameter', parameter: 0 },
        { type: 'parameter', parameter: 1 },
        { type: 'description', tool: 0 },
        { type: 'schema', tool: 0 },
      ];

      const sent = await host.askLater({ type: 'sentRequest', ...place });
      await host.askLater({ type: 'requestChanges', ...place });
      for (const part of parts) {
        const text = await host.askLater({ type: 'sentText', ...place, part, isWhole: true });
        assert.match(text?.text ?? '', /\[redacted\]/, part.type);
      }
      const kept = await store.request('a-new-0-0');
      assert.ok(kept);
      const json = finished(requestJson(kept));
      store.close();

      assert.equal(sent?.head.type, 'exact');
      for (const secret of [...secrets, 'hunter2'])
        assert.equal(`${JSON.stringify(host.sent)}${json}`.includes(secret), false, secret);
    });
  }
});
