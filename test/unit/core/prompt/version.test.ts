import assert from 'node:assert/strict';
import { readPrompt } from '../../../../src/core/prompt/formats.ts';
import { versionId } from '../../../../src/core/prompt/version.ts';

async function idOf(text: string, path = '/w/a.prompt.md'): Promise<string> {
  const { value } = await readPrompt({ path, text }, { readText: async () => '' });
  assert.ok(value);
  return versionId(value);
}

describe('versionId', () => {
  const base = '---\nmodel: gpt-5\ntemperature: 0.5\n---\nHi {{ a }}.\n';
  const same = {
    'blank lines around the text': '---\nmodel: gpt-5\ntemperature: 0.5\n---\n\n\nHi {{ a }}.\n\n',
    'the order of front matter': '---\ntemperature: 0.5\nmodel: gpt-5\n---\nHi {{ a }}.\n',
    'comments and metadata':
      '---\nmodel: gpt-5 # ours\ntemperature: 0.50\nowner: me\n---\nHi {{ a }}.\n',
    'a heading for the only role':
      '---\nmodel: gpt-5\ntemperature: 0.5\n---\n# System\nHi {{ a }}.\n',
    'Windows line ends': base.replaceAll('\n', '\r\n'),
  };
  for (const [name, text] of Object.entries(same))
    it(`does not change with ${name}`, async () =>
      assert.equal(await idOf(text), await idOf(base)));

  it('does not change with the place of the file', async () => {
    assert.equal(await idOf(base, '/w/b/c.prompt.md'), await idOf(base));
  });

  const different = {
    'a word': base.replace('Hi', 'Hello'),
    'a parameter': base.replace('0.5', '0.6'),
    'the model': base.replace('gpt-5', 'gpt-6'),
    'the role': base.replace('Hi', '# User\nHi'),
  };
  for (const [name, text] of Object.entries(different))
    it(`changes with ${name}`, async () => assert.notEqual(await idOf(text), await idOf(base)));
});
