import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { type IfevalRecord, readRecords } from '../../../scripts/ifeval/record.ts';
import { pairedRows } from '../../../scripts/ifeval/versions.ts';

const folder = '../shared/data/ifeval';

/** The paired table of the data's own description: id, five counts and the exact chance. */
function expectedRows(): ReadonlyMap<string, readonly number[]> {
  const readme = readFileSync(`${folder}/README.md`, 'utf8');
  // Groups: the id, then the six figures.
  const row = /^\| `?([\w:]+)`? \| (\d+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \| ([\d.e-]+) \|$/gm;
  return new Map(
    [...readme.matchAll(row)].map(([, id = '', ...figures]) => [id, figures.map(Number)]),
  );
}

describe('IFEval as two versions', () => {
  let records: readonly IfevalRecord[];

  before(async function () {
    if (!existsSync(`${folder}/en.jsonl`)) {
      console.log(`      skipped: ${folder}/en.jsonl is not there`);
      this.skip();
    }
    records = await readRecords(`${folder}/en.jsonl`);
  });

  it('gives the paired counts and exact chances of its description', async () => {
    const expected = expectedRows();

    const rows = await pairedRows(records, 'official');

    assert.equal(expected.size, 26);
    assert.equal(rows.length, 26);
    for (const row of rows) {
      const { instances, bothPass, onlyA, onlyB, neither } = row;
      const [p = Number.NaN, ...counts] = [...(expected.get(row.id) ?? [])].reverse();
      assert.deepEqual([instances, bothPass, onlyA, onlyB, neither], counts.reverse(), row.id);
      // Chances below 1e-20 are given as that.
      const known = Math.max(p, 1e-20);
      assert.ok(Math.abs(row.pExact - known) <= 1e-5 * known, `${row.id}: ${row.pExact}, not ${p}`);
    }
  });

  it('is worse where the smaller model fails, and never red where only chance differs', async () => {
    const rows = await pairedRows(records, 'official');

    const verdict = new Map(rows.map((row) => [row.id, row.verdict]));
    assert.equal(verdict.get('prompts'), 'regressed');
    assert.equal(verdict.get('punctuation:no_comma'), 'regressed');
    assert.equal(verdict.get('keywords:forbidden_words'), 'regressed');
    for (const { id, pExact, verdict: own } of rows) {
      if (pExact > 0.05) assert.notEqual(own, 'regressed', id);
      assert.notEqual(own, 'improved', id);
    }
    assert.notEqual(verdict.get('length_constraints:number_words'), 'regressed');
  });

  it('comes to the same verdicts with our metrics, but for the language detector', async function () {
    this.timeout(60_000);
    const official = await pairedRows(records, 'official');

    const ours = await pairedRows(records, 'metrics');

    const differing = ours.filter((row, index) => row.verdict !== official[index]?.verdict);
    for (const { id, verdict } of differing) {
      assert.match(id, /^language:|^change_case:english_/);
      assert.notEqual(verdict, 'improved');
    }
  });
});
