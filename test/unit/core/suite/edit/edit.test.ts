import assert from 'node:assert/strict';
import fc from 'fast-check';
import { builtInMetrics } from '../../../../../src/core/metrics/builtIn.ts';
import { insertItem, removeItem } from '../../../../../src/core/suite/edit/listItem.ts';
import { setMetricKey } from '../../../../../src/core/suite/edit/metricKey.ts';
import { restoreMetric, retireMetric } from '../../../../../src/core/suite/edit/retire.ts';
import { openSuiteText } from '../../../../../src/core/suite/edit/suiteText.ts';
import { applyEdits } from '../../../../../src/core/suite/edit/textEdit.ts';
import { yamlItem } from '../../../../../src/core/suite/edit/yamlItem.ts';
import { readSuite } from '../../../../../src/core/suite/readSuite.ts';

const suite = `# The suite of the shop
prompt: shop.prompt.md

metrics:
  # from issue 12
  - id: short   # keep it short
    type: length
    unit: words
    max: 120

  # the brand
  - name: Names the shop
    type: contains
    value: |
      Nordlicht

  - { id: polite, type: contains, value: regards }

cases:
  - id: one
    turns: [Hello]
`;

function read(text: string) {
  const { value, problems } = readSuite({ path: '/w/shop.metrics.yaml', text }, builtInMetrics);
  assert.deepEqual(
    problems.map(({ message }) => message),
    [],
  );
  assert.ok(value);
  return value;
}

function insert(text: string, key: 'metrics' | 'cases' | 'retired', item: object): string {
  const lines = yamlItem(JSON.parse(JSON.stringify(item)));
  return applyEdits(text, insertItem(openSuiteText(text), key, lines));
}

function remove(text: string, key: 'metrics' | 'cases' | 'retired', index: number): string {
  return applyEdits(text, removeItem(openSuiteText(text), key, index));
}

describe('Editing a suite in place', () => {
  it('adds a case after the last one and leaves every other line as it is', () => {
    const edited = insert(suite, 'cases', { id: 'two', turns: ['Bye: now', 'Really'] });

    assert.equal(edited, `${suite}  - id: two\n    turns:\n      - "Bye: now"\n      - Really\n`);
  });

  it('adds a metric after the last one, before the blank line that follows', () => {
    const edited = insert(suite, 'metrics', { id: 'new', type: 'length', max: 3 });

    assert.match(
      edited,
      /value: regards \}\n {2}- id: new\n {4}type: length\n {4}max: 3\n\ncases:/,
    );
  });

  it('keeps blanks that YAML does not know', () => {
    const edited = insert('', 'cases', { turns: ['\u3000', ' a\u00a0', '\ufeff'] });

    assert.deepEqual(read(edited).cases[0]?.turns, ['\u3000', ' a\u00a0', '\ufeff']);
  });

  it('follows the indentation of the list', () => {
    const edited = insert('cases:\n- id: a\n  turns: [x]\n', 'cases', { id: 'b', tags: ['t'] });

    assert.equal(edited, 'cases:\n- id: a\n  turns: [x]\n- id: b\n  tags:\n    - t\n');
  });

  const lists: readonly (readonly [string, string, string])[] = [
    ['a list that is absent', 'trials: 2\n', 'trials: 2\n\ncases:\n  - id: a\n'],
    ['a file without a last line end', 'trials: 2', 'trials: 2\n\ncases:\n  - id: a\n'],
    ['an empty file', '', 'cases:\n  - id: a\n'],
    ['a key without a value', 'cases:\ntrials: 2\n', 'cases:\n  - id: a\ntrials: 2\n'],
    ['an empty list in brackets', 'cases: [] # none\n', 'cases:\n  - id: a # none\n'],
    ['a list in brackets', 'cases: [{ id: x }]\n', 'cases: [{ id: x }, {"id":"a"}]\n'],
    ['a file with other line ends', 'trials: 2\r\n', 'trials: 2\r\n\r\ncases:\r\n  - id: a\r\n'],
    [
      'a list that comes before one that is there',
      'trials: 2\n# gone\nretired: []\n',
      'trials: 2\ncases:\n  - id: a\n\n# gone\nretired: []\n',
    ],
  ];
  for (const [what, before, after] of lists)
    it(`adds an item to ${what}`, () => assert.equal(insert(before, 'cases', { id: 'a' }), after));

  it('takes an item out with the comment right above it', () => {
    const edited = remove(suite, 'metrics', 0);

    assert.equal(edited.includes('issue 12'), false);
    assert.match(edited, /metrics:\n {2}# the brand\n {2}- name: Names the shop/);
  });

  it('takes an item out whose dash stands alone', () => {
    assert.equal(
      remove('cases:\n  -\n    id: a\n  -\n    id: b\n', 'cases', 0),
      'cases:\n  -\n    id: b\n',
    );
  });

  it('leaves an empty list when the last item goes', () => {
    assert.equal(remove('cases:\n  - id: a\ntrials: 2\n', 'cases', 0), 'cases: []\ntrials: 2\n');
  });

  it('takes items out of a list in brackets', () => {
    const text = 'cases: [{ id: a }, { id: b }, { id: c }]\n';

    assert.equal(remove(text, 'cases', 0), 'cases: [{ id: b }, { id: c }]\n');
    assert.equal(remove(text, 'cases', 2), 'cases: [{ id: a }, { id: b }]\n');
  });

  it('says that a broken suite must be mended first', () => {
    assert.throws(() => openSuiteText('metrics: [\n'), /cannot be edited while it has a mistake/);
  });
});

