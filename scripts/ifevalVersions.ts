import { readRecords } from './ifeval/record.ts';
import { pairedRows } from './ifeval/versions.ts';

/**
 * `npm run compare:ifeval -- <en.jsonl> [--official]`: IFEval's two sides as two versions, one row per instruction id, as a
 * Markdown table. Judged by our metrics, or by the official verdicts.
 */
const [path, flag] = process.argv.slice(2);
if (path === undefined || (flag !== undefined && flag !== '--official')) {
  process.stderr.write('Usage: npm run compare:ifeval -- <en.jsonl> [--official]\n');
  process.exitCode = 2;
} else {
  try {
    const rows = await pairedRows(
      await readRecords(path),
      flag === '--official' ? 'official' : 'metrics',
    );
    const lines = [
      '| | Instances | Both pass | Only `a` | Only `b` | Neither | p exact | p adjusted | Verdict |',
      '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |',
      ...rows.map((row) => {
        const { id, instances, bothPass, onlyA, onlyB, neither } = row;
        const chances = [row.pExact, row.pAdjusted].map((p) => Number(p.toPrecision(6)));
        return `| ${[id, instances, bothPass, onlyA, onlyB, neither, ...chances, row.verdict].join(' | ')} |`;
      }),
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exitCode = 2;
  }
}
