import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { agreementOn } from '../../../scripts/ifeval/agreement.ts';
import { type IfevalRecord, readRecords } from '../../../scripts/ifeval/record.ts';
import { translate } from '../../../scripts/ifeval/translate.ts';
import { ifevalWorkspace } from '../../../scripts/ifeval/workspace.ts';
import { builtInMetrics } from '../../../src/core/metrics/builtIn.ts';

const data = '../shared/data/ifeval/en.jsonl';
/** Ids whose official checks use a language detector. */
const needsLanguage = /^change_case:english_|^language:/;

describe('IFEval', () => {
  let records: readonly IfevalRecord[];

  before(async function () {
    if (!existsSync(data)) {
      console.log(`      skipped: ${data} is not there`);
      this.skip();
    }
    records = await readRecords(data);
  });

  it('has a valid metric for every instruction', () => {
    const ids = new Set<string>();
    for (const { instructions } of records)
      for (const instruction of instructions) {
        ids.add(instruction.id);
        const { type, parameters } = translate(instruction);
        const read = builtInMetrics.get(type)?.parameters.safeParse(parameters);
        assert.ok(read?.success, `${instruction.id}: ${read?.error}`);
      }
    assert.equal(ids.size, 25);
  });

  it('agrees with the official verdicts', async function () {
    this.timeout(60_000);

    const { byId, disagreements } = await agreementOn(records);

    const inLanguage = { total: 0, agree: 0 };
    for (const [id, { total, agree }] of Object.entries(byId)) {
      const shown = JSON.stringify(disagreements.filter((one) => one.id === id).slice(0, 3));
      if (needsLanguage.test(id)) {
        inLanguage.total += total;
        inLanguage.agree += agree;
        assert.ok(agree >= total * 0.98, `${id}: ${agree} of ${total}; ${shown}`);
      } else if (id === 'length_constraints:number_sentences')
        assert.ok(agree >= total * 0.99, `${id}: ${agree} of ${total}; ${shown}`);
      else assert.equal(agree, total, `${id}: ${shown}`);
    }
    const { total, agree } = inLanguage;
    assert.ok(agree >= total * 0.99, `ids that need a language: ${agree} of ${total}`);
  });

  it('makes a workspace with unique cases and metrics', () => {
    const files = ifevalWorkspace(records);
    const rows = (files.get('cases/ifeval.jsonl') ?? '')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));

    assert.deepEqual(
      [...files.keys()],
      ['ifeval.prompt.md', 'ifeval.metrics.yaml', 'cases/ifeval.jsonl', 'a.jsonl', 'b.jsonl'],
    );
    assert.equal(new Set(rows.map(({ id }) => id)).size, records.length);
    for (const { metrics } of rows)
      assert.equal(new Set(metrics.map(({ id }: { id: string }) => id)).size, metrics.length);
  });
});

describe('translation of IFEval instructions', () => {
  it('refuses an unknown id and a missing argument', () => {
    assert.throws(() => translate({ id: 'no:such', args: {} }), /no:such/);
    assert.throws(() => translate({ id: 'toString', args: {} }), /Unknown/);
    assert.throws(
      () => translate({ id: 'length_constraints:number_words', args: {} }),
      /num_words/,
    );
  });
});
