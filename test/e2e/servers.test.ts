import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  chatReply,
  type Fault,
  type FaultyServer,
  halfStream,
  raw,
  startFaultyServer,
  status,
} from '../support/faultyServer.ts';
import { openWindow } from './support/session.ts';
import type { Workbench } from './support/workbench.ts';

/** The wait that the server asks for, in milliseconds: short, so that the last try comes soon. */
const noWait = { 'retry-after-ms': '1' };

/** A server in trouble: what it does, what a person reads, and what the button offers. */
const troubles: Readonly<Record<string, readonly [Fault, RegExp, string]>> = {
  'key-refused': [
    status(401, { message: 'Incorrect API key' }),
    /answered 401: no key was sent.*Set a key.*Incorrect API key/,
    'Set API Key',
  ],
  'no-model': [
    status(404, { message: 'The model `m` does not exist' }),
    /answered 404: it has no model 'm'\. Check the name/,
    'Choose Model',
  ],
  'rate-limit': [
    status(429, { message: 'slow down' }, noWait),
    /answered 429: too many requests\. It works again later/,
    'Run Again',
  ],
  broken: [
    status(500, { message: 'broken' }, noWait),
    /answered 500: the server failed.*try again/,
    'Run Again',
  ],
  nothing: [
    raw('', 'application/json', 200, noWait),
    /Bad reply from .*It is empty\. Try again/,
    'Run Again',
  ],
  half: [halfStream, /Bad reply from .*closed in the middle of the reply/, 'Run Again'],
  html: [
    raw('<html><title>Sign in</title></html>', 'text/html', 200, noWait),
    /Bad reply from .*an HTML page titled "Sign in" in place of JSON\. Check the base URL/,
    'Run Again',
  ],
};

const suite = (baseUrl: string) => `model: { provider: openai, name: m, base-url: ${baseUrl} }
metrics:
  - { id: good, type: contains, value: good }
cases:
  - { id: first, turns: ['One?'] }
  - { id: second, turns: ['Two?'] }
`;

describe('Models in trouble', () => {
  let server: FaultyServer;
  let window: Workbench;
  let isMended = false;

  before(async () => {
    const outOfOrder = status(500, { message: 'out of order' }, noWait);
    // The first part of the path says what to do.
    const byPath: Fault = (response, request) => {
      const [, name = ''] = request.path.split('/');
      const good = chatReply('good');
      const [fault] = troubles[name] ?? [name === 'mended' && !isMended ? outOfOrder : good];
      fault(response, request);
    };
    server = await startFaultyServer(byPath);
    window = await openWindow({
      // Tall, so that no row of the Problems list is out of sight.
      size: { width: 1400, height: 2000 },
      prepare: async (folder) => {
        for (const name of [...Object.keys(troubles), 'fine', 'mended']) {
          await writeFile(join(folder, `${name}.prompt.md`), 'Answer briefly.\n');
          await writeFile(
            join(folder, `${name}.metrics.yaml`),
            suite(`${server.origin}/${name}/v1`),
          );
        }
      },
    });
  });
  after(() => server[Symbol.asyncDispose]());

  beforeEach(() => window.clearNotifications());

  for (const [name, [, message, action]] of Object.entries(troubles)) {
    it(`tells once of '${name}', with place, cause, remedy and a button`, async () => {
      await window.open(`${name}.prompt.md`);
      await window.editor.clickCodeLens('Run suite');
      const all = await window.notifications();
      const told = all.filter({ hasText: message });
      await told.waitFor();
      const listed = (await window.problems()).filter({ hasText: message });
      await listed.waitFor();
      await window.screenshot(`servers-${name}`);

      // Neither this one twice nor a former one again.
      assert.equal(await all.count(), 1);
      assert.ok((await told.innerText()).includes(new URL(server.origin).host));
      assert.equal(await told.getByRole('button', { name: action }).count(), 1);
      assert.match(await listed.innerText(), /first and 1 more case could not run/);
      const statusText = await window.statusText();
      assert.doesNotMatch(statusText, /pass|nothing got worse/, statusText);
    });
  }

  it('leaves other prompts going', async () => {
    await window.open('fine.prompt.md');
    await window.editor.clickCodeLens('Run suite');

    await window.page.getByText('1 of 1 metrics pass').first().waitFor();
  });

  it('tries again from the button of the message, and says no more once it is mended', async () => {
    await window.open('mended.prompt.md');
    await window.editor.clickCodeLens('Run suite');
    const told = (await window.notifications()).filter({ hasText: 'out of order' });
    const listed = (await window.problems()).filter({ hasText: 'out of order' });
    await listed.waitFor();

    isMended = true;
    await told.getByRole('button', { name: 'Run Again' }).click();

    await listed.waitFor({ state: 'detached' });
    await window.page.getByText('1 of 1 metrics pass').first().waitFor();
    await window.notifications();
    assert.equal(await told.count(), 0);
  });
});
