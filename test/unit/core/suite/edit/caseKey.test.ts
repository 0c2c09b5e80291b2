import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parse } from 'yaml';
import { isEvalError } from '../../../../../src/core/errors.ts';
import { setExpected } from '../../../../../src/core/suite/edit/caseKey.ts';
import { applyEdits } from '../../../../../src/core/suite/edit/textEdit.ts';
import { startOfText } from '../../../../../src/core/text.ts';

const path = '/w/a.metrics.yaml';

function accepted(source: string, expected: string, id = 'b'): string {
  const item = { id, file: path, range: startOfText };
  return applyEdits(source, setExpected(source, { path, source }, item, expected));
}

const plain = [
  '# Mine',
  'cases:',
  '  - id: a',
  '  - id: b # second',
  '    turns: [Hi]',
  '  - id: c',
  '',
];

describe('setExpected', () => {
  it('adds the answer as the last key of the case and leaves the rest', () => {
    assert.equal(
      accepted(plain.join('\n'), 'Hello!'),
      [...plain.slice(0, 5), '    expected: Hello!', ...plain.slice(5)].join('\n'),
    );
  });

  it('replaces an answer in its place, with its comment', () => {
    const source = 'cases:\n  - id: b\n    expected: old # agreed\n    turns: [Hi]\n';

    assert.equal(
      accepted(source, 'new'),
      'cases:\n  - id: b\n    expected: "new" # agreed\n    turns: [Hi]\n',
    );
  });

  it('replaces an answer of several lines', () => {
    const source = 'cases:\n  - id: b\n    expected: |\n      one\n      two\n\n  - id: c\n';

    assert.deepEqual(parse(accepted(source, 'three\nfour')), {
      cases: [{ id: 'b', expected: 'three\nfour' }, { id: 'c' }],
    });
  });

  it('fills an empty answer', () => {
    assert.deepEqual(parse(accepted('cases:\n  - id: b\n    expected:\n    tags: [x]\n', 'yes')), {
      cases: [{ id: 'b', expected: 'yes', tags: ['x'] }],
    });
  });

  it('writes into braces', () => {
    assert.deepEqual(parse(accepted('cases:\n  - { id: b, tags: [x] }\n', 'a "b", {c}')), {
      cases: [{ id: 'b', tags: ['x'], expected: 'a "b", {c}' }],
    });
  });

  it('keeps every text as it is, whatever stands around it', () => {
    const layouts = [
      plain.join('\n'),
      plain.join('\r\n'),
      'cases:\n- id: b',
      'cases:\n  - id: b\n    expected: |-\n      old\n      text\n# end\n',
      'cases:\n  - { id: b, expected: old }\n',
    ];
    fc.assert(
      fc.property(fc.constantFrom(...layouts), fc.string({ unit: 'grapheme' }), (source, text) => {
        // YAML knows one line end.
        fc.pre(!/\r|[\u0085\u2028\u2029]/.test(text));
        const read: unknown = parse(accepted(source, text));
        const found = Object(read).cases.find(({ id }: { id: string }) => id === 'b');
        assert.equal(found.expected, text);
      }),
    );
  });

  it('says where a case stands that is not in the suite', () => {
    const item = { id: 'b', file: '/w/rows.jsonl', range: startOfText };

    assert.throws(
      () => setExpected('', { path, source: '' }, item, 'x'),
      (error) => isEvalError(error, 'not-found') && error.message.includes('/w/rows.jsonl'),
    );
  });

  it('says that a case is gone', () => {
    assert.throws(
      () => accepted('cases: []\n', 'x'),
      (error) => isEvalError(error, 'not-found'),
    );
  });
});
