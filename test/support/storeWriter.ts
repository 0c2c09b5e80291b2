/** Writes completions without end and names each one that is promised to be on disk. */
import { nodeClock } from '../../src/node/nodeClock.ts';
import { openStore } from '../../src/node/store/openStore.ts';
import { completion, FakeLog } from './fakePorts.ts';

const folder = process.argv[2] ?? '';
const store = await openStore({ folder, clock: nodeClock, log: new FakeLog() });
for (let index = 0; index < 100_000; index++) {
  const key = `k${index}`;
  await store.saveCompletion(
    { key, completion: completion(key), time: index },
    { endpoint: 'e', model: 'm', parameters: {}, messages: [], tools: [], trial: 0 },
  );
  process.stdout.write(`${key}\n`);
}
