import { appendFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { format } from 'node:util';
import Mocha from 'mocha';
import { HostFile, type HostResult } from './hostFile.ts';

/** Runs in the extension host: the test files named by `host.json` beside this module. Rejects when a test fails. */
export async function run(): Promise<void> {
  const told = await readFile(new URL('./host.json', import.meta.url), 'utf8');
  const host = HostFile.parse(JSON.parse(told));
  // The console of an extension host does not reach the terminal; a file does.
  const report = (...args: unknown[]) => appendFileSync(host.report, `${format(...args)}\n`);
  Mocha.reporters.Base.consoleLog = report;
  try {
    const counts = await runFiles(host.files, host.grep);
    await writeFile(host.result, JSON.stringify(counts));
    if (counts.failures === 0) return;
  } catch (error) {
    report(error);
    throw error;
  }
  throw new Error('There are failing tests.');
}

async function runFiles(files: readonly string[], grep: string | undefined): Promise<HostResult> {
  const mocha = new Mocha({ ui: 'bdd', color: false, timeout: 30_000, grep });
  for (const file of files) mocha.addFile(file);
  await mocha.loadFilesAsync();
  return await new Promise((resolve) => {
    const runner = mocha.run(() => {
      const { passes = 0, failures = 0, pending = 0 } = runner.stats ?? {};
      resolve({ passes, failures, pending });
    });
  });
}
