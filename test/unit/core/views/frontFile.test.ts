import assert from 'node:assert/strict';
import { frontFile } from '../../../../src/core/views/frontFile.ts';

const kinds = {
  isPrompt: (path: string) => path.endsWith('.prompt.md'),
  isSuite: (path: string) => path.endsWith('.metrics.yaml'),
};

describe('frontFile', () => {
  for (const [path, expected] of [
    ['/w/a.prompt.md', 'prompt'],
    ['/w/a.metrics.yaml', 'ask'],
    ['/w/system.txt', 'ask'],
    ['/w/README.MD', 'ask'],
    ['/w/a.ts', 'other'],
    ['/w/md', 'other'],
  ] as const) {
    it(`takes ${path} as '${expected}'`, () => assert.equal(frontFile(path, kinds), expected));
  }
});
