import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readRecords } from './ifeval/record.ts';
import { ifevalWorkspace } from './ifeval/workspace.ts';

/** `npm run example:ifeval -- <en.jsonl> <out folder>`: writes IFEval as a workspace with a prompt, a suite and two recordings. */
const [path, folder] = process.argv.slice(2);
if (path === undefined || folder === undefined) {
  process.stderr.write('Usage: npm run example:ifeval -- <en.jsonl> <out folder>\n');
  process.exitCode = 2;
} else {
  try {
    const records = await readRecords(path);
    for (const [name, text] of ifevalWorkspace(records)) {
      const file = join(folder, name);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    }
    process.stderr.write(`${records.length} cases written to ${folder}\n`);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exitCode = 2;
  }
}