describe('Retiring a metric', () => {
  const retirement = { on: '2026-11-25', reason: 'Never failed: the style guide allows them now.' };

  it('moves it to the end of the file with day, reason and definition', () => {
    const edited = applyEdits(suite, retireMetric(read(suite), 'short', retirement));

    const { metrics, retired } = read(edited);
    assert.deepEqual(
      metrics.map(({ id }) => id),
      ['names-the-shop', 'polite'],
    );
    assert.deepEqual(
      retired.map(({ id, on, reason, isRestorable }) => ({ id, on, reason, isRestorable })),
      [{ id: 'short', ...retirement, isRestorable: true }],
    );
    assert.match(edited, /\nretired:\n {2}- id: short\n/);
    assert.match(edited, /id: short {3}# keep it short/);
  });

  for (const id of ['short', 'names-the-shop', 'polite'])
    it(`restores '${id}' as it was`, () => {
      const before = read(suite);
      const retired = applyEdits(suite, retireMetric(before, id, retirement));
      const restored = read(applyEdits(retired, restoreMetric(retired, id)));

      const metric = restored.metrics.at(-1);
      const old = before.metrics.find((item) => item.id === id);
      assert.deepEqual({ ...metric, range: 0 }, { ...old, range: 0 });
      assert.deepEqual(restored.retired, []);
    });

  it('does not restore what was retired without its definition', () => {
    const text = 'retired:\n  - id: old\n    on: 2026-01-01\n    reason: gone\n';

    assert.throws(() => restoreMetric(text, 'old'), /keeps no definition of 'old'/);
  });
});

describe('Setting a key of a metric', () => {
  it('replaces the value and keeps the comment behind it', () => {
    const text = 'metrics:\n  - type: contains\n    value: x\n    review: 2026-01-01 # soon\n';

    const edited = applyEdits(text, setMetricKey(read(text), 'contains', 'review', '2027-01-01'));

    assert.equal(edited, text.replace('2026-01-01', '2027-01-01'));
  });

  it('adds the key at the end of the metric', () => {
    const edited = applyEdits(suite, setMetricKey(read(suite), 'names-the-shop', 'owner', 'brand'));

    assert.match(edited, / {6}Nordlicht\n {4}owner: brand\n/);
    assert.equal(read(edited).metrics[1]?.owner, 'brand');
  });

  it('adds the key inside braces', () => {
    const edited = applyEdits(suite, setMetricKey(read(suite), 'polite', 'severity', 'hint'));

    assert.equal(read(edited).metrics[2]?.severity, 'hint');
  });
});

describe('Any sequence of edits', () => {
  const word = fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' });
  const step = fc.oneof(
    fc.record({ add: fc.record({ turns: fc.array(word, { minLength: 1, maxLength: 3 }) }) }),
    fc.record({ remove: fc.nat(6) }),
  );
  const start = fc.constantFrom(
    '',
    'cases: []\n',
    'cases:\n',
    '# c\ncases:\n  # first\n  - id: a\n    turns: [x]\n\n# end\n',
    'cases: [{ id: a, turns: [x] }]',
  );

  it('leaves the list that the same steps make of an array', () => {
    fc.assert(
      fc.property(start, fc.array(step, { maxLength: 8 }), (first, steps) => {
        let text: string = first;
        const model = read(text).cases.map(({ turns }) => turns);
        for (const item of steps) {
          if ('add' in item) {
            text = insert(text, 'cases', item.add);
            model.push(item.add.turns);
          } else if (model.length > 0) {
            const index = item.remove % model.length;
            text = remove(text, 'cases', index);
            model.splice(index, 1);
          }
        }
        assert.deepEqual(
          read(text).cases.map(({ turns }) => turns),
          model,
        );
      }),
      { numRuns: 100 },
    );
  });
});
