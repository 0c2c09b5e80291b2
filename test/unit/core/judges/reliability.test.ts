import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Comparison, Verdict } from '../../../../src/core/compare/comparison.ts';
import {
  agreementOf,
  flipShare,
  type LabelledVerdict,
  lengthBias,
  positionBias,
} from '../../../../src/core/judges/agreement.ts';
import { labelLine, labelsPath, readLabels } from '../../../../src/core/judges/labels.ts';
import {
  cappedSeverity,
  noiseBand,
  withJudgeNoise,
} from '../../../../src/core/judges/reliability.ts';

/** Both yes; judge alone; person alone; both no. */
function table(yes: number, judge: number, person: number, no: number): readonly LabelledVerdict[] {
  const times = (count: number, label: LabelledVerdict) =>
    Array.from({ length: count }, () => label);
  return [
    ...times(yes, { judge: true, person: true }),
    ...times(judge, { judge: true, person: false }),
    ...times(person, { judge: false, person: true }),
    ...times(no, { judge: false, person: false }),
  ];
}

describe("Cohen's kappa", () => {
  // Textbook tables; the last two agree equally often and differ in what chance explains.
  for (const [cells, kappa] of [
    [[20, 5, 10, 15], 0.4],
    [[45, 15, 25, 15], 0.1304],
    [[25, 35, 5, 35], 0.2593],
    [[10, 0, 0, 10], 1],
    [[0, 10, 10, 0], -1],
  ] as const)
    it(`is ${kappa} for ${cells}`, () => {
      const agreement = agreementOf(table(cells[0], cells[1], cells[2], cells[3]));

      assert.ok(Math.abs((agreement?.kappa ?? 9) - kappa) < 5e-5, String(agreement?.kappa));
    });

  it('is unknown without labels, or where one side never varies with the other', () => {
    assert.equal(agreementOf([]), null);
    assert.deepEqual(agreementOf(table(5, 0, 0, 0)), {
      labels: 5,
      agreed: 1,
      kappa: null,
      interval: null,
    });
  });

  it('lies in its interval, which is narrower with more labels', () => {
    const count = fc.integer({ min: 1, max: 20 });
    fc.assert(
      fc.property(count, count, count, count, (a, b, c, d) => {
        const few = agreementOf(table(a, b, c, d));
        const many = agreementOf(table(4 * a, 4 * b, 4 * c, 4 * d));
        const width = (one: typeof few) => (one?.interval ? one.interval[1] - one.interval[0] : 0);
        assert.ok(few?.interval && few.kappa !== null);
        assert.ok(few.interval[0] <= few.kappa && few.kappa <= few.interval[1]);
        assert.ok(width(many) <= width(few) + 1e-12);
      }),
    );
  });

  it('has an interval that holds the truth in about 95 of 100 samples', () => {
    let state = 7;
    const random = () => {
      state = (state * 48271) % 2147483647;
      return state / 2147483647;
    };
    // A judge that is right in 85 of 100, on replies of which half pass: kappa is 0.7.
    const tries = 2000;
    let holds = 0;
    for (let i = 0; i < tries; i++) {
      const labels = Array.from({ length: 80 }, () => {
        const person = random() < 0.5;
        return { person, judge: random() < 0.85 ? person : !person };
      });
      const interval = agreementOf(labels)?.interval;
      if (interval && interval[0] <= 0.7 && 0.7 <= interval[1]) holds++;
    }
    assert.ok(holds / tries > 0.92 && holds / tries < 0.98, String(holds / tries));
  });
});

describe('the steadiness of a judge', () => {
  it('is the share of equal questions with different answers', () => {
    assert.equal(flipShare([[true, true, true]]), 0);
    assert.equal(
      flipShare([
        [true, false],
        [true, true],
      ]),
      0.5,
    );
    assert.equal(flipShare([[true], []]), null);
  });

  it('shows a preference for a place', () => {
    assert.equal(positionBias([{ one: 'first', swapped: 'first' }]), 1);
    assert.equal(
      positionBias([
        { one: 'second', swapped: 'second' },
        { one: 'tie', swapped: 'tie' },
      ]),
      -0.5,
    );
    assert.equal(positionBias([{ one: 'first', swapped: 'second' }]), 0);
    assert.equal(positionBias([]), null);
  });

  it('shows a preference for long replies that people do not share', () => {
    const label = (length: number, judge: boolean, person: boolean) => ({ length, judge, person });

    assert.equal(lengthBias([label(10, false, true), label(1000, true, false)]), 1);
    assert.equal(lengthBias([label(10, true, false), label(1000, false, true)]), -1);
    assert.equal(lengthBias([label(10, true, true), label(1000, false, false)]), null);
  });
});

