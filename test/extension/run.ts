import { rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildExtension } from '../support/vscode/build.ts';
import { followFile } from '../support/vscode/followFile.ts';
import { HostLauncher } from '../support/vscode/hostLauncher.ts';
import { findVSCode } from '../support/vscode/install.ts';
import { projectRoot, toolsFolder } from '../support/vscode/paths.ts';
import { onShutdown } from '../support/vscode/shutdown.ts';
import { copyWorkspace, makeTempFolder } from '../support/vscode/tempFolder.ts';
import { HostResult } from './hostFile.ts';
import { bundleSuite, findSuites, type HostSuite } from './suites.ts';

/*
 * Runs the tests below test/extension in the extension host of a real VS Code. Each folder of tests is a suite: one
 * extension host with one fresh copy of a workspace.
 *
 *   node test/extension/run.ts [part of a file's path ...] [--grep text] [--verbose] [--timeout seconds]
 *                              [--tests folder] [--extension folder] [--workspace folder]
 *
 * Exit code 0: at least one test ran in every suite and none failed.
 */

interface Options {
  readonly extension: string;
  readonly workspace: string | undefined;
  readonly bundles: string;
  readonly grep: string | undefined;
  readonly timeoutMs: number;
  readonly verbose: boolean;
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      grep: { type: 'string', short: 'g' },
      verbose: { type: 'boolean', default: process.env.MICRO_METRICS_VERBOSE !== undefined },
      timeout: { type: 'string', default: '300' },
      tests: { type: 'string', default: import.meta.dirname },
      extension: { type: 'string', default: projectRoot },
      workspace: { type: 'string' },
    },
  });
  const suites = await findSuites(resolve(values.tests), positionals);
  if (suites.length === 0) {
    console.error('No test file matches.');
    return 1;
  }
  const extension = resolve(values.extension);
  if (extension === projectRoot) await buildExtension();
  const bundles = join(toolsFolder, `tests-${process.pid}`);
  onShutdown(() => rmSync(bundles, { recursive: true, force: true }));
  await using launcher = new HostLauncher(await findVSCode());
  let passes = 0;
  let failedSuites = 0;
  for (const suite of suites) {
    const result = await runSuite(launcher, suite, {
      extension,
      workspace: values.workspace === undefined ? undefined : resolve(values.workspace),
      bundles,
      grep: values.grep,
      timeoutMs: Number(values.timeout) * 1000,
      verbose: values.verbose,
    });
    passes += result.passes;
    if (!result.ok) failedSuites += 1;
  }
  console.log(
    `Extension tests: ${passes} passing, ${failedSuites} of ${suites.length} suites failing`,
  );
  if (passes === 0) console.error('No test ran.');
  return passes > 0 && failedSuites === 0 ? 0 : 1;
}

async function runSuite(
  launcher: HostLauncher,
  suite: HostSuite,
  options: Options,
): Promise<{ ok: boolean; passes: number }> {
  console.log(`\ntest/extension${suite.name === '.' ? '' : `/${suite.name}`}`);
  const into = join(options.bundles, suite.name === '.' ? '_' : suite.name);
  const bundle = await bundleSuite(suite, into, options.grep).catch(print);
  if (bundle === undefined) return { ok: false, passes: 0 };
  await using folder = await makeTempFolder();
  const workspace = join(folder.path, 'workspace');
  await copyWorkspace(options.workspace ?? suite.workspace, workspace);
  const stopFollowing = followFile(bundle.report, (text) => process.stdout.write(text));
  const host = {
    folder: workspace,
    extension: options.extension,
    tests: bundle.module,
    timeoutMs: options.timeoutMs,
    verbose: options.verbose,
  };
  let code: number;
  try {
    code = await launcher.run(host, suite);
  } catch (error) {
    print(error);
    return { ok: false, passes: 0 };
  } finally {
    stopFollowing();
  }
  const counts = await readCounts(bundle.result);
  if (counts === undefined) {
    console.error('The tests did not report an end. Run with --verbose to see why.');
    return { ok: false, passes: 0 };
  }
  const noneMatched = counts.passes + counts.failures + counts.pending === 0;
  if (noneMatched && options.grep === undefined) console.error('The suite has no tests.');
  const ok = code === 0 && counts.failures === 0 && (!noneMatched || options.grep !== undefined);
  return { ok, passes: counts.passes };
}

async function readCounts(file: string): Promise<HostResult | undefined> {
  try {
    return HostResult.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return undefined;
  }
}

function print(error: unknown): undefined {
  console.error(error instanceof Error ? error.message : error);
}

try {
  process.exitCode = await main();
} catch (error) {
  print(error);
  process.exitCode = 2;
}
