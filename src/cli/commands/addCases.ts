import { appendFile, mkdir } from 'node:fs/promises';
import { EvalError, isEvalError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import { amount } from '../../core/metrics/wording.ts';
import { dirname } from '../../core/path.ts';
import { redact } from '../../core/redact.ts';
import type { Environment } from '../environment.ts';
import type { Output } from '../output.ts';

/**
 * Adds failing conversations to a case file (JSONL); those that are in it by their id stay as they are, since people edit
 * cases. What looks like a secret is redacted.
 * @throws {EvalError} bad-file when the file cannot be written
 */
export async function addCases(
  rows: readonly JsonObject[],
  name: string,
  {
    files,
    output,
    resolve,
  }: Pick<Environment, 'files' | 'resolve'> & { readonly output: Pick<Output, 'note'> },
): Promise<void> {
  const path = resolve(name);
  const text = await files.readText(path, { maxBytes: 1e8 }).catch((error: unknown) => {
    if (isEvalError(error, 'file-missing')) return '';
    throw error;
  });
  const fresh = rows
    .filter(({ id }) => !text.includes(`"id":${JSON.stringify(id)}`))
    .map((row) => `${redact(JSON.stringify(row))}\n`);
  const known = rows.length - fresh.length;
  try {
    await mkdir(dirname(path), { recursive: true });
    if (fresh.length > 0) {
      const gap = text === '' || text.endsWith('\n') ? '' : '\n';
      await appendFile(path, gap + fresh.join(''));
    }
  } catch (cause) {
    throw new EvalError('bad-file', `The cases cannot be written to ${name}: ${String(cause)}`, {
      file: path,
      cause,
    });
  }
  const again = known === 0 ? '' : `; ${known} ${known === 1 ? 'was' : 'were'} there already`;
  output.note(`${amount(fresh.length, 'failing conversation')} added to ${name}${again}.`);
}
