import { promisify } from 'node:util';
import { gunzip, gzip, gzipSync } from 'node:zlib';
import type { StoredCompletion } from '../../core/run/completion.ts';
import type { RenderedRequest } from '../../core/run/request.ts';
import type { HistoryFile } from './historyFile.ts';
import { redactRequest } from './redact.ts';

const compress = promisify(gzip);
const expand = promisify(gunzip);

/** Requests with fewer characters are kept as text: compressing would cost more time than it saves space. */
const minCompressed = 2048;
/** Requests with more characters are compressed in another thread; smaller ones are done sooner than handed over. */
const maxSyncRequest = 32_768;

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
        const key = String(row.key);
        const completion = JSON.parse(String(row.completion));
        found.set(key, { key, time: Number(row.time), completion });
      },
    );
    return found;
  }

  async save(stored: StoredCompletion, request: RenderedRequest): Promise<void> {
    const body = await packed(JSON.stringify(redactRequest(request)));
    return this.file.write(() => {
      this.file.change(
        'INSERT OR REPLACE INTO completions VALUES (?, ?, ?, ?)',
        stored.key,
        stored.time,
        JSON.stringify(stored.completion),
        body,
      );
    });
  }

  async request(key: string): Promise<RenderedRequest | undefined> {
    const [row] = await this.file.read('SELECT request FROM completions WHERE key = ?', key);
    const body = row?.request;
    if (typeof body === 'string') return JSON.parse(body);
    if (!(body instanceof Uint8Array)) return undefined;
    return JSON.parse((await expand(body)).toString('utf8'));
  }
}

async function packed(json: string): Promise<string | Uint8Array> {
  if (json.length < minCompressed) return json;
  return json.length > maxSyncRequest ? compress(json, { level: 1 }) : gzipSync(json, { level: 1 });
}
