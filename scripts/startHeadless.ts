import { existsSync } from 'node:fs';
import { glob, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import { startOwned } from '../test/support/vscode/childProcess.ts';
import { exampleFolder, projectRoot } from '../test/support/vscode/paths.ts';
import { copyWorkspace, makeTempFolder } from '../test/support/vscode/tempFolder.ts';

/**
 * Tells the example's story by the command line, in a copy of the example: the suite is run, a line is deleted from the
 * prompt and the suite run again, the line is put back and the suite run a third time. Gives 0 when the deleted line was
 * reported as a regression, by exit code 1, and both other runs ended with 0.
 */
export async function startHeadless(): Promise<number> {
  const command = join(projectRoot, 'dist', 'cli.js');
  if (!existsSync(command)) throw new Error(`The build made no ${command}.`);
  await using temp = await makeTempFolder();
  const folder = join(temp.path, 'support');
  await copyWorkspace(exampleFolder, folder);
  const { file, line } = await findLanguageLine(folder);
  const whole = await readFile(file, 'utf8');
  const shortened = withoutLinesThatHold(whole, line);

  const run = (...more: readonly string[]) =>
    runStep(command, folder, ['--fail-on', 'regression', ...more]);
  say('1. The suite runs on the prompt as it is.');
  const before = await run();
  say(`2. This line is deleted from the prompt, and the suite runs again:\n   "${line}"`);
  await writeFile(file, shortened);
  const edited = await run('--compare', 'previous');
  say('3. The line is put back. What was asked before is answered from the cache.');
  await writeFile(file, whole);
  const after = await run('--compare', 'previous');

  const asTold = before === 0 && edited === 1 && after === 0;
  say(
    asTold
      ? 'The regression was reported with exit code 1; before and after it the exit code was 0.'
      : `The exit codes were ${before}, ${edited} and ${after}; expected were 0, 1 and 0.`,
  );
  return asTold ? 0 : 1;
}

const Suite = z.looseObject({
  metrics: z
    .array(z.looseObject({ type: z.string().optional(), guards: z.unknown().optional() }))
    .default([]),
});

/** The text that the example's language metric guards, and the prompt file that holds it. */
async function findLanguageLine(folder: string): Promise<{ file: string; line: string }> {
  for await (const name of glob('**/*.metrics.yaml', { cwd: folder })) {
    const suite = Suite.parse(parse(await readFile(join(folder, name), 'utf8')));
    const guarded = suite.metrics.find((metric) => metric.type === 'language')?.guards;
    const line = Array.isArray(guarded) ? guarded[0] : guarded;
    if (typeof line !== 'string') continue;
    for await (const prompt of glob('**/*.prompt.*', { cwd: folder })) {
      const file = join(folder, prompt);
      if ((await readFile(file, 'utf8')).includes(line)) return { file, line };
    }
  }
  throw new Error(`No language metric in ${folder} guards a line of a prompt.`);
}

function withoutLinesThatHold(text: string, part: string): string {
  return text
    .split('\n')
    .filter((line) => !line.includes(part))
    .join('\n');
}

async function runStep(command: string, folder: string, more: readonly string[]): Promise<number> {
  const args = ['run', folder, '--provider', 'simulated', ...more];
  console.log(`   $ micro-metrics ${args.join(' ')}\n`);
  const tool = startOwned(process.execPath, [command, ...args], { cwd: folder, stdio: 'inherit' });
  const code = await new Promise<number>((resolve, reject) => {
    tool.process.once('error', reject);
    tool.process.once('exit', (ended) => resolve(ended ?? 1));
  });
  console.log(`\n   exit code ${code}`);
  return code;
}

function say(text: string): void {
  console.log(`\n${text}`);
}
