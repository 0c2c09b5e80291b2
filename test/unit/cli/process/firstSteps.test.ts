import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { makeCliFolder } from '../../../support/cli.ts';

const prompt = 'You greet visitors of {{ shop }}.\n';
const suite = `model: { provider: simulated }
metrics:
  - { type: length, unit: words, max: 500 }
cases:
  - { id: hello, variables: { shop: Nordlicht }, turns: [Hello.] }
`;

/** What somebody who is new to the command line does wrong, and what is said to it: exit code and standard error. */
const mistakes: readonly {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly args: readonly string[];
  readonly says: RegExp;
}[] = [
  {
    name: 'a prompt without a suite',
    files: { 'a.prompt.md': prompt },
    args: ['run', 'a.prompt.md'],
    says: /^a\.prompt\.md has no suite\. Write 'a\.metrics\.yaml' beside it/,
  },
  {
    name: 'a folder whose only suite cannot be read',
    files: { 'a.prompt.md': prompt, 'a.metrics.yaml': 'metrics:\n  - type: length\n   unit: x\n' },
    args: ['run', '.'],
    says: /^a\.metrics\.yaml:3:1: error: .*begin it with '- '/,
  },
  {
    name: 'a mistyped option',
    files: {},
    args: ['run', '.', '--compar', 'previous'],
    says: /^There is no option '--compar' here\. Did you mean '--compare'\?/,
  },
  {
    name: 'an option without its value',
    files: {},
    args: ['run', '.', '--compare'],
    says: /^--compare takes a value/,
  },
  {
    name: 'a mistyped value of --compare',
    files: { 'a.prompt.md': prompt, 'a.metrics.yaml': suite },
    args: ['run', '.', '--compare', 'prevous'],
    says: /^--compare takes previous, baseline, git:<ref> or the file of a JSON report, not 'prevous'/,
  },
  {
    name: 'a text that is compared with as if it were a report',
    files: { 'a.prompt.md': prompt, 'a.metrics.yaml': suite },
    args: ['run', '.', '--compare', 'a.prompt.md'],
    says: /^a\.prompt\.md is no report of run or score with --reporter json: Unexpected token/,
  },
  {
    name: 'variables that are not JSON',
    files: { 'a.prompt.md': prompt },
    args: ['render', 'a.prompt.md', '--variables', '{"shop":'],
    says: /^--variables is not JSON: Unexpected end/,
  },
  {
    name: 'an import of what is not there',
    files: {},
    args: ['import', 'promptfoo.yaml'],
    says: /^There is no file .*promptfoo\.yaml/,
  },
  {
    name: 'an import of what is a suite already',
    files: { 'a.prompt.md': prompt, 'a.metrics.yaml': suite },
    args: ['import', 'a.metrics.yaml'],
    says: /^a\.metrics\.yaml is a suite already/,
  },
];

describe('First steps on the command line', function () {
  this.timeout(60_000);

  for (const { name, files, args, says } of mistakes) {
    it(`says what to do about ${name}`, async () => {
      await using folder = await makeCliFolder(files);

      const { code, out, err } = await folder.run(args);

      assert.equal(code, 2, out + err);
      assert.match(err, says);
      assert.equal(out, '');
    });
  }

  it('says once that there is nothing to compare with', async () => {
    await using folder = await makeCliFolder({ 'a.prompt.md': prompt, 'a.metrics.yaml': suite });

    const { code, err } = await folder.run(['run', '.', '--compare', 'baseline']);

    assert.equal(code, 0, err);
    assert.equal(err.match(/There is no baseline of a\.prompt\.md/g)?.length, 1);
  });

  for (const what of ['baseline', 'previous']) {
    it(`ends with 1 on a metric below its target where there is no ${what} to compare with, and says why`, async () => {
      const failing = suite.replace('max: 500', 'max: 1');
      await using folder = await makeCliFolder({
        'a.prompt.md': prompt,
        'a.metrics.yaml': failing,
      });

      const { code, out, err } = await folder.run(['run', '.', '--compare', what]);
      const asked = ['run', '.', '--compare', what, '--fail-on', 'regression'];
      const quiet = await folder.run(asked);

      assert.equal(code, 1, out + err);
      assert.match(
        err,
        /a\.prompt\.md was compared with nothing, so its failures count as without/,
      );
      assert.equal(quiet.code, 0, quiet.err);
      assert.doesNotMatch(quiet.err, /was compared with nothing/);
    });
  }

  it('names the suite where a prompt has several', async () => {
    await using folder = await makeCliFolder({
      'a.prompt.md': prompt,
      'a.metrics.yaml': suite,
      'b.metrics.yaml': `prompt: a.prompt.md\n${suite}`,
    });

    const { out } = await folder.run(['run', 'a.prompt.md']);

    assert.match(out, /^a\.prompt\.md, a\.metrics\.yaml {2}simulated/m);
    assert.match(out, /^a\.prompt\.md, b\.metrics\.yaml {2}simulated/m);
  });

  it('prints a report that cannot be written, and says why in words', async () => {
    await using folder = await makeCliFolder({ 'a.prompt.md': prompt, 'a.metrics.yaml': suite });
    await mkdir(join(folder.path, 'reports'));

    const { code, out, err } = await folder.run(['run', '.', '--output', 'reports']);

    assert.equal(code, 2);
    assert.match(out, /1\/1/);
    assert.match(err, /cannot be written to .*reports: that is a folder\. Name another file/);
  });

  it('checks the prompts and suites of a folder', async () => {
    await using folder = await makeCliFolder({
      'a.prompt.md': prompt,
      'a.metrics.yaml': suite.replace('cases', 'case'),
      'empty.prompt.md': '',
    });

    const { code, out } = await folder.run(['check', '.']);

    assert.equal(code, 1);
    assert.match(out, /^a\.metrics\.yaml:4:1: error: Unknown key 'case'/m);
    assert.match(out, /^empty\.prompt\.md:1:1: error: The prompt is empty/m);
  });
});
