import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { type IfevalRecord, readRecords } from '../../../../scripts/ifeval/record.ts';
import { HistoryTable } from '../../../../src/core/health/historyTable.ts';
import type { RunOutcomes } from '../../../../src/core/health/outcomes.ts';
import { redundanciesOf } from '../../../../src/core/health/redundancy.ts';
import { run } from '../../../support/history.ts';

const file = '../shared/data/ifeval/en.jsonl';
/** A metric that fails when any instruction of the prompt is not followed. */
const whole = 'prompt';

/** Both models as two runs; a metric for each kind of instruction, judged by the official verdicts. */
function runsOf(records: readonly IfevalRecord[], also: Readonly<Record<string, string>>) {
  return (['a', 'b'] as const).map((side, index): RunOutcomes => {
    const letters = new Map<string, string[]>();
    const put = (metric: string, at: number, letter: string) => {
      const row = letters.get(metric) ?? records.map(() => '-');
      // A kind that a prompt asks for twice fails when one of the two does.
      if (row[at] !== 'f') row[at] = letter;
      letters.set(metric, row);
    };
    records.forEach((record, at) => {
      const { verdicts } = record[side];
      record.instructions.forEach(({ id }, of) => {
        put(id, at, verdicts[of] === true ? 'p' : 'f');
      });
      put(whole, at, verdicts.every(Boolean) ? 'p' : 'f');
    });
    for (const [name, of] of Object.entries(also)) letters.set(name, [...(letters.get(of) ?? [])]);
    const rows = Object.fromEntries([...letters].map(([id, row]) => [id, row.join('')]));
    return run(side, side, index, rows);
  });
}

/** The failures of every kind, counted without the code under test: `side key`. */
function failuresOf(records: readonly IfevalRecord[]): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>([[whole, new Set()]]);
  for (const record of records)
    for (const side of ['a', 'b'] as const)
      record.instructions.forEach(({ id }, index) => {
        if (record[side].verdicts[index] === true) return;
        for (const metric of [id, whole]) {
          const own = found.get(metric) ?? new Set();
          found.set(metric, own.add(`${side} ${record.key}`));
        }
      });
  return found;
}

describe('Redundancy of metrics on IFEval, by its official verdicts', () => {
  let records: readonly IfevalRecord[];

  before(async function () {
    if (!existsSync(file)) {
      console.log(`      skipped: ${file} is not there`);
      this.skip();
    }
    records = await readRecords(file);
  });

  it('is found exactly where the verdicts imply it', () => {
    const failures = failuresOf(records);
    const expected: string[] = [];
    for (const [one, own] of failures)
      for (const [other, theirs] of failures) {
        if (one === other || own.size < 5 || theirs.size < 5) continue;
        const together = [...own].filter((key) => theirs.has(key)).length;
        const isSame = together / (own.size + theirs.size - together) >= 0.95;
        if (isSame || together / own.size >= 0.98)
          expected.push(`${one} ${isSame ? 'same' : 'covered'} ${other} ${together}/${own.size}`);
      }

    const table = new HistoryTable(runsOf(records, {}));
    const found = [...redundanciesOf(table.metrics, table)].flatMap(([one, list]) =>
      list.map(({ metric, kind, together, own }) => `${one} ${kind} ${metric} ${together}/${own}`),
    );

    assert.ok(expected.length > 0);
    assert.deepEqual(found.toSorted(), expected.toSorted());
  });

  it('covers every kind by the metric of the whole prompt, and none the other way', () => {
    const table = new HistoryTable(runsOf(records, {}));
    const found = redundanciesOf(table.metrics, table);

    for (const [id, own] of failuresOf(records))
      if (id !== whole && own.size >= 5)
        assert.ok(
          found.get(id)?.some(({ metric, kind }) => metric === whole && kind === 'covered'),
          id,
        );
    assert.equal(found.get(whole), undefined);
  });

  it('is total for a metric that is there twice', () => {
    const id = 'punctuation:no_comma';
    const table = new HistoryTable(runsOf(records, { copy: id }));

    const [first] = redundanciesOf([id, 'copy'], table).get('copy') ?? [];

    const count = failuresOf(records).get(id)?.size;
    assert.deepEqual(first, { metric: id, kind: 'same', together: count, own: count });
  });
});
