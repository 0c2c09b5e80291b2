import assert from 'node:assert/strict';
import {
  committedPath,
  committedRun,
  withCommitted,
} from '../../../../src/core/report/committedBaseline.ts';
import { memoryFiles } from '../../../support/memoryFiles.ts';
import { runOf } from '../../../support/runs.ts';

const run = runOf();
const path = committedPath(run.suite);

/** A committed run on a disk that tells when a file has changed, and how often it was read. */
async function disk() {
  const text = await withCommitted(memoryFiles({}), [run], path);
  const state = { stamp: 'first', reads: 0 };
  const files = memoryFiles({ [path]: text });
  return {
    state,
    files: {
      ...files,
      stamp: async () => state.stamp,
      readText: (file: string) => {
        state.reads++;
        return files.readText(file);
      },
    },
  };
}

describe('committedRun', () => {
  it('reads a file that has not changed once', async () => {
    const { files, state } = await disk();

    const first = await committedRun(files, run);
    const again = await committedRun(files, run);

    assert.equal(first?.promptVersion, run.promptVersion);
    assert.equal(again, first);
    assert.equal(state.reads, 1);
  });

  it('reads it again once it has', async () => {
    const { files, state } = await disk();
    await committedRun(files, run);
    state.stamp = 'second';

    await committedRun(files, run);

    assert.equal(state.reads, 2);
  });

  it('keeps nothing where nobody can tell', async () => {
    const { files, state } = await disk();
    const { stamp: _, ...blind } = files;
    await committedRun(blind, run);

    await committedRun(blind, run);

    assert.equal(state.reads, 2);
  });
});
