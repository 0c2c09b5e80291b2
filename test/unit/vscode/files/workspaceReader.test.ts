import assert from 'node:assert/strict';
import { WorkspaceReader } from '../../../../src/vscode/files/workspaceReader.ts';
import { memoryFiles } from '../../../support/memoryFiles.ts';

const suite = 'metrics:\n  - { type: contains, value: kind }\ncases:\n  - { id: a, turns: [Hi] }\n';

describe('WorkspaceReader', () => {
  let texts: Record<string, string>;
  let reader: WorkspaceReader;
  const place = () => ({ files: memoryFiles(texts), root: '/w' });

  beforeEach(() => {
    reader = new WorkspaceReader();
    texts = {
      '/w/a.metrics.yaml': suite,
      '/w/a.prompt.md': 'Be kind.\n',
      '/w/tone.md': 'Be brief.\n',
    };
  });

  it('knows the prompt of a prompt and of its suite', async () => {
    assert.deepEqual(await reader.promptsOf('/w/a.prompt.md', place()), ['/w/a.prompt.md']);
    assert.deepEqual(await reader.promptsOf('/w/a.metrics.yaml', place()), ['/w/a.prompt.md']);
  });

  it('knows of a part as soon as a prompt includes it, and no longer', async () => {
    const concerned: (readonly string[])[] = [];
    for (const text of ['Be kind.\n', 'Be kind.\n{% include "tone.md" %}\n', 'Be kind.\n']) {
      texts['/w/a.prompt.j2'] = text;
      texts['/w/a.metrics.yaml'] = `prompt: a.prompt.j2\n${suite}`;
      concerned.push(await reader.promptsOf('/w/tone.md', place()));
    }

    assert.deepEqual(concerned, [[], ['/w/a.prompt.j2'], []]);
  });

  it('tells what is wrong with a prompt once, from whichever side it is asked', async () => {
    texts['/w/a.prompt.md'] = '\n';

    for (const path of ['/w/a.prompt.md', '/w/a.metrics.yaml']) {
      const checked = await reader.check(path, '2026-11-25', place());

      const told = [...checked.values()].flat().map(({ file, code }) => [file, code]);
      assert.deepEqual(told, [['/w/a.prompt.md', 'prompt-empty']], path);
    }
  });
});
