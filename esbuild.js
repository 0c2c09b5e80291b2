// Builds dist/: the extension, the command line, the scoring worker and the panel.

import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import esbuild from 'esbuild';
import {
  commandLineEntries,
  commonOptions,
  nodeBundles,
  projectVersion,
  writeNotices,
} from './scripts/build/bundles.ts';

const isWatching = process.argv.includes('--watch');
const choice = { isProduction: process.argv.includes('--production'), outdir: 'dist' };

/** The extension by itself: what it loads when it is activated is one file, see `oneFileAtActivation`. */
const extension = {
  ...nodeBundles(choice, { extension: 'src/extension.ts' }),
  plugins: [
    { name: 'one-file-at-activation', setup: oneFileAtActivation },
    { name: 'light-activation', setup: refuseHeavyActivation },
  ],
};

/** Command line and workers. Large tables are the same files as those of the extension. */
const programs = {
  ...nodeBundles(choice, {
    ...commandLineEntries,
    checkpointer: 'src/node/store/checkpointWorker.ts',
  }),
  plugins: [{ name: 'vscode-only-in-the-extension', setup: refuseVSCodeOutsideTheExtension }],
};

/** What is loaded before the extension is active: the rest waits for an `import()`. Each file costs about a millisecond. */
const maxActivationBytes = 330_000;
const maxActivationFiles = 3;

const builds = [
  extension,
  programs,
  {
    ...commonOptions(choice),
    platform: 'browser',
    format: 'esm',
    target: 'chrome128',
    entryPoints: { 'panel/compare': 'media/compare/main.ts' },
    loader: { '.ttf': 'file', '.svg': 'text' },
    assetNames: 'panel/[name]',
  },
];

await rm('dist', { recursive: true, force: true });
await mkdir('dist/panel', { recursive: true });
if (isWatching) {
  for (const build of builds) await (await esbuild.context({ ...build, logLevel: 'info' })).watch();
} else {
  const built = await Promise.all(builds.map((build) => esbuild.build(build)));
  await writeNotices(built, choice.outdir);
  process.stderr.write(`Built dist/ (${await projectVersion()}).\n`);
}

/**
 * Puts what is loaded at activation into one file. Splitting makes a file of its own for every set of parts that need it, and
 * many parts that come later need a little of what came first. So each of them is made to need all of it: it is there by then.
 */
function oneFileAtActivation(build) {
  const own = resolve('src') + sep;
  const first = JSON.stringify(resolve('src/extension.ts'));
  build.onResolve({ filter: /^\.{1,2}\// }, async ({ kind, importer, path: name }) => {
    if (kind !== 'dynamic-import' || !importer.startsWith(own)) return undefined;
    const path = join(dirname(importer), name);
    // What needs nothing of ours, such as a table, stays as it is, and the same file serves the command line.
    const needsOwn = /from '\.{1,2}\//.test(await readFile(path, 'utf8'));
    return needsOwn ? { path, namespace: 'late' } : undefined;
  });
  build.onLoad({ filter: /./, namespace: 'late' }, ({ path }) => ({
    contents: `import ${first};\nexport * from ${JSON.stringify(path)};`,
    resolveDir: dirname(path),
    loader: 'ts',
  }));
}

/** Fails the build when anything that the command line or the worker can load imports `vscode`. */
function refuseVSCodeOutsideTheExtension(build) {
  build.onEnd(({ metafile }) => {
    const errors = ['dist/cli.js', 'dist/scorer.js', 'dist/checkpointer.js'].flatMap((entry) => {
      const guilty = metafile && reachable(metafile.outputs, entry).find(importsVSCode(metafile));
      return guilty ? [{ text: `${entry} imports vscode by way of ${guilty}.` }] : [];
    });
    return { errors };
  });
}

/** Fails the build when activating the extension would load much code: nobody has asked for anything yet. */
function refuseHeavyActivation(build) {
  build.onEnd(({ metafile }) => {
    if (metafile === undefined) return {};
    const loaded = reachable(metafile.outputs, 'dist/extension.js', ['import-statement']);
    const total = loaded.reduce((sum, file) => sum + metafile.outputs[file].bytes, 0);
    if (loaded.length > maxActivationFiles) {
      const text = `dist/extension.js loads ${loaded.length} files at activation; the limit is ${maxActivationFiles}: ${loaded.join(', ')}.`;
      return { errors: [{ text }] };
    }
    if (total <= maxActivationBytes) return {};
    const largest = loaded
      .flatMap((file) => Object.entries(metafile.outputs[file].inputs))
      .toSorted(([, a], [, b]) => b.bytesInOutput - a.bytesInOutput)
      .slice(0, 10)
      .map(([file]) => file);
    const text = `dist/extension.js loads ${total} bytes at activation; the limit is ${maxActivationBytes}. Load what is not needed at once by import(). The largest parts: ${largest.join(', ')}.`;
    return { errors: [{ text }] };
  });
}

function importsVSCode({ outputs }) {
  return (file) => outputs[file].imports.some(({ path }) => path === 'vscode');
}

/** The output files that an entry loads: now or later, or only by the given kinds of import. */
function reachable(outputs, entry, kinds) {
  const found = new Set([entry]);
  for (const file of found) {
    for (const { path, external, kind } of outputs[file]?.imports ?? [])
      if (!external && (kinds === undefined || kinds.includes(kind))) found.add(path);
  }
  return [...found];
}
