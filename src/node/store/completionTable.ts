import { promisify } from 'node:util';
import { gunzip, gzip, gzipSync } from 'node:zlib';
import { EvalError } from '../../core/errors.ts';
import type { StoredCompletion } from '../../core/run/completion.ts';
import type { RenderedRequest } from '../../core/run/request.ts';
import type { HistoryFile, Row } from './historyFile.ts';
import { redactRequest } from './redact.ts';

const compress = promisify(gzip);
const expand = promisify(gunzip);

/** Requests with fewer characters are kept as text: compressing would cost more time than it saves space. */
const minCompressed = 2048;
/** Requests with more characters are compressed in another thread; smaller ones are done sooner than handed over. */
const maxSyncRequest = 32_768;

/** Requests with more bytes are read in more than one turn. */
const longRequest = 2 ** 20;

/** Completions by request key, each with the request that it answers. */
export class CompletionTable {
  private readonly file: HistoryFile;

  constructor(file: HistoryFile) {
    this.file = file;
  }

  async completions(keys: readonly string[]): Promise<ReadonlyMap<string, StoredCompletion>> {
    const found = new Map<string, StoredCompletion>();
    await this.file.readEach(
      'SELECT key, time, completion FROM completions WHERE key IN (SELECT value FROM json_each(?))',
      keys,
      (row) => {
        const stored = storedOf(row);
        found.set(stored.key, stored);
      },
    );
    return found;
  }

  /** One completion, at once. */
  find(key: string): StoredCompletion | undefined {
    const row = this.file
      .prepare('SELECT key, time, completion FROM completions WHERE key = ?')
      .get(key);
    return row === undefined ? undefined : storedOf(row);
  }

  /** @param and what else is to be written with it */
  async save(
    stored: StoredCompletion,
    request: RenderedRequest,
    and: () => void = () => undefined,
  ): Promise<void> {
    const body = await packed(JSON.stringify(redactRequest(request)));
    return this.file.write(() => {
      and();
      this.file.change(
        'INSERT OR REPLACE INTO completions VALUES (?, ?, ?, ?)',
        stored.key,
        stored.time,
        JSON.stringify(stored.completion),
        body,
      );
    });
  }

  /** @throws {EvalError} file-too-large where it has more bytes than that */
  async request(key: string, maxBytes = Infinity): Promise<RenderedRequest | undefined> {
    const [row] = await this.file.read('SELECT request FROM completions WHERE key = ?', key);
    const body = row?.request;
    if (typeof body === 'string') return JSON.parse(body);
    if (!(body instanceof Uint8Array)) return undefined;
    const json = await expand(body);
    if (json.length > maxBytes) throw tooLong(json.length, maxBytes);
    const text = json.toString('utf8');
    // Each is a piece of work that nothing can come between.
    if (json.length > longRequest) await this.file.turn();
    return JSON.parse(text);
  }
}

function tooLong(bytes: number, maxBytes: number): EvalError {
  const inMiB = (size: number) => `${(size / 2 ** 20).toFixed(1)} MiB`;
  return new EvalError(
    'file-too-large',
    `The request has ${inMiB(bytes)}, more than the ${inMiB(maxBytes)} that are shown.`,
  );
}

function storedOf(row: Row): StoredCompletion {
  return {
    key: String(row.key),
    completion: JSON.parse(String(row.completion)),
    time: Number(row.time),
  };
}

async function packed(json: string): Promise<string | Uint8Array> {
  if (json.length < minCompressed) return json;
  return json.length > maxSyncRequest ? compress(json, { level: 1 }) : gzipSync(json, { level: 1 });
}
