import assert from 'node:assert/strict';
import { modelPlace } from '../../../../src/vscode/models/modelPlace.ts';

const local = 'http://127.0.0.1:11434/v1';

describe('modelPlace', () => {
  it('keeps a model together with its address, in the user settings', () => {
    assert.deepEqual(modelPlace({ provider: 'openai', baseUrl: local }, '', true), {
      scope: 'user',
      writesAddress: true,
    });
  });

  it('takes the address away only where the choice would be asked there', () => {
    const openai = { provider: 'openai' };

    assert.deepEqual(modelPlace(openai, local, true), { scope: 'user', writesAddress: true });
    assert.deepEqual(modelPlace(openai, '', true), { scope: 'workspace', writesAddress: false });
  });

  it('leaves an address alone that the chosen model does not use', () => {
    for (const provider of ['vscode', 'simulated'])
      assert.deepEqual(modelPlace({ provider }, local, true), {
        scope: 'workspace',
        writesAddress: false,
      });
  });

  it('is the user settings where there is no workspace', () => {
    assert.equal(modelPlace({ provider: 'simulated' }, '', false).scope, 'user');
  });
});
