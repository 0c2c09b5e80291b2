import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryStore } from '../../../../src/node/store/memoryStore.ts';
import { openStore } from '../../../../src/node/store/openStore.ts';
import { completion, FakeLog } from '../../../support/fakePorts.ts';
import { describeStore } from '../../../support/storeContract.ts';

describe('openStore', () => {
  let folder: string;
  let log: FakeLog;
  const open = () => openStore({ folder, clock: { now: () => 7 }, log });
  const request = {
    endpoint: 'e',
    model: 'm',
    parameters: {},
    messages: [{ role: 'user' as const, content: 'key sk-abcdefghijklmnopqrstuvwx' }],
    tools: [],
    trial: 0,
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'micro-metrics-store-'));
    log = new FakeLog();
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  describeStore('SQLite', () => open());

  it('keeps scores by sample and metric, over processes', async () => {
    const store = await open();
    const score = (explanation: string) => ({ status: 'skipped' as const, explanation });
    const many = Array.from({ length: 250 }, (_, index) => ({
      sample: `s${index}`,
      metric: 'm',
      score: score(`s${index} m`),
    }));
    await store.saveScores([...many, { sample: 's0', metric: 'n', score: score('s0 n') }]);
    store.close();

    const again = await open();
    const found = await again.scores(['s0', 's249', 'unknown']);
    again.close();

    assert.deepEqual(
      [...(found.get('s0') ?? [])],
      [
        ['m', score('s0 m')],
        ['n', score('s0 n')],
      ],
    );
    assert.deepEqual(found.get('s249')?.get('m'), score('s249 m'));
    assert.equal(found.has('unknown'), false);
  });

  it('gives no request that is longer than asked for', async () => {
    const store = await open();
    const messages = [{ role: 'user' as const, content: 'long '.repeat(100_000) }];
    const stored = { key: 'k', completion: completion('x'), time: 1 };
    await store.saveCompletion(stored, { ...request, messages });

    await assert.rejects(store.request('k', 100_000), /has 0\.5 MiB, more than the 0\.1 MiB/);
    assert.deepEqual((await store.request('k', 1_000_000))?.messages, messages);
    store.close();
  });

  it('sets a damaged file aside, says so, and begins anew', async () => {
    (await open()).close();
    writeFileSync(join(folder, '.micro-metrics/history.db'), 'no database at all '.repeat(400));

    const store = await open();
    await store.addSpend('d', 1);
    store.close();

    assert.ok(readdirSync(join(folder, '.micro-metrics')).includes('history.corrupt-7.db'));
    assert.match(log.lines.join('\n'), /damaged/);
  });

  it('goes on in memory where nothing can be written, and says so once', async () => {
    writeFileSync(join(folder, '.micro-metrics'), 'a file where the folder should be');

    const store = await open();
    await store.addSpend('d', 1);

    assert.equal(await store.spent('d'), 1);
    assert.equal(log.lines.length, 1);
    assert.match(log.lines[0] ?? '', /kept in memory/);
  });

  it('writes no key of a provider to the disk', async () => {
    const store = await open();
    await store.saveCompletion({ key: 'k', completion: completion('x'), time: 1 }, request);

    const kept = JSON.stringify(await store.request('k'));
    store.close();

    assert.doesNotMatch(kept, /sk-abcdef/);
    assert.match(kept, /\[redacted\]/);
  });

  it('has everything that was promised when the process is killed', async () => {
    const writer = new URL('../../../support/storeWriter.ts', import.meta.url);
    const child = spawn(process.execPath, [writer.pathname, folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const promised: string[] = [];
    let rest = '';
    for await (const chunk of child.stdout) {
      const lines = (rest + String(chunk)).split('\n');
      rest = lines.pop() ?? '';
      promised.push(...lines);
      if (promised.length >= 40) break;
    }
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');

    const store = await open();
    const found = await store.completions(promised);
    store.close();

    assert.equal(found.size, promised.length);
  });
});

describeStore('MemoryStore', async () => new MemoryStore());
