import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { isEvalError } from '../../../../src/core/errors.ts';
import { linesOf } from '../../../../src/core/logs/pieceScores.ts';
import { readLogPieces } from '../../../../src/node/logs/logPieces.ts';
import { makeTempFolder } from '../../../support/vscode/tempFolder.ts';

async function linesByPieces(path: string, maxLength: number): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const piece of readLogPieces(path, maxLength))
    lines.push(...linesOf(new TextDecoder().decode(piece)));
  return lines;
}

describe('A log in pieces', () => {
  it('has the lines of the file, whatever ends them and wherever it is cut', async () => {
    await using folder = await makeTempFolder('mm-pieces-');
    const path = join(folder.path, 'log.jsonl');
    const long = 'ü'.repeat(70_000);
    const part = fc.constantFrom('a', 'é€', '\n', '\r\n', '\r', long, 'x'.repeat(262_143));
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 12 }), async (parts) => {
        await writeFile(path, parts.join(''));

        assert.deepEqual(await linesByPieces(path, 4_000_000), linesOf(parts.join('')));
      }),
      { numRuns: 60 },
    );
  });

  it('holds no more of an endless line than shows that it is too long', async () => {
    await using folder = await makeTempFolder('mm-pieces-');
    const path = join(folder.path, 'log.jsonl');
    await writeFile(path, `${'x'.repeat(2_000_000)}\nshort\n`);

    const [first, second, ...others] = await linesByPieces(path, 1000);

    assert.ok(first !== undefined && first.length > 1000 && first.length < 300_000);
    assert.deepEqual([second, others], ['short', []]);
  });

  it('is no folder, no binary file, and not missing', async () => {
    await using folder = await makeTempFolder('mm-pieces-');
    const binary = join(folder.path, 'a.bin');
    await writeFile(binary, Buffer.from([1, 0, 2]));

    for (const [path, code] of [
      [folder.path, 'bad-file'],
      [binary, 'bad-file'],
      [join(folder.path, 'none.jsonl'), 'file-missing'],
    ] as const)
      await assert.rejects(linesByPieces(path, 1000), (error) => isEvalError(error, code));
  });
});
