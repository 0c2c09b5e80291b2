import { glob } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import Mocha from 'mocha';
import { buildExtension } from '../support/vscode/build.ts';
import { projectRoot } from '../support/vscode/paths.ts';
import { closeEverything, closeWindows, photographWindows } from './support/session.ts';

/*
 * Runs the tests below test/e2e: mocha here, VS Code's server build in a browser there.
 *
 *   node test/e2e/run.ts [part of a file's path ...] [--grep text] [--bail] [--tests folder]
 *
 * MICRO_METRICS_SHOW_BROWSER=1 shows the browser. A failed test leaves a picture of its windows in test-output.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    grep: { type: 'string', short: 'g' },
    bail: { type: 'boolean', default: false },
    tests: { type: 'string', default: import.meta.dirname },
  },
});

const files: string[] = [];
for await (const file of glob('**/*.test.ts', { cwd: resolve(values.tests) })) {
  const path = join(resolve(values.tests), file);
  const shown = relative(projectRoot, path).replaceAll('\\', '/');
  if (positionals.every((text) => !shown.includes(text)) && positionals.length > 0) continue;
  files.push(path);
}

if (process.env.MICRO_METRICS_E2E_EXTENSION === undefined) await buildExtension();

// VS Code itself sometimes starts a window wrongly (a workspace without its folders): a second try is allowed, and is said.
const mocha = new Mocha({
  ...{ ui: 'bdd', timeout: 120_000, retries: 1 },
  ...{ bail: values.bail, grep: values.grep },
});
/** The test whose first try failed last. */
let triedAgain: unknown;
mocha.rootHooks({
  afterEach: async function (this: Mocha.Context) {
    const test = this.currentTest;
    if (test === undefined || (test.state !== 'failed' && test !== triedAgain)) return;
    for (const picture of await photographWindows(test.fullTitle())) {
      console.log(`      picture: ${relative(projectRoot, picture)}`);
    }
  },
  afterAll: closeEverything,
});
for (const file of files.sort()) mocha.addFile(file);
await mocha.loadFilesAsync();
// Windows that nobody looks at any more would slow down those of later tests.
for (const suite of mocha.suite.suites) suite.afterAll(closeWindows);
const runner = mocha.run((failures) => {
  const ran = (runner.stats?.passes ?? 0) + failures;
  if (ran === 0) console.error('No test ran.');
  process.exitCode = failures === 0 && ran > 0 ? 0 : 1;
});
runner.on('retry', (test, error) => {
  triedAgain = test;
  console.log(`      second try of '${test.title}': ${error.message}`);
});
