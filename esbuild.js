// Builds dist/: the extension, the command line, the scoring worker and the panel.

import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import esbuild from 'esbuild';

const isWatching = process.argv.includes('--watch');
const isProduction = process.argv.includes('--production');

/** Libraries in CommonJS call `require` for Node's own modules; an ES module has none unless it is made. */
const requireBanner =
  "import { createRequire as microMetricsCreateRequire } from 'node:module';\n" +
  'const require = microMetricsCreateRequire(import.meta.url);';

const common = {
  bundle: true,
  minify: isProduction,
  sourcemap: isProduction ? false : 'linked',
  legalComments: 'none',
  logLevel: 'warning',
  outdir: 'dist',
};

const node = {
  ...common,
  platform: 'node',
  format: 'esm',
  // Chunks keep heavy libraries out of the way until a dynamic import asks for them.
  splitting: true,
  target: 'node22',
  banner: { js: requireBanner },
  chunkNames: 'chunks/[name]-[hash]',
};

/** The command line is built without `vscode` as an external, so that a slip breaks the build. */
const builds = [
  {
    ...node,
    entryPoints: { extension: 'src/extension.ts' },
    external: ['vscode'],
    chunkNames: 'chunks/extension-[name]-[hash]',
  },
  {
    ...node,
    entryPoints: { cli: 'src/cli/main.ts', scorer: 'src/node/scoring/scorerWorker.ts' },
  },
  {
    ...common,
    platform: 'browser',
    format: 'esm',
    target: 'chrome128',
    entryPoints: { 'panel/compare': 'media/compare/main.ts' },
    loader: { '.ttf': 'file', '.svg': 'text' },
    assetNames: 'panel/[name]',
  },
].filter((build) => Object.values(build.entryPoints).every((entry) => existsSync(entry)));

await rm('dist', { recursive: true, force: true });
await mkdir('dist/panel', { recursive: true });
if (isWatching) {
  for (const build of builds) await (await esbuild.context({ ...build, logLevel: 'info' })).watch();
} else {
  await Promise.all(builds.map((build) => esbuild.build(build)));
  const { version } = JSON.parse(await readFile('package.json', 'utf8'));
  process.stderr.write(`Built dist/ (${version}).\n`);
}
