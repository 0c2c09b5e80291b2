// Builds dist/: the extension, the command line, the scoring worker and the panel.

import { mkdir, rm } from 'node:fs/promises';
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

/** Extension, command line and scoring worker in one build, so that what they share is there once. */
const node = {
  ...nodeBundles(choice, { extension: 'src/extension.ts', ...commandLineEntries }),
  plugins: [
    { name: 'vscode-only-in-the-extension', setup: refuseVSCodeOutsideTheExtension },
    { name: 'light-activation', setup: refuseHeavyActivation },
  ],
};

/** Bytes that are loaded before the extension is active: the rest waits for an `import()`. */
const maxActivationBytes = 330_000;

const builds = [
  node,
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

/** Fails the build when anything that the command line or the worker can load imports `vscode`. */
function refuseVSCodeOutsideTheExtension(build) {
  build.onEnd(({ metafile }) => {
    const errors = ['dist/cli.js', 'dist/scorer.js'].flatMap((entry) => {
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
