import assert from 'node:assert/strict';
import { versionText } from '../../../../src/core/live/versionText.ts';
import { readPrompt } from '../../../../src/core/prompt/formats.ts';
import { versionId } from '../../../../src/core/prompt/version.ts';
import { MemoryStore } from '../../../../src/node/store/memoryStore.ts';
import { memoryFiles } from '../../../support/memoryFiles.ts';

const prompt = '/w/a.prompt.md';
const files = memoryFiles({});

async function runOfText(text: string): Promise<{ prompt: string; promptVersion: string }> {
  const { value } = await readPrompt({ path: prompt, text }, { readText: async () => '' });
  return { prompt, promptVersion: versionId(value ?? assert.fail()) };
}

/** A history of texts, and which of them were read. */
function historyOf(...texts: readonly string[]) {
  const read: string[] = [];
  const textsOf = async function* () {
    for (const text of texts) {
      read.push(text);
      yield text;
    }
  };
  return { read, textsOf };
}

describe('versionText', () => {
  it('is what the store has, without a look at the commits', async () => {
    const run = await runOfText('Be kind.');
    const store = new MemoryStore();
    const parts = { 'style.txt': 'Be brief.' };
    await store.saveVersion({ id: run.promptVersion, prompt, source: 'Be kind.', parts, time: 0 });
    const history = historyOf('Be brief.');

    const found = await versionText(run, { store, files, history });

    assert.equal(found?.source, 'Be kind.');
    assert.deepEqual(found.parts, parts);
    assert.deepEqual(history.read, []);
  });

  it('is the newest committed text that means the same, and no older one is read', async () => {
    const run = await runOfText('Be kind.');
    const history = historyOf('Be brief.', '---\ndescription: x\n---\nBe kind.', 'Be old.');

    const found = await versionText(run, { store: new MemoryStore(), files, history });

    assert.equal(found?.source, '---\ndescription: x\n---\nBe kind.');
    assert.equal(history.read.length, 2);
  });

  it('is undefined where neither store nor commits have it, unreadable texts among them', async () => {
    const run = await runOfText('Be kind.');
    const history = historyOf('Be brief.', '---\nmodel: [\n---\n');

    assert.equal(await versionText(run, { store: new MemoryStore(), files, history }), undefined);
    assert.equal(await versionText(run, { store: new MemoryStore(), files }), undefined);
  });
});
