import assert from 'node:assert/strict';
import { Emitter } from '../../../../src/core/lifecycle.ts';
import { RememberedSecrets } from '../../../../src/vscode/models/rememberedSecrets.ts';

/** VS Code's secrets, with what was asked of them. */
class Secrets {
  readonly asked: string[] = [];
  readonly values = new Map<string, string>();
  readonly changes = new Emitter<{ readonly key: string }>();
  readonly onDidChange = this.changes.event;
  isLocked = false;

  async get(name: string): Promise<string | undefined> {
    this.asked.push(name);
    if (this.isLocked) throw new Error('The key ring is locked.');
    return this.values.get(name);
  }

  async store(name: string, value: string): Promise<void> {
    this.values.set(name, value);
  }

  async delete(name: string): Promise<void> {
    this.values.delete(name);
  }
}

describe('Remembered secrets', () => {
  it('are fetched once, also where there is none', async () => {
    const secrets = new Secrets();
    secrets.values.set('a', 'key');
    const remembered = new RememberedSecrets(secrets);

    assert.equal(await remembered.get('a'), 'key');
    assert.equal(await remembered.get('a'), 'key');
    assert.equal(await remembered.get('b'), undefined);
    assert.equal(await remembered.get('b'), undefined);
    assert.deepEqual(secrets.asked, ['a', 'b']);
  });

  it('are fetched anew when another window has changed them', async () => {
    const secrets = new Secrets();
    const remembered = new RememberedSecrets(secrets);
    await remembered.get('a');
    await remembered.get('b');

    secrets.values.set('a', 'new');
    secrets.changes.fire({ key: 'a' });

    assert.equal(await remembered.get('a'), 'new');
    assert.equal(await remembered.get('b'), undefined);
    assert.deepEqual(secrets.asked, ['a', 'b', 'a']);
  });

  it('are what was stored or deleted here, before any event tells of it', async () => {
    const secrets = new Secrets();
    const remembered = new RememberedSecrets(secrets);
    await remembered.get('a');

    await remembered.store('a', 'key');
    assert.equal(await remembered.get('a'), 'key');

    await remembered.delete('a');
    assert.equal(await remembered.get('a'), undefined);
  });

  it('are asked for again after a failure', async () => {
    const secrets = new Secrets();
    secrets.values.set('a', 'key');
    const remembered = new RememberedSecrets(secrets);
    secrets.isLocked = true;
    await assert.rejects(remembered.get('a'), /locked/);
    secrets.isLocked = false;

    assert.equal(await remembered.get('a'), 'key');
  });
});
