import assert from 'node:assert/strict';
import { readPrompt } from '../../../../src/core/prompt/formats.ts';
import { includeContext } from '../../../../src/core/prompt/includeContext.ts';
import { containsText, locateText } from '../../../../src/core/prompt/locateText.ts';
import { memoryFiles } from '../../../support/memoryFiles.ts';

async function promptOf(name: string, texts: Readonly<Record<string, string>>) {
  const files = Object.fromEntries(
    Object.entries(texts).map(([file, text]) => [`/w/${file}`, text]),
  );
  const source = { path: `/w/${name}`, text: texts[name] ?? '' };
  const { value } = await readPrompt(source, includeContext(memoryFiles(files), '/w'));
  assert.ok(value);
  return value;
}

describe('locateText', () => {
  it('finds a sentence that is wrapped in the file', async () => {
    const prompt = await promptOf('a.prompt.md', {
      'a.prompt.md': 'Hello.\nAlways be\n  kind to all.\n',
    });

    assert.deepEqual(locateText(prompt, 'Always be kind to all.'), {
      range: { start: { line: 1, column: 0 }, end: { line: 2, column: 14 } },
    });
  });

  it('finds what stands in an included file, in that file', async () => {
    const prompt = await promptOf('a.prompty', {
      'a.prompty': "---\nname: a\n---\nsystem:\n{% include 'rules.md' %}\n",
      'rules.md': 'One.\r\n\r\nuser:\r\nNever promise\r\na refund.\r\n',
    });

    assert.deepEqual(locateText(prompt, 'Never promise a refund.'), {
      file: '/w/rules.md',
      range: { start: { line: 3, column: 0 }, end: { line: 4, column: 9 } },
    });
  });

  it('finds what stands in a partial behind its front matter', async () => {
    const prompt = await promptOf('a.prompt', {
      'a.prompt': '---\nmodel: x\n---\n{{role "system"}}\n{{>rules}}\n',
      '_rules.prompt': '---\nmodel: y\n---\nOne.\nBe brief.\n',
    });

    assert.deepEqual(locateText(prompt, 'Be brief.'), {
      file: '/w/_rules.prompt',
      range: { start: { line: 4, column: 0 }, end: { line: 4, column: 9 } },
    });
  });

  it('finds nothing in front matter, and no empty text', async () => {
    const prompt = await promptOf('a.prompt.md', { 'a.prompt.md': '---\nname: Kind\n---\nHi.\n' });

    assert.equal(locateText(prompt, 'Kind'), undefined);
    assert.equal(locateText(prompt, '  '), undefined);
    assert.equal(containsText('a\n  b', 'a b'), true);
  });
});
