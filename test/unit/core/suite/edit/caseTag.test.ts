import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { isEvalError } from '../../../../../src/core/errors.ts';
import { addTag } from '../../../../../src/core/suite/edit/caseTag.ts';
import { applyEdits } from '../../../../../src/core/suite/edit/textEdit.ts';
import { tagsOf } from '../../../../../src/core/suite/readCase.ts';
import { startOfText } from '../../../../../src/core/text.ts';

const path = '/w/a.metrics.yaml';

function tagged(source: string, tag = 'flaky', id = 'b'): string {
  const item = { id, file: path, range: startOfText };
  return applyEdits(source, addTag(source, { path, source }, item, tag));
}

describe('addTag', () => {
  const table: [string, string, string][] = [
    [
      'behind the id and its comment',
      'cases:\n  - id: a\n  - id: b # second\n    turns: [Hi]\n',
      'cases:\n  - id: a\n  - id: b # second\n    tags: [flaky]\n    turns: [Hi]\n',
    ],
    [
      'at the end of a file without a last line end',
      'cases:\n- id: b',
      'cases:\n- id: b\n  tags: [flaky]',
    ],
    [
      'with the line ends of the file',
      'cases:\r\n- id: b\r\n',
      'cases:\r\n- id: b\r\n  tags: [flaky]\r\n',
    ],
    [
      'to tags in brackets',
      'cases:\n  - id: b\n    tags: [x, y] # both\n',
      'cases:\n  - id: b\n    tags: [x, y, flaky] # both\n',
    ],
    [
      'to tags of one line each, with their comments',
      'cases:\n  - id: b\n    tags: # of the case\n      - x\n      - y # last\n    turns: [Hi]\n',
      'cases:\n  - id: b\n    tags: # of the case\n      - x\n      - y # last\n      - flaky\n    turns: [Hi]\n',
    ],
    [
      'to tags that are words of a text',
      'cases:\n  - id: b\n    tags: x, y # both\n',
      'cases:\n  - id: b\n    tags: [x, y, flaky] # both\n',
    ],
    [
      'to an empty list',
      'cases:\n  - { id: b, tags: [] }\n',
      'cases:\n  - { id: b, tags: [flaky] }\n',
    ],
    [
      'to a key without a value',
      'cases:\n  - id: b\n    tags: # none yet\n    turns: [Hi]\n',
      'cases:\n  - id: b\n    tags: [flaky] # none yet\n    turns: [Hi]\n',
    ],
    [
      'into braces',
      'cases:\n  - { id: b, turns: [Hi] }\n',
      'cases:\n  - { id: b, tags: [flaky], turns: [Hi] }\n',
    ],
    [
      'to a list of its own in place of an alias',
      'cases:\n  - id: a\n    tags: &t [x]\n  - id: b\n    tags: *t\n',
      'cases:\n  - id: a\n    tags: &t [x]\n  - id: b\n    tags: [x, flaky]\n',
    ],
  ];
  for (const [name, source, expected] of table) {
    it(`adds the tag ${name}`, () => {
      assert.equal(tagged(source), expected);
    });
  }

  it('leaves a case alone that has the tag', () => {
    const source = 'cases:\n  - id: b\n    tags: x flaky\n';

    assert.equal(tagged(source), source);
  });

  it('finds a case without an id by its line, and puts the tag at its end', () => {
    const source = 'cases:\n  - turns: [Hi]\n    expected: |\n      Hello\n\n  - id: c\n';
    const at = { line: 1, column: 4 };
    const item = { id: '1', file: path, range: { start: at, end: at } };

    const edited = applyEdits(source, addTag(source, { path, source }, item, 'flaky'));

    assert.equal(
      edited,
      'cases:\n  - turns: [Hi]\n    expected: |\n      Hello\n    tags: [flaky]\n\n  - id: c\n',
    );
  });

  it('adds any tag to any tags, and changes nothing else', () => {
    const word = fc
      .string({ minLength: 1, unit: 'grapheme' })
      .filter((text) => !/[\s,\p{C}]/u.test(text));
    fc.assert(
      fc.property(
        fc.uniqueArray(word, { maxLength: 4 }),
        word,
        fc.constantFrom('any' as const, 'flow' as const, 'block' as const),
        fc.constantFrom('\n', '\r\n'),
        (tags, tag, collectionStyle, lineEnd) => {
          const rest = { id: 'b', turns: ['Hi'], expected: 'one\ntwo\n' };
          const suite = { cases: [{ id: 'a' }, { ...rest, tags }, { id: 'c' }] };
          const plain = stringify(suite, { collectionStyle });
          const source = plain.replaceAll('\n', lineEnd);
          const read: unknown = parse(tagged(source, tag));
          const [first, found, last] = Object(read).cases;
          assert.deepEqual(tagsOf(found.tags), [...new Set([...tags, tag])]);
          assert.deepEqual({ ...found, tags: [] }, { ...rest, tags: [] });
          assert.deepEqual([first, last], [{ id: 'a' }, { id: 'c' }]);
        },
      ),
    );
  });

  const refused: [string, string, 'not-found' | 'usage'][] = [
    ['a case that is gone', 'cases: []\n', 'not-found'],
    [
      'tags that other cases use too',
      'cases:\n  - id: b\n    tags: &t [x]\n  - id: c\n    tags: *t\n',
      'usage',
    ],
    ['a case that is an alias', 'prompt: [&b { id: b }]\ncases:\n  - *b\n', 'usage'],
  ];
  for (const [name, source, code] of refused) {
    it(`refuses ${name}`, () => {
      assert.throws(
        () => tagged(source),
        (error) => isEvalError(error, code),
      );
    });
  }

  it('says where a case stands that is not in the suite', () => {
    const item = { id: 'b', file: '/w/rows.jsonl', range: startOfText };

    assert.throws(
      () => addTag('', { path, source: '' }, item, 'flaky'),
      (error) => isEvalError(error, 'not-found') && error.message.includes('/w/rows.jsonl'),
    );
  });
});
