import { existsSync, rmSync } from 'node:fs';
import { glob, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { transform } from 'esbuild';
import { run } from '../test/support/vscode/childProcess.ts';
import { runNpm } from '../test/support/vscode/npm.ts';
import { exampleFolder, projectRoot, toolsFolder } from '../test/support/vscode/paths.ts';
import { onShutdown } from '../test/support/vscode/shutdown.ts';
import { copyWorkspace, makeTempFolder } from '../test/support/vscode/tempFolder.ts';

/*
 * npm run test:oldest-node   what depends on Node itself, on the Node of the oldest VS Code that is supported: the tests
 *                            of store, scoring workers, files, git and models, then the example through dist/cli.js
 */

/** The Node of VS Code 1.101 (its Electron 35). */
const oldestNode = '22.15.0';

const tests = ['store/*', 'scoring/*', 'models/*', 'nodeFiles', 'git', 'glob'];

const node = await installNode();
process.exitCode = (await runTests(node)) && (await runExample(node)) ? 0 : 1;

/** Fetches that Node from npm, once. */
async function installNode(): Promise<string> {
  const folder = join(toolsFolder, `node-${oldestNode}`);
  const program = join(folder, 'node_modules', 'node', 'bin', 'node');
  if (existsSync(program)) return program;
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({ private: true, allowScripts: { node: true } }),
  );
  const flags = ['--no-audit', '--no-fund', '--loglevel=error'];
  const done = await runNpm(['install', ...flags, `node@${oldestNode}`], folder);
  if (done.code !== 0) throw new Error(`npm could not install node@${oldestNode}:\n${done.stderr}`);
  return program;
}

/** That Node reads neither TypeScript nor `await using`: the sources are translated file by file, each in its place. */
async function runTests(program: string): Promise<boolean> {
  const folder = join(toolsFolder, `oldest-node-${process.pid}`);
  onShutdown(() => rmSync(folder, { recursive: true, force: true }));
  await rm(folder, { recursive: true, force: true });
  const sources = ['src/**/*.ts', 'test/unit/node/**/*.ts', 'test/support/**/*.ts'];
  for await (const file of glob(sources, { cwd: projectRoot })) {
    const source = await readFile(join(projectRoot, file), 'utf8');
    const { code } = await transform(source, {
      loader: 'ts',
      format: 'esm',
      target: `node${oldestNode}`,
    });
    const target = join(folder, file.replace(/\.ts$/, '.js'));
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, code.replace(/\.ts(?=['"`])/g, '.js'));
  }
  await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  const mocha = join(projectRoot, 'node_modules', 'mocha', 'bin', 'mocha.js');
  const files = tests.map((test) => `test/unit/node/${test}.test.js`);
  const options = ['--no-config', '--timeout', '30000', '--reporter', 'dot'];
  const { code } = await run(program, [mocha, ...options, ...files], {
    cwd: folder,
    inherit: true,
  });
  return code === 0;
}

async function runExample(program: string): Promise<boolean> {
  await using temp = await makeTempFolder();
  const folder = join(temp.path, 'support');
  await copyWorkspace(exampleFolder, folder);
  const cli = join(projectRoot, 'dist', 'cli.js');
  const args = ['run', folder, '--provider', 'simulated', '--fail-on', 'never'];
  const { code } = await run(program, [cli, ...args], { cwd: folder, inherit: true });
  console.log(`dist/cli.js on Node ${oldestNode}: exit code ${code}`);
  return code === 0;
}
