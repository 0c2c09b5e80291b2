import assert from 'node:assert/strict';
import { versionsOfRuns } from '../../../../src/vscode/runs/runVersions.ts';

const prompt = '/w/a.prompt.md';
const version = (id: string, source: string, time: number) => ({ id, prompt, source, time });
const store = {
  versions: async () => [version('v2', 'Be kind.\n', 2), version('v1', 'Be kind.\nBe brief.\n', 1)],
};

describe('versionsOfRuns', () => {
  it('tells by version what it changed, and which commit has its text', async () => {
    const commitsWith = async () => new Map([['Be kind.\n', '7f3c2a1']]);
    const found = await versionsOfRuns(
      prompt,
      { store, clock: never, history: { commitsWith } },
      9,
    );

    assert.equal(found.get('v2')?.change, '− Be brief.');
    assert.equal(found.get('v2')?.commit, '7f3c2a1');
    assert.equal(found.get('v1')?.commit, undefined);
  });

  it('does without commits where git does not answer in time, or fails', async () => {
    const clock = { delay: async () => undefined };
    const late = { commitsWith: () => new Promise<never>(() => undefined) };
    const broken = { commitsWith: () => Promise.reject(new Error('no git')) };

    for (const sources of [
      { store, clock, history: late },
      { store, clock: never, history: broken },
    ]) {
      const found = await versionsOfRuns(prompt, sources, 9);
      assert.equal(found.get('v2')?.change, '− Be brief.');
      assert.equal(found.get('v2')?.commit, undefined);
    }
  });
});

const never = { delay: () => new Promise<void>(() => undefined) };
