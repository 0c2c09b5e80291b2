import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { runNpm } from '../test/support/vscode/npm.ts';
import { projectRoot } from '../test/support/vscode/paths.ts';
import { makeTempFolder } from '../test/support/vscode/tempFolder.ts';
import { commandLineEntries, nodeBundles, writeNotices } from './build/bundles.ts';

/*
 * npm run package:cli [-- --out <folder>]   packs `micro-metrics` alone, as an npm package for CI: everything that it
 *                                           needs is in its bundles, so that installing it fetches nothing else
 */
const { values } = parseArgs({ options: { out: { type: 'string', default: '.' } } });
const target = resolve(values.out);

process.chdir(projectRoot);
await using staged = await makeTempFolder('mm-cli-');
const dist = join(staged.path, 'dist');
const choice = { isProduction: true, outdir: dist };
const built = await build({ ...nodeBundles(choice, commandLineEntries), metafile: true });
await writeNotices([built], dist);
await Promise.all([
  writeFile(join(staged.path, 'package.json'), await manifest()),
  writeFile(join(staged.path, 'README.md'), await readme()),
  ...['LICENSE', 'NOTICE', 'docs', 'schemas', 'types'].map((name) =>
    cp(name, join(staged.path, name), { recursive: true }),
  ),
]);
await mkdir(target, { recursive: true });
const packed = await runNpm(['pack', '--pack-destination', target], staged.path);
process.stderr.write(packed.stderr);
process.stdout.write(packed.stdout);
process.exitCode = packed.code ?? 1;

/** The page on the command line, from where the package has it. */
async function readme(): Promise<string> {
  const page = await readFile('docs/command-line.md', 'utf8');
  return page
    .replaceAll(/\]\((?!https?:|\.\.\/)([\w-]+\.md)/g, '](docs/$1')
    .replaceAll('](../', '](');
}

/** The project's manifest without what only the extension and its development need. */
async function manifest(): Promise<string> {
  const whole: Record<string, unknown> = JSON.parse(await readFile('package.json', 'utf8'));
  const kept = ['name', 'version', 'license', 'type', 'types', 'bin', 'keywords'] as const;
  return JSON.stringify(
    {
      ...Object.fromEntries(kept.map((key) => [key, whole[key]])),
      description:
        'Runs the micro metrics of prompts, compares with the version before, and reports: the command line, for CI.',
      engines: { node: '>=20' },
    },
    undefined,
    2,
  );
}
