import { cp, mkdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { run } from '../test/support/vscode/childProcess.ts';
import { projectRoot } from '../test/support/vscode/paths.ts';
import { makeTempFolder } from '../test/support/vscode/tempFolder.ts';
import { projectVersion } from './build/bundles.ts';

/*
 * npm run package [-- --out <file>]   packs the extension. Its page in VS Code is docs/extension-page.md: VS Code shows neither
 *                                     pictures nor pages of the package there, which the README of the repository has.
 */
process.chdir(projectRoot);
const { values } = parseArgs({ options: { out: { type: 'string' } } });
const target = resolve(values.out ?? `micro-metrics-${await projectVersion()}.vsix`);

const built = await run(process.execPath, ['esbuild.js', '--production']);
process.stderr.write(built.stderr);
if (built.code !== 0) process.exit(built.code);

await using staged = await makeTempFolder('mm-extension-');
const names = [
  '.vscodeignore',
  'package.json',
  'LICENSE',
  'NOTICE',
  'CHANGELOG.md',
  'media',
  'dist',
];
await Promise.all([
  cp('docs/extension-page.md', join(staged.path, 'README.md')),
  ...names.map((name) => cp(name, join(staged.path, name), { recursive: true })),
]);
await mkdir(dirname(target), { recursive: true });
const vsce = join(projectRoot, 'node_modules', '@vscode', 'vsce', 'vsce');
const packed = await run(
  process.execPath,
  [vsce, 'package', '--no-dependencies', '--allow-missing-repository', '--out', target],
  { cwd: staged.path },
);
process.stdout.write(packed.stdout);
process.stderr.write(packed.stderr);
process.exitCode = packed.code;
