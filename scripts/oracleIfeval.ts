import { agreementOn } from './ifeval/agreement.ts';
import { readRecords } from './ifeval/record.ts';

/** `npm run oracle:ifeval -- <file.jsonl>`: agreement of our metrics with official IFEval verdicts, as JSON. */
const [path] = process.argv.slice(2);
if (path === undefined) {
  process.stderr.write('Usage: npm run oracle:ifeval -- <file.jsonl>\n');
  process.exitCode = 2;
} else {
  try {
    const agreement = await agreementOn(await readRecords(path));
    process.stdout.write(`${JSON.stringify(agreement, null, 2)}\n`);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exitCode = 2;
  }
}
