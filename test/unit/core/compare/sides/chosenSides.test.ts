import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  type ChosenSides,
  keptWith,
  mostKept,
  parseKeptSides,
} from '../../../../../src/core/compare/sides/chosenSides.ts';
import { anyChoice } from '../../../../support/anyChoice.ts';

const anySides: fc.Arbitrary<ChosenSides> = fc
  .record(
    { suite: fc.string(), insteadOf: fc.string(), old: anyChoice, new: anyChoice },
    { noNullPrototype: true },
  )
  .chain((whole) => {
    const { old: _old, ...withoutOld } = whole;
    const { new: _new, ...withoutNew } = whole;
    return fc.constantFrom<ChosenSides>(whole, withoutOld, withoutNew);
  });

describe('kept sides', () => {
  it('come back from JSON, those chosen last in the end', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), anySides), { maxLength: 70 }), (chosen) => {
        let kept: ReadonlyMap<string, ChosenSides> = new Map();
        for (const [prompt, sides] of chosen)
          kept = parseKeptSides(JSON.parse(JSON.stringify(keptWith(kept, prompt, sides))));

        assert.ok(kept.size <= mostKept);
        const last = chosen.at(-1);
        if (last !== undefined) assert.deepEqual([...kept].at(-1), last);
      }),
    );
  });

  it('are forgotten for one prompt alone', () => {
    const sides: ChosenSides = { suite: '/s', insteadOf: 'r', new: { kind: 'pinned' } };
    const kept = parseKeptSides(keptWith(new Map([['/a', sides]]), '/b', sides));

    assert.deepEqual(keptWith(kept, '/a', undefined), [['/b', sides]]);
  });

  it('are nothing where something else was kept', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        for (const [prompt, sides] of parseKeptSides(value)) {
          assert.equal(typeof prompt, 'string');
          assert.ok(sides.old !== undefined || sides.new !== undefined);
        }
      }),
    );
  });
});