describe('what a judge may claim', () => {
  const known = (kappa: number | null, labels = 20) => ({
    agreement: { labels, agreed: 0.9, kappa, interval: null },
  });

  it('is capped by its agreement with people, once that was measured', () => {
    assert.deepEqual(
      [0.8, 0.6, 0.5, 0.3, 0.1, -0.5].map((kappa) => cappedSeverity('error', known(kappa))),
      ['error', 'error', 'warning', 'information', 'hint', 'hint'],
    );
    assert.equal(cappedSeverity('hint', known(0.9)), 'hint');
    for (const reliability of [{}, known(null), known(0.1, 9)])
      assert.equal(cappedSeverity('error', reliability), 'error');
  });

  it('is more than its noise', () => {
    assert.equal(noiseBand({}, 20), null);
    assert.ok(Math.abs((noiseBand({ flips: 0.1 }, 100) ?? 0) - 0.06198) < 1e-5);
    assert.ok(Math.abs((noiseBand(known(0.8), 100) ?? 0) - 1.959964 * Math.sqrt(0.0018)) < 1e-9);
    assert.equal(noiseBand({ flips: 0 }, 10), 0);
  });

  const comparison = (verdict: Verdict, difference: number): Comparison => ({
    baseline: { run: 'a', promptVersion: 'a', label: 'before' },
    current: { run: 'b', promptVersion: 'b' },
    verdict,
    metrics: [
      {
        id: 'polite',
        name: 'Polite',
        verdict,
        isMixed: false,
        isSmall: false,
        old: 1,
        new: 1 + difference,
        difference,
        interval: null,
        pValue: 0.01,
        pAdjusted: 0.01,
        pairs: 50,
        openDrops: 0,
        summary: 'Worse.',
      },
    ],
    cases: [],
  });

  it('is not that a metric got worse where the noise covers the change', () => {
    const noisy = withJudgeNoise(comparison('regressed', -0.1), () => ({ flips: 0.2 }));
    const clear = withJudgeNoise(comparison('regressed', -0.3), () => ({ flips: 0.2 }));
    const unknown = withJudgeNoise(comparison('regressed', -0.1), () => undefined);

    assert.deepEqual([noisy.verdict, noisy.metrics[0]?.verdict], ['inconclusive', 'inconclusive']);
    assert.match(noisy.metrics[0]?.summary ?? '', /own noise makes differences of up to 12 points/);
    assert.equal(clear.verdict, 'regressed');
    assert.equal(unknown.verdict, 'regressed');
  });

  it('is nothing of single cases either, where the metric as a whole is in doubt', () => {
    const own = { old: 1, new: 0, verdict: 'regressed', label: 'flipped', summary: '' } as const;
    const item = { id: 'a', verdict: 'regressed', metrics: [{ ...own, id: 'polite' }] } as const;
    const found = comparison('regressed', -0.1);
    const id = found.metrics[0]?.id ?? '';
    const other = { ...item, id: 'b', metrics: [{ ...own, id: 'another metric' }] } as const;
    const cases = [{ ...item, metrics: [{ ...own, id }] }, other];

    const noisy = withJudgeNoise({ ...found, cases }, () => ({ flips: 0.2 }));

    assert.deepEqual(
      noisy.cases.map(({ verdict }) => verdict),
      ['inconclusive', 'regressed'],
    );
  });
});

describe('labels of a suite', () => {
  it('stand beside it and are read back as written, the later one of a reply', () => {
    const label = { metric: 'polite', case: 'a', reply: 'Hi\n"you"', passed: true };
    const text = labelLine(label) + labelLine({ ...label, passed: false, on: '2026-11-25' });

    const { labels, problems } = readLabels('/w/a.labels.jsonl', text);

    assert.equal(labelsPath('/w/a.metrics.yaml'), '/w/a.labels.jsonl');
    assert.deepEqual(labels, [{ ...label, passed: false, on: '2026-11-25' }]);
    assert.deepEqual(problems, []);
  });

  it('have a problem in its place for a line that is none, and the others stay', () => {
    const good = labelLine({ metric: 'm', case: 'a', reply: 'x', passed: true });

    const { labels, problems } = readLabels('/w/a.labels.jsonl', `{"metric": 1}\nno\n\n${good}`);

    assert.equal(labels.length, 1);
    assert.deepEqual(
      problems.map(({ range }) => range.start.line),
      [0, 1],
    );
  });
});
