import assert from 'node:assert/strict';
import { endpointHeaders } from '../../../../src/vscode/models/endpointHeaders.ts';

const origin = 'https://gateway.example';

function headers(own: unknown, environment: Readonly<Record<string, string>> = {}) {
  const problems: string[] = [];
  const found = endpointHeaders(
    { 'https://gateway.example/v1': own, 'https://other.example': { 'X-Other': 'a' } },
    origin,
    (name) => environment[name],
    (message) => problems.push(message),
  );
  return { found, problems };
}

describe('Headers of an endpoint', () => {
  it('are those of its origin alone', () => {
    const { found, problems } = headers({ 'X-Team': 'support' });

    assert.deepEqual(found, { 'X-Team': 'support' });
    assert.deepEqual(problems, []);
  });

  it('take secrets from the environment', () => {
    const { found } = headers(
      { 'api-key': '${env:KEY}', Authorization: 'Basic ${env:KEY}' },
      { KEY: 'k1' },
    );

    assert.deepEqual(found, { 'api-key': 'k1', Authorization: 'Basic k1' });
  });

  it('leave out a secret that stands in the settings, without repeating it', () => {
    const { found, problems } = headers({ 'api-key': 'k1-secret' });

    assert.deepEqual(found, {});
    assert.match(
      problems.join(),
      /'api-key' for https:\/\/gateway\.example is not sent.*\$\{env:NAME\}/,
    );
    assert.doesNotMatch(problems.join(), /k1-secret/);
  });

  it('leave out what the environment does not have, and name it', () => {
    const { found, problems } = headers({ 'X-Team': '${env:TEAM}' });

    assert.deepEqual(found, {});
    assert.match(problems.join(), /the environment has no TEAM/);
  });

  it('are none where the setting has another shape', () => {
    for (const setting of [
      undefined,
      null,
      'text',
      [],
      { [origin]: 'text' },
      { [origin]: { a: 1 } },
    ])
      assert.deepEqual(
        endpointHeaders(setting, origin, () => undefined, assert.fail),
        {},
      );
  });
});
