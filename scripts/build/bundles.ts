import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BuildOptions, BuildResult } from 'esbuild';
import {
  dataPackages,
  packageFolders,
  thirdPartiesIn,
  thirdPartyText,
} from '../thirdPartyNotices.ts';

export interface BundleChoice {
  /** Minified and without source maps. */
  readonly isProduction: boolean;
  readonly outdir: string;
}

/** The files that `micro-metrics` and the scoring worker begin with. */
export const commandLineEntries = {
  cli: 'src/cli/start.ts',
  cliMain: 'src/cli/main.ts',
  scorer: 'src/node/scoring/scorerWorker.ts',
};

/** What every bundle is built with. */
export function commonOptions({ isProduction, outdir }: BundleChoice) {
  return {
    bundle: true,
    minify: isProduction,
    sourcemap: isProduction ? false : 'linked',
    legalComments: 'none',
    logLevel: 'warning',
    metafile: true,
    outdir,
  } as const satisfies BuildOptions;
}

/** Libraries in CommonJS call `require` for Node's own modules; an ES module has none unless it is made. */
const requireBanner =
  "import { createRequire as microMetricsCreateRequire } from 'node:module';\n" +
  'const require = microMetricsCreateRequire(import.meta.url);';

/** What runs on Node, in one build, so that what several entries share is there once. */
export function nodeBundles(choice: BundleChoice, entryPoints: Readonly<Record<string, string>>) {
  return {
    ...commonOptions(choice),
    platform: 'node',
    format: 'esm',
    // Chunks keep heavy libraries out of the way until a dynamic import asks for them.
    splitting: true,
    target: 'node22',
    banner: { js: requireBanner },
    chunkNames: 'chunks/[name]-[hash]',
    entryPoints,
    external: ['vscode'],
  } as const satisfies BuildOptions;
}

/** Writes the licences of what the bundles hold of others beside them. */
export async function writeNotices(
  built: readonly BuildResult<{ metafile: true }>[],
  outdir: string,
): Promise<void> {
  const inputs = built.flatMap(({ metafile }) => Object.keys(metafile.inputs));
  const shipped = await thirdPartiesIn('.', [...packageFolders(inputs), ...dataPackages]);
  await writeFile(join(outdir, 'THIRD-PARTY-NOTICES.txt'), thirdPartyText(shipped));
}

/** The version of the project, as its manifest has it. */
export async function projectVersion(): Promise<string> {
  const manifest: { version: string } = JSON.parse(await readFile('package.json', 'utf8'));
  return manifest.version;
}
