import assert from 'node:assert/strict';
import { loadSuite, pairsIn, promptsOf, suitesFor } from '../../../../src/core/suite/discover.ts';
import { stemOf } from '../../../../src/core/suite/suitePath.ts';
import { memoryFiles } from '../../../support/memoryFiles.ts';
import { smallRegistry as registry } from '../../../support/smallRegistry.ts';

const texts = {
  '/w/support.prompt.md': 'Hi',
  '/w/support.md': 'Notes',
  '/w/support.metrics.yaml': 'trials: 2\n',
  '/w/notes.md': 'Only a suite makes this a prompt',
  '/w/notes.metrics.yml': '',
  '/w/a/support.prompt.md': 'Another',
  '/w/a/all.metrics.yaml': "prompts: ['../*.prompt.md', '**/*.prompt.yml']\n",
  '/w/a/inner/x.prompt.yml': 'messages: [{ role: user, content: Hi }]\ntestData: [{ input: 1 }]\n',
  '/w/broken.prompt.md': 'Hi',
  '/w/broken.metrics.yaml': 'metrics: [\n',
  '/w/out.metrics.yaml': 'prompts: [../x.prompt.md, gone.prompt.md]\n',
};
const workspace = { files: memoryFiles(texts), registry, root: '/w' };
const suitePaths = async (prompt: string) =>
  (await suitesFor(prompt, workspace)).map(({ path }) => path);

describe('stemOf', () => {
  const table = {
    '/w/support.prompt.md': 'support',
    '/w/support.metrics.yaml': 'support',
    '/w/support.v2.prompt.yml': 'support.v2',
    '/w/helper.agent.md': 'helper',
    '/w/notes.txt': 'notes',
  };
  for (const [path, stem] of Object.entries(table))
    it(`of ${path} is ${stem}`, () => assert.equal(stemOf(path), stem));
});

describe('suitesFor', () => {
  it('finds the suite of the stem and those that name the prompt', async () => {
    assert.deepEqual(await suitePaths('/w/support.prompt.md'), [
      '/w/a/all.metrics.yaml',
      '/w/support.metrics.yaml',
    ]);
  });

  it('keeps to the folder of the prompt for the stem', async () => {
    assert.deepEqual(await suitePaths('/w/a/support.prompt.md'), []);
  });

  it('takes a plain file for the prompt of a stem only where there is no other', async () => {
    assert.deepEqual(await suitePaths('/w/support.md'), []);
    assert.deepEqual(await suitePaths('/w/notes.md'), ['/w/notes.metrics.yml']);
  });

  it('finds the suite inside a prompt', async () => {
    assert.deepEqual(await suitePaths('/w/a/inner/x.prompt.yml'), [
      '/w/a/inner/x.prompt.yml',
      '/w/a/all.metrics.yaml',
    ]);
  });

  it('gives a suite that cannot be read with its problems', async () => {
    const found = await suitesFor('/w/broken.prompt.md', workspace);

    const own = found.find(({ path }) => path === '/w/broken.metrics.yaml');
    assert.equal(own?.value, undefined);
    assert.deepEqual(
      own?.problems.map(({ code }) => code),
      ['yaml-syntax'],
    );
  });
});

describe('promptsOf', () => {
  it('reports what leads out of the folder and what is missing', async () => {
    const { value } = await loadSuite('/w/out.metrics.yaml', workspace);
    assert.ok(value);

    const { prompts, problems } = await promptsOf(value, workspace);

    assert.deepEqual(prompts, []);
    assert.deepEqual(
      problems.map(({ code, range }) => [code, range.start.column]),
      [
        ['path-outside', 10],
        ['prompt-missing', 26],
      ],
    );
  });
});

describe('loadSuite', () => {
  it('says what to do where there is none', async () => {
    const { problems } = await loadSuite('/w/notes.md', workspace);
    assert.match(problems[0]?.message ?? '', /Create 'notes\.metrics\.yaml' beside it/);
  });

  it('turns a missing file into a problem', async () => {
    const { problems } = await loadSuite('/w/gone.metrics.yaml', workspace);
    assert.deepEqual(
      problems.map(({ code }) => code),
      ['file-missing'],
    );
  });
});

describe('pairsIn', () => {
  it('gives every prompt with every suite of a folder', async () => {
    assert.deepEqual(
      (await pairsIn('/w', workspace)).map(({ prompt, suite }) => `${prompt} ${suite}`),
      [
        '/w/a/inner/x.prompt.yml /w/a/all.metrics.yaml',
        '/w/a/inner/x.prompt.yml /w/a/inner/x.prompt.yml',
        '/w/broken.prompt.md /w/a/all.metrics.yaml',
        // It cannot be read, and says so once it is.
        '/w/broken.prompt.md /w/broken.metrics.yaml',
        '/w/notes.md /w/notes.metrics.yml',
        '/w/support.prompt.md /w/a/all.metrics.yaml',
        '/w/support.prompt.md /w/support.metrics.yaml',
      ],
    );
  });
});
