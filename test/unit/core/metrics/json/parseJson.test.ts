import assert from 'node:assert/strict';
import fc from 'fast-check';
import { followPath, joinPath, parsePath } from '../../../../../src/core/metrics/json/jsonPath.ts';
import { type JsonNode, parseJson } from '../../../../../src/core/metrics/json/parseJson.ts';

function nodesOf(node: JsonNode): JsonNode[] {
  return [node, ...[...node.children.values()].flatMap((child) => nodesOf(child))];
}

describe('parseJson', () => {
  it('reads what JSON.parse reads, and gives each value its place', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(0, 2), (compact, indent) => {
        const text = JSON.stringify(JSON.parse(compact), null, indent);

        const read = parseJson(text);

        assert.ok(read.isJson);
        assert.deepEqual(read.node.value, JSON.parse(text));
        for (const { value, start, end } of nodesOf(read.node))
          assert.deepEqual(JSON.parse(text.slice(start, end)), value);
      }),
    );
  });

  it('refuses what JSON.parse refuses, at a place in the text', () => {
    const damaged = fc
      .tuple(
        fc.json(),
        fc.nat(),
        fc.constantFrom('', ',', '"', '}', ']', '\\', '0', '\n', 'x', '-'),
      )
      .map(([text, at, mark]) => {
        const place = at % (text.length + 1);
        return text.slice(0, place) + mark + text.slice(place + 1);
      });
    fc.assert(
      fc.property(damaged, (text) => {
        let isJson = true;
        try {
          JSON.parse(text);
        } catch {
          isJson = false;
        }

        const read = parseJson(text);

        assert.equal(read.isJson, isJson);
        if (!read.isJson) assert.ok(read.offset >= 0 && read.offset <= text.length);
      }),
      { numRuns: 1000 },
    );
  });

  for (const [text, reason, offset] of [
    ['', /no value/, 0],
    ['{"a" 1}', /colon/, 5],
    ['[1 2]', /comma/, 3],
    ['{"a": 1} x', /after the value/, 9],
    ['"a\nb"', /line break/, 2],
    ['"a\\x"', /backslash/, 2],
    ['"abc', /no closing quotation mark/, 0],
    ['[01]', /comma/, 2],
    ["{'a': 1}", /double quotes/, 1],
  ] as const)
    it(`says what is wrong in ${JSON.stringify(text)}`, () => {
      const read = parseJson(text);

      assert.ok(!read.isJson);
      assert.match(read.reason, reason);
      assert.equal(read.offset, offset);
    });
});

describe('followPath', () => {
  const text = '{"a": [{"b": 1}, {"b": 2}], "c d": {"e": null}}';

  function valuesAt(path: string) {
    const read = parseJson(text);
    const steps = parsePath(path);
    assert.ok(read.isJson && steps);
    return followPath(read.node, steps).map(({ path: at, node }) => [at, node.value]);
  }

  for (const [path, expected] of [
    ['$.a[0].b', [['$.a[0].b', 1]]],
    ['$.a[-1].b', [['$.a[1].b', 2]]],
    [
      '$.a[*].b',
      [
        ['$.a[0].b', 1],
        ['$.a[1].b', 2],
      ],
    ],
    ["$['c d'].e", [["$['c d'].e", null]]],
    ['$["c d"].*', [["$['c d'].e", null]]],
    ['$.a.b', []],
    ['$.a[2]', []],
    ['$.toString', []],
  ] as const)
    it(`follows ${path}`, () => assert.deepEqual(valuesAt(path), expected));

  it('refuses what is no path', () => {
    for (const path of ['a', '$a', '$.', '$[x]', '$..a', '$.a b', "$['a]"])
      assert.equal(parsePath(path), undefined, path);
  });

  it('finds every member again by its joined path', () => {
    fc.assert(
      fc.property(fc.string(), (key) => {
        const steps = parsePath(joinPath('$', key));
        assert.deepEqual(steps, [{ key }]);
      }),
    );
  });
});
