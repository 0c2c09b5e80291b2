/** Claims the call of a key in a folder's store, says so, and never ends: `<folder> <key>`. */
import { nodeClock } from '../../src/node/nodeClock.ts';
import { openStore } from '../../src/node/store/openStore.ts';
import { FakeLog } from './fakePorts.ts';

const [folder = '', key = ''] = process.argv.slice(2);
const store = await openStore({ folder, clock: nodeClock, log: new FakeLog() });
const claim = await store.claimCall(key);
process.stdout.write(`${claim.kind}\n`);
setInterval(() => undefined, 60_000);
