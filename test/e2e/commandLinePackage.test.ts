import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { type Finished, run } from '../support/vscode/childProcess.ts';
import { runNpm } from '../support/vscode/npm.ts';
import { exampleFolder, projectRoot } from '../support/vscode/paths.ts';
import { copyWorkspace, makeTempFolder, type TempFolder } from '../support/vscode/tempFolder.ts';

describe('The package of the command line', () => {
  let temp: TempFolder;
  /** A copy of the example, into which the package is installed. */
  let project: string;

  before(async function () {
    this.timeout(120_000);
    temp = await makeTempFolder('mm-cli-');
    const packed = await runNpm(['run', 'package:cli', '--', '--out', temp.path], projectRoot);
    assert.equal(packed.code, 0, packed.stdout + packed.stderr);
    const [file = ''] = (await readdir(temp.path)).filter((name) => name.endsWith('.tgz'));
    project = join(temp.path, 'project');
    await copyWorkspace(exampleFolder, project);
    // Nothing else may be needed from anywhere.
    const options = ['--no-save', '--offline', '--cache', join(temp.path, 'cache')];
    const installed = await runNpm(['install', ...options, join(temp.path, file)], project);
    assert.equal(installed.code, 0, installed.stdout + installed.stderr);
  });
  after(() => temp.remove());

  /** The installed command as a shell finds it, with the Node of these tests. */
  const microMetrics = (...args: readonly string[]): Promise<Finished> => {
    const path = `${dirname(process.execPath)}${delimiter}${process.env.PATH}`;
    const isWindows = process.platform === 'win32';
    const command = join(
      project,
      'node_modules',
      '.bin',
      `micro-metrics${isWindows ? '.cmd' : ''}`,
    );
    return run(command, args, {
      cwd: project,
      env: { ...process.env, PATH: path },
      shell: isWindows,
    });
  };

  it('installs one package', async () => {
    const folders = await readdir(join(project, 'node_modules'));

    assert.deepEqual(
      folders.filter((name) => !name.startsWith('.')),
      ['micro-metrics'],
    );
  });

  it('runs a suite', async () => {
    const { code, stdout, stderr } = await microMetrics('run', '.');

    assert.equal(code, 0, stdout + stderr);
    assert.match(stdout, /Replies in the customer's language +100 % +12\/12/);
  });

  it('holds what metrics load late', async () => {
    const suite = `metrics:
  - { id: query, type: sql }
  - { id: record, type: json, schema: { type: object }, negate: true }
  - { id: english, type: language, is: en }
  - { id: markup, type: xml, negate: true }
cases: [{ id: one }]
`;
    await writeFile(join(project, 'late.metrics.yaml'), suite);
    await writeFile(join(project, 'out.jsonl'), '{"output": "SELECT name FROM orders"}\n');
    const scored = await microMetrics(
      ...['score', 'late.metrics.yaml', '--completions', 'out.jsonl'],
      ...['--reporter', 'json', '--fail-on', 'never'],
    );

    assert.equal(scored.code, 0, scored.stdout + scored.stderr);
    const report: { runs: [{ metrics: { id: string; passed: number }[] }] } = JSON.parse(
      scored.stdout,
    );
    assert.deepEqual(
      report.runs[0].metrics.map(({ id, passed }) => `${id} ${passed}`),
      ['query 1', 'record 1', 'english 1', 'markup 1'],
    );
  });
});
