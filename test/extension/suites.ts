import { existsSync } from 'node:fs';
import { glob, mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { build } from 'esbuild';
import * as z from 'zod';
import { exampleFolder, projectRoot } from '../support/vscode/paths.ts';
import type { HostFile } from './hostFile.ts';

/** What a folder of tests may say about itself in `suite.json`. */
const SuiteFile = z.strictObject({
  /** Workspace to copy, relative to the project; default `examples/support`. */
  workspace: z.string().optional(),
  /** User settings on top of the quiet ones. */
  settings: z.record(z.string(), z.unknown()).optional(),
  /** Environment of the extension host. */
  env: z.record(z.string(), z.string()).optional(),
});

/** Test files that share one extension host and one copy of a workspace: those of one folder. */
export interface HostSuite {
  /** Folder of the tests relative to `test/extension`; '.' for the tests at its top. */
  readonly name: string;
  readonly files: readonly string[];
  /** Absolute path of the workspace to copy. */
  readonly workspace: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly env: Readonly<Record<string, string>>;
}

/** Finds the suites below a folder; `only` keeps the files whose path contains one of its texts. */
export async function findSuites(
  folder: string,
  only: readonly string[],
): Promise<readonly HostSuite[]> {
  const byFolder = new Map<string, string[]>();
  for await (const file of glob('**/*.test.ts', { cwd: folder })) {
    const shown = relative(projectRoot, join(folder, file)).replaceAll('\\', '/');
    if (only.length > 0 && !only.some((text) => shown.includes(text.replace(/^\.\//, ''))))
      continue;
    const name = join(file, '..');
    byFolder.set(name, [...(byFolder.get(name) ?? []), join(folder, file)]);
  }
  const suites = [...byFolder].map(([name, files]) => readSuite(folder, name, files.sort()));
  return (await Promise.all(suites)).sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function readSuite(folder: string, name: string, files: string[]): Promise<HostSuite> {
  const file = join(folder, name, 'suite.json');
  const said = existsSync(file) ? SuiteFile.parse(JSON.parse(await readFile(file, 'utf8'))) : {};
  return {
    name,
    files,
    workspace: said.workspace === undefined ? exampleFolder : resolve(projectRoot, said.workspace),
    settings: said.settings ?? {},
    env: said.env ?? {},
  };
}

/**
 * Bundles a suite's tests and the module that runs them into a folder, because the Node of the oldest supported VS Code
 * cannot read TypeScript. Packages stay outside, so the folder has to lie inside the project. Gives the module's path.
 */
export async function bundleSuite(
  suite: HostSuite,
  into: string,
  grep: string | undefined,
): Promise<{ module: string; report: string; result: string }> {
  await mkdir(into, { recursive: true });
  const entries = suite.files.map((file) => ({ in: file, out: `tests/${basename(file, '.ts')}` }));
  const host = join(import.meta.dirname, 'hostMain.ts');
  await build({
    entryPoints: [{ in: host, out: 'hostMain' }, ...entries],
    outdir: into,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    packages: 'external',
    logLevel: 'silent',
    absWorkingDir: projectRoot,
  });
  const told: HostFile = {
    files: entries.map((entry) => join(into, `${entry.out}.mjs`)),
    report: join(into, 'report.txt'),
    result: join(into, 'result.json'),
    grep,
  };
  await writeFile(join(into, 'host.json'), JSON.stringify(told));
  await writeFile(told.report, '');
  return { module: join(into, 'hostMain.mjs'), report: told.report, result: told.result };
}
