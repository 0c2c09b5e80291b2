// Builds dist/: the extension, the command line, the scoring worker and the panel.

import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import esbuild from 'esbuild';
import {
  dataPackages,
  packageFolders,
  thirdPartiesIn,
  thirdPartyText,
} from './scripts/thirdPartyNotices.ts';

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
  metafile: true,
  outdir: 'dist',
};

/** Extension, command line and scoring worker in one build, so that what they share is there once. */
const node = {
  ...common,
  platform: 'node',
  format: 'esm',
  // Chunks keep heavy libraries out of the way until a dynamic import asks for them.
  splitting: true,
  target: 'node22',
  banner: { js: requireBanner },
  chunkNames: 'chunks/[name]-[hash]',
  entryPoints: {
    extension: 'src/extension.ts',
    cli: 'src/cli/start.ts',
    cliMain: 'src/cli/main.ts',
    scorer: 'src/node/scoring/scorerWorker.ts',
  },
  external: ['vscode'],
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
    ...common,
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
  const inputs = built.flatMap(({ metafile }) => Object.keys(metafile.inputs));
  const shipped = await thirdPartiesIn('.', [...packageFolders(inputs), ...dataPackages]);
  await writeFile('dist/THIRD-PARTY-NOTICES.txt', thirdPartyText(shipped));
  const { version } = JSON.parse(await readFile('package.json', 'utf8'));
  process.stderr.write(`Built dist/ (${version}).\n`);
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
