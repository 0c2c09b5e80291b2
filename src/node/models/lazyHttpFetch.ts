import type { HttpFetch, HttpFetchOptions } from './httpFetch.ts';

/**
 * An `HttpFetch` that loads with the first call. Importing `node:http` takes Node as long as everything else that
 * a run from the store needs, because it brings Node's whole `fetch` along.
 */
export function lazyHttpFetch(options: HttpFetchOptions = {}): HttpFetch {
  let loading: Promise<HttpFetch> | undefined;
  let loaded: HttpFetch | undefined;
  const load = async (): Promise<HttpFetch> => {
    const { createHttpFetch } = await import('./httpFetch.ts');
    loaded = createHttpFetch(options);
    return loaded;
  };
  return {
    fetch: async (input, init) => {
      loading ??= load();
      const http = loaded ?? (await loading);
      return http.fetch(input, init);
    },
    replyOf: (response) => {
      if (loaded === undefined) throw new Error('Nothing was called yet.');
      return loaded.replyOf(response);
    },
    close: () => loaded?.close(),
  };
}
