import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../src/core/json.ts';
import { shownParameters } from '../../../../src/panel/viewModel/shownParameters.ts';

const hidden = '[redacted]';

function shown(extra: JsonObject) {
  const request = { endpoint: 'openai http://localhost/v1', parameters: { extra } };
  return Object.fromEntries(shownParameters(request).map(({ name, value }) => [name, value]));
}

describe('parameters of a request as they are shown', () => {
  it('hide what a name calls a secret, however it is written', () => {
    assert.deepEqual(shown({ accessToken: 'a', api_key: 'b', headers: { 'X-Auth': 'c' } }), {
      accessToken: hidden,
      api_key: hidden,
      headers: { 'X-Auth': hidden },
    });
  });

  it('hide everything below such a name', () => {
    assert.deepEqual(shown({ authorization: { value: 'a', more: ['b', { c: 'd' }] } }), {
      authorization: { value: hidden, more: [hidden, { c: hidden }] },
    });
  });

  it('show fields of the answer whose names only sound like secrets', () => {
    const format = {
      type: 'json_schema',
      json_schema: { schema: { properties: { password: { type: 'string' } } } },
    };
    assert.deepEqual(shown({ response_format: format }), { response_format: format });
  });

  it('hide what calls itself a schema below a secret', () => {
    assert.deepEqual(shown({ credentials: { schema: { user: 'a' } } }), {
      credentials: { schema: { user: hidden } },
    });
  });

  it('show counts and keys of caches', () => {
    const known = { max_tokens: 5, prompt_cache_key: 'support' };
    assert.deepEqual(shown(known), known);
  });
});
