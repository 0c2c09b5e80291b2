import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type HunkProbe, HunkSearch } from '../../../../src/core/blame/hunkSearch.ts';
import { searchCase } from '../../../../src/core/blame/searchCases.ts';

const broken = ['a', 'b', 'c', 'd'].map((id) => searchCase({ id, old: [1, 1, 1], new: [0, 0, 0] }));

/** Runs a search in which taking back all of `guilty` repairs every case. */
function search(
  hunks: number,
  guilty: readonly number[],
  result: (probe: HunkProbe, isRepaired: boolean) => boolean | 'missing' | 'impossible' = (_, is) =>
    is,
  maxCalls = 60,
) {
  const found = new HunkSearch(hunks, broken, { maxCalls });
  for (;;) {
    const probe = found.next();
    if (probe === undefined) return found;
    found.take(
      probe,
      result(
        probe,
        guilty.every((hunk) => probe.reverted.includes(hunk)),
      ),
    );
  }
}

describe('HunkSearch', () => {
  it('needs no experiment for a single change', () => {
    const { finding, used } = search(1, [0]);

    assert.equal(finding.kind, 'found');
    assert.equal(used, 0);
  });

  it('names the guilty change, with fewer experiments than one per change and case', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 8 }), fc.nat(), (hunks, pick) => {
        const guilty = pick % hunks;

        const { finding, used } = search(hunks, [guilty]);

        assert.equal(finding.kind, 'found');
        assert.deepEqual(finding.kind === 'found' && finding.hunks, [guilty]);
        assert.ok(finding.kind === 'found' && finding.repaired > 0);
        assert.ok(used <= 0.4 * hunks * broken.length, `${used} for ${hunks}`);
      }),
    );
  });

  it('names two changes where only both together repair', () => {
    const { finding } = search(5, [1, 3]);

    assert.deepEqual(finding.kind === 'found' && finding.hunks, [1, 3]);
  });

  it('says so where only taking back everything repairs', () => {
    assert.equal(search(4, [0, 1, 2, 3]).finding.kind, 'all');
  });

  it('names nothing when the experiments do not suffice', () => {
    const { finding, used } = search(8, [2], undefined, 3);

    assert.equal(finding.kind, 'open');
    assert.equal(used, 3);
  });

  it('goes around texts that cannot be run', () => {
    const { finding } = search(4, [2], (probe, isRepaired) =>
      probe.reverted.length === 2 && probe.reverted.includes(1) ? 'impossible' : isRepaired,
    );

    assert.deepEqual(finding.kind === 'found' && finding.hunks, [2]);
  });

  it('counts calls that failed, and learns nothing from them', () => {
    const { finding, used } = search(3, [1], () => 'missing', 10);

    assert.equal(finding.kind, 'open');
    assert.equal(used, 10);
  });

  it('spreads its experiments over the cases', () => {
    const seen = new Set<string>();
    search(6, [4], ({ caseId }, isRepaired) => {
      seen.add(caseId);
      return isRepaired;
    });

    assert.equal(seen.size, broken.length);
  });
});
