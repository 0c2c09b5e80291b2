import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FlatFiles } from '../../../../src/core/suite/flatFiles.ts';
import { nodeFiles } from '../../../../src/node/nodeFiles.ts';

describe('FlatFiles', () => {
  it('finds what lies in a folder and nothing below it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'flat-'));
    try {
      await mkdir(join(folder, 'deep'));
      for (const name of ['a.metrics.yaml', 'deep/b.metrics.yaml'])
        await writeFile(join(folder, name), '');

      const found = await new FlatFiles(nodeFiles).find(folder, '**/*.metrics.{yaml,yml}');

      assert.deepEqual(found, [`${folder}/a.metrics.yaml`]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
