import assert from 'node:assert/strict';
import { logCaseFile, nameCaseFile, newCaseRows } from '../../../../src/core/logs/caseFileEdits.ts';
import { applyEdits } from '../../../../src/core/suite/edit/textEdit.ts';

const path = '/w/support.metrics.yaml';
const file = logCaseFile(path);

describe('The case file for production logs', () => {
  it('lies beside the suite', () => assert.equal(file, '/w/support.production.jsonl'));

  it('is named by the suite once, with everything else as it stands', () => {
    const source = 'metrics: []\ncases:\n  # The first.\n  - id: a\n    turns: [Hi]\n';

    const edited = applyEdits(source, nameCaseFile({ path, source }, [], file));

    assert.equal(edited, `${source}  - file: support.production.jsonl\n`);
    const named = [{ pattern: 'support.production.jsonl' }];
    assert.deepEqual(nameCaseFile({ path, source: edited }, named, file), []);
  });

  it('gets rows that it does not have', () => {
    const text = '{"id": "a", "turns": ["Hi"]}\n{"id":"b \\"c\\""}\n';

    const added = newCaseRows([{ id: 'a' }, { id: 'b "c"' }, { id: 'd' }], text);

    assert.equal(added, '{"id":"d"}\n');
  });
});
