import assert from 'node:assert/strict';
import { isSecretName } from '../../../src/core/secretName.ts';

describe('names of secrets', () => {
  for (const name of [
    ...['api_key', 'apiKey', 'API-Key', 'APIKey', 'x-api-key', 'Ocp-Apim-Subscription-Key'],
    ...['token', 'access_token', 'accessToken', 'authToken', 'privateKey', 'X-Auth'],
    ...['Authorization', 'client_secret', 'password', 'credentials', 'Cookie', 'Set-Cookie'],
  ]) {
    it(`${name} is one`, () => assert.equal(isSecretName(name), true));
  }

  for (const name of [
    ...['', 'max_tokens', 'max_completion_tokens', 'maxOutputTokens', 'token_count'],
    ...['prompt_cache_key', 'key', 'sort_keys', 'top_logprobs', 'author', 'temperature', 'stop'],
  ]) {
    it(`'${name}' is none`, () => assert.equal(isSecretName(name), false));
  }
});
