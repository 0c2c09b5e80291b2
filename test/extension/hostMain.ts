import { appendFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { format } from 'node:util';
import Mocha from 'mocha';
import { HostFile, type HostResult } from './hostFile.ts';

/** Runs in the extension host: the test files named by `host.json` beside this module. Rejects when a test fails. */
export async function run(): Promise<void> {
  const told = await readFile(new URL('./host.json', import.meta.url), 'utf8');
  const { files, report, result, grep } = HostFile.parse(JSON.parse(told));
  // The console of an extension host does not reach the terminal; a file does.
  Mocha.reporters.Base.consoleLog = (...args: unknown[]) =>
    appendFileSync(report, `${format(...args)}\n`);
  const mocha = new Mocha({ ui: 'bdd', color: false, timeout: 30_000, grep });
  for (const file of files) mocha.addFile(file);
  await mocha.loadFilesAsync();
  const counts = await new Promise<HostResult>((resolve) => {
    const runner = mocha.run(() => {
      const { passes = 0, failures = 0, pending = 0 } = runner.stats ?? {};
      resolve({ passes, failures, pending });
    });
  });
  await writeFile(result, JSON.stringify(counts));
  if (counts.failures > 0) throw new Error(`${counts.failures} tests failed`);
}
