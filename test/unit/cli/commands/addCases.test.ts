import assert from 'node:assert/strict';
import { join } from 'node:path';
import { addCases } from '../../../../src/cli/commands/addCases.ts';
import { nodeFiles } from '../../../../src/node/nodeFiles.ts';
import { makeTempFolder } from '../../../support/vscode/tempFolder.ts';

describe('addCases', () => {
  it('counts what it added, one or many, and what was there', async () => {
    await using folder = await makeTempFolder();
    const notes: string[] = [];
    const environment = {
      files: nodeFiles,
      output: { note: (text: string) => void notes.push(text) },
      resolve: (name: string) => join(folder.path, name),
    };

    await addCases([{ id: 'a' }], 'found.jsonl', environment);
    await addCases([{ id: 'a' }, { id: 'b' }, { id: 'c' }], 'found.jsonl', environment);

    assert.deepEqual(notes, [
      '1 failing conversation added to found.jsonl.',
      '2 failing conversations added to found.jsonl; 1 was there already.',
    ]);
  });
});
