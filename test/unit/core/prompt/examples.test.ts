import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { checkFile } from '../../../../src/core/check/checkFile.ts';
import { loadTargets } from '../../../../src/core/live/loadTargets.ts';
import { builtInMetrics as registry } from '../../../../src/core/metrics/builtIn.ts';
import { renderPrompt } from '../../../../src/core/prompt/formats.ts';
import { pairsIn } from '../../../../src/core/suite/discover.ts';
import { nodeFiles } from '../../../../src/node/nodeFiles.ts';

const root = fileURLToPath(new URL('../../../../examples', import.meta.url));
const workspace = { files: nodeFiles, registry, root };

describe('the examples', () => {
  it('are read without a mistake, and every case gives all variables', async () => {
    const pairs = await pairsIn(root, workspace);

    assert.equal(pairs.length, 12);
    for (const { prompt, suite } of pairs) {
      const mistakes = (await checkFile(suite, workspace)).filter(
        ({ severity }) => severity === 'error',
      );
      assert.deepEqual(mistakes, []);
      const { targets } = await loadTargets(prompt, workspace);
      assert.equal(targets.length, 1, prompt);
      for (const { prompt: read, cases } of targets)
        for (const { variables } of cases)
          assert.deepEqual((await renderPrompt(read, variables)).missing, []);
    }
  });
});
