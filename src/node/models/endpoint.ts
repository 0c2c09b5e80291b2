import { EvalError } from '../../core/errors.ts';

/** A base URL taken apart. */
export interface Endpoint {
  /** Without query and trailing slash, e.g. `https://api.openai.com/v1`. */
  readonly baseUrl: string;
  /** Scheme, host and port: all that messages show. */
  readonly origin: string;
  /** Query that goes with every call, e.g. `api-version`. */
  readonly query: Readonly<Record<string, string>>;
  /** On this machine: no key is needed, and nobody bills for it. */
  readonly isLoopback: boolean;
}

export const openaiBaseUrl = 'https://api.openai.com/v1';
export const openaiOrigin = 'https://api.openai.com';

/** @throws {EvalError} usage, when it is no http or https address, or holds a name and password */
export function parseEndpoint(baseUrl: string): Endpoint {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw new EvalError(
      'usage',
      `The base URL '${withoutCredentials(baseUrl)}' is not an http or https address. ` +
        `An example: ${openaiBaseUrl}`,
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw new EvalError(
      'usage',
      `The base URL for ${url.origin} holds a user name or password. Take it out; keys belong in the environment or in the editor's secret storage.`,
    );
  }
  return {
    baseUrl: url.origin + url.pathname.replace(/\/+$/, ''),
    origin: url.origin,
    query: Object.fromEntries(url.searchParams),
    isLoopback: isLoopback(url.hostname),
  };
}

/** Names and addresses that reach this machine only (RFC 6761 section 6.3, RFC 1122, RFC 4291). */
export function isLoopback(host: string): boolean {
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    /^127(\.\d{1,3}){3}$/.test(host) ||
    host === '[::1]'
  );
}

function withoutCredentials(text: string): string {
  return text.replace(/\/\/[^/@]*@/, '//').slice(0, 200);
}
