/** One of several processes that write to the same store at the same time: `<folder> <name> <count>`. */
import { nodeClock } from '../../src/node/nodeClock.ts';
import { openStore } from '../../src/node/store/openStore.ts';
import { completion, FakeLog } from './fakePorts.ts';
import { storedRun } from './storeContract.ts';

const [folder = '', name = '', count = '0'] = process.argv.slice(2);
const log = new FakeLog();
const store = await openStore({ folder, clock: nodeClock, log });
const request = { endpoint: 'e', model: 'm', parameters: {}, messages: [], tools: [], trial: 0 };
for (let index = 0; index < Number(count); index++) {
  const key = `${name}${index}`;
  await Promise.all([
    store.saveCompletion({ key, completion: completion(key), time: index }, request),
    store.addSpend('day', 1),
    store.saveRun(storedRun({ id: key, prompt: `/${name}` })),
  ]);
}
store.close();
process.stdout.write(JSON.stringify(log.lines));
