/** Words that make a name that of a secret wherever they stand in it. */
const secretWords = new Set([
  ...['secret', 'secrets', 'password', 'passwords', 'passwd', 'passphrase'],
  ...['credential', 'credentials', 'cookie', 'cookies'],
  ...['auth', 'authorization', 'authorisation', 'bearer'],
  ...['apikey', 'apikeys', 'accesskey', 'privatekey', 'accesstoken', 'authtoken'],
]);
/** What a key opens something with; other keys, as of a cache or of sorting, are none. */
const keyOwners = new Set(['api', 'access', 'private', 'subscription', 'signing', 'encryption']);

/**
 * Whether a member's name says that its value is a secret, e.g. `api_key`, `accessToken`, `X-Auth`. Counts of tokens and keys of
 * caches (`max_tokens`, `prompt_cache_key`) are none.
 */
export function isSecretName(name: string): boolean {
  const words = name
    .replace(/(?<=[a-z0-9])(?=[A-Z])/g, ' ')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  return (
    words.some((word) => secretWords.has(word)) ||
    words.at(-1) === 'token' ||
    words.some((word, index) => /^keys?$/.test(word) && keyOwners.has(words[index - 1] ?? ''))
  );
}
