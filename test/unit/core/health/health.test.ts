import assert from 'node:assert/strict';
import fc from 'fast-check';
import { addCase, caseBits, countCases, hasCase } from '../../../../src/core/health/caseBits.ts';
import type { HistoryEvent } from '../../../../src/core/health/events.ts';
import { type HealthInput, healthOf } from '../../../../src/core/health/metricHealth.ts';
import type { RunOutcomes } from '../../../../src/core/health/outcomes.ts';
import { packOutcomes, unpackOutcomes } from '../../../../src/core/health/packOutcomes.ts';
import { review, wantingReview } from '../../../../src/core/health/proposal.ts';
import { compared, day, promptPath, run, spec, suitePath } from '../../../support/history.ts';

function input(own: Partial<HealthInput>): HealthInput {
  return {
    suite: { metrics: [spec('m')] },
    promptTexts: ['Be kind.'],
    runs: [],
    events: [],
    now: 200 * day,
    ...own,
  };
}

function one(own: Partial<HealthInput>) {
  const [health] = healthOf(input(own));
  assert.ok(health);
  return health;
}

function proposalOf(own: Partial<HealthInput>) {
  const [first] = review(healthOf(input(own)));
  assert.ok(first);
  return first.proposal;
}

describe('A set of cases', () => {
  it('counts and finds what was put into it', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(200)), (members) => {
        const bits = caseBits(201);
        for (const member of members) addCase(bits, member);

        assert.equal(countCases(bits), members.length);
        for (let index = 0; index < 201; index++)
          assert.equal(hasCase(bits, index), members.includes(index));
      }),
    );
  });
});

describe('Packed outcomes', () => {
  it('give back what was packed', () => {
    const outcomes = run('r', 'v', 3, { a: 'pf-x'.repeat(20), ü: 'ffff'.repeat(20) });

    assert.deepEqual(unpackOutcomes(packOutcomes(outcomes)), outcomes);
  });

  it('are refused where they are damaged', () => {
    const packed = packOutcomes(run('r', 'v', 3, { a: 'pf' }));

    assert.equal(unpackOutcomes(packed.subarray(0, packed.length - 1)), undefined);
    assert.equal(unpackOutcomes(new Uint8Array(3)), undefined);
    assert.equal(unpackOutcomes(Uint8Array.of(9, 0, 0, 0, 1, 2)), undefined);
  });
});

describe('The fate of an alarm', () => {
  const good = run('r1', 'v1', 1, { m: 'pppp' });
  const bad = run('r2', 'v2', 2, { m: 'ffpp' });
  const alarm = compared(bad, good, { m: 'regressed' });
  const still = run('r3', 'v3', 3, { m: 'ffpp' });
  const again = run('r5', 'v5', 5, { m: 'fppp' });
  const accepted: HistoryEvent = {
    type: 'accepted',
    time: 2.5 * day,
    suite: suitePath,
    prompt: promptPath,
    promptVersion: 'v2',
  };
  const fates: readonly {
    readonly what: string;
    readonly later: readonly RunOutcomes[];
    readonly events: readonly HistoryEvent[];
    /** Catches, false alarms, open alarms. */
    readonly expected: readonly [number, number, number];
  }[] = [
    { what: 'open while nothing follows', later: [], events: [], expected: [0, 0, 1] },
    {
      what: 'caught when a later version fails no more than before',
      later: [run('r3', 'v3', 3, { m: 'pppp' })],
      events: [],
      expected: [1, 0, 0],
    },
    {
      what: 'caught when the edit was taken back',
      later: [run('r3', 'v1', 3, { m: 'pppp' })],
      events: [],
      expected: [1, 0, 0],
    },
    {
      what: 'open while later versions fail as well',
      later: [run('r3', 'v3', 3, { m: 'fppp' })],
      events: [],
      expected: [0, 0, 1],
    },
    {
      what: 'false when the same version no longer fails',
      later: [run('r3', 'v2', 3, { m: 'pppp' })],
      events: [],
      expected: [0, 1, 0],
    },
    {
      what: 'false when the version was accepted with it',
      later: [run('r3', 'v3', 3, { m: 'pppp' })],
      events: [accepted],
      expected: [0, 1, 0],
    },
    {
      what: 'counted once, however often it was shown',
      later: [],
      events: [alarm, alarm],
      expected: [0, 0, 1],
    },
    {
      what: 'counted once while later versions still have it beside the same baseline',
      later: [still, run('r4', 'v4', 4, { m: 'pppp' })],
      events: [compared(still, good, { m: 'regressed' })],
      expected: [1, 0, 0],
    },
    {
      what: 'counted again when it is back beside the same baseline after it was mended',
      later: [run('r4', 'v1', 4, { m: 'pppp' }), again],
      events: [compared(again, good, { m: 'regressed' })],
      expected: [1, 0, 1],
    },
    {
      what: 'open where a later run did not score the metric',
      later: [run('r3', 'v3', 3, { m: '----' })],
      events: [],
      expected: [0, 0, 1],
    },
  ];
  for (const { what, later, events, expected } of fates)
    it(`is ${what}`, () => {
      const health = one({ runs: [good, bad, ...later], events: [alarm, ...events] });

      assert.deepEqual([health.catches, health.falseAlarms, health.openAlarms], expected);
    });

  it('is when versions were last told apart', () => {
    assert.equal(one({ runs: [good, bad], events: [alarm] }).lastToldApart, 2 * day);
    assert.equal(one({ runs: [good], events: [] }).lastToldApart, undefined);
  });
});

describe('Flips', () => {
  it('are trials that disagree', () => {
    assert.equal(one({ runs: [run('r', 'v', 1, { m: 'pxxf' })] }).flips, 2);
  });

  it('are cases that another run of the same version contradicts', () => {
    const runs = [run('a', 'v', 1, { m: 'ppff' }), run('b', 'v', 2, { m: 'pfpf' })];

    assert.equal(one({ runs }).flips, 2);
  });

  it('are found by the ids of cases where the runs have others', () => {
    const first = run('a', 'v', 1, { m: 'pf' });
    const second = { ...run('b', 'v', 2, { m: 'pff' }), cases: ['new', 'case-0', 'case-1'] };

    assert.equal(one({ runs: [first, second] }).flips, 1);
  });

  it('are not what another version changed', () => {
    const runs = [run('a', 'v', 1, { m: 'pp' }), run('b', 'w', 2, { m: 'ff' })];

    assert.equal(one({ runs }).flips, 0);
  });
});

describe('Redundant metrics', () => {
  const pair = { metrics: [spec('a'), spec('b')] };

  it('fail on the same cases', () => {
    const runs = [run('r', 'v', 1, { a: 'fffffpp', b: 'fffffpp' })];

    const [a] = healthOf(input({ suite: pair, runs }));

    assert.deepEqual(a?.redundantWith, [{ metric: 'b', kind: 'same', together: 5, own: 5 }]);
  });

  it('are covered by one that fails there and elsewhere', () => {
    const runs = [run('r', 'v', 1, { a: 'fffffpp', b: 'fffffff' })];

    const [a, b] = healthOf(input({ suite: pair, runs }));

    assert.deepEqual(a?.redundantWith, [{ metric: 'b', kind: 'covered', together: 5, own: 5 }]);
    assert.deepEqual(b?.redundantWith, []);
  });

  const apart: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ['that never fail', { a: 'ppppppp', b: 'ppppppp' }],
    ['with too few failures', { a: 'ffffppp', b: 'ffffppp' }],
    ['that fail on other cases', { a: 'fffffppppp', b: 'pppppfffff' }],
  ];
  for (const [what, metrics] of apart)
    it(`are not two ${what}`, () => {
      const [a] = healthOf(input({ suite: pair, runs: [run('r', 'v', 1, metrics)] }));

      assert.deepEqual(a?.redundantWith, []);
    });

  it('are merged into the one that caught more', () => {
    const good = run('r1', 'v1', 1, { a: 'pppppp', b: 'pppppp' });
    const bad = run('r2', 'v2', 2, { a: 'fffffp', b: 'fffffp' });
    const mended = run('r3', 'v3', 3, { a: 'pppppp', b: 'pppppp' });
    const events = [compared(bad, good, { b: 'regressed' })];

    const reviewed = review(
      healthOf(input({ suite: pair, runs: [good, bad, mended], events, now: 4 * day })),
    );

    assert.deepEqual(
      reviewed.map(({ health, proposal }) => [health.metric, proposal.kind, proposal.into]),
      [
        ['a', 'merge', 'b'],
        ['b', 'keep', undefined],
      ],
    );
  });
});

describe('A proposal', () => {
  const quiet = Array.from({ length: 12 }, (_, index) =>
    run(`r${index}`, `v${index % 4}`, 100 + index, { m: 'pppp' }),
  );

  it('is to retire a metric that has not failed for long enough', () => {
    const proposal = proposalOf({ runs: quiet, now: 195 * day });

    assert.equal(proposal.kind, 'retire');
    assert.match(proposal.evidence[0] ?? '', /never failed in 95 days: 12 runs of 4 versions/);
  });

  describe('on a quiet metric that guards a line', () => {
    const guards = 'Be kind.';
    const promptTexts = ['Be kind. Answer in German.'];
    const guard = spec('m', { guards });
    const kindOf = (own: Partial<HealthInput>) =>
      proposalOf({ runs: quiet, now: 195 * day, promptTexts, ...own });

    it('is to look again where it has never failed and nothing else guards the line', () => {
      const { kind, evidence } = kindOf({ suite: { metrics: [guard] } });

      assert.equal(kind, 're-review');
      assert.match(evidence.join(' '), /No other metric guards its line/);
    });

    it('is to retire it where another metric guards the line', () => {
      const other = spec('other', { guards: 'kind. Answer' });

      assert.equal(kindOf({ suite: { metrics: [guard, other] } }).kind, 'retire');
    });

    it('is to look again where the other metric guards another line', () => {
      const other = spec('other', { guards: 'Answer in German.' });

      assert.equal(kindOf({ suite: { metrics: [guard, other] } }).kind, 're-review');
    });

    it('is to retire it where it has shown that it can fail', () => {
      const failed = run('first', 'old', 1, { m: 'fppp' });

      assert.equal(
        kindOf({ suite: { metrics: [guard] }, runs: [failed, ...quiet] }).kind,
        'retire',
      );
    });
  });

  it('is to keep one that was quiet for too short a time', () => {
    assert.equal(proposalOf({ runs: quiet, now: 150 * day }).kind, 'keep');
  });

  it('is to keep one that was quiet because little was tried', () => {
    assert.equal(proposalOf({ runs: quiet.slice(0, 4), now: 195 * day }).kind, 'keep');
  });

  it('names what a saturated metric has caught', () => {
    const good = run('a', 'x', 1, { m: 'pppp' });
    const bad = run('b', 'y', 2, { m: 'fffp' });
    const events = [compared(bad, good, { m: 'regressed' })];

    const proposal = proposalOf({ runs: [good, bad, ...quiet], events, now: 195 * day });

    assert.equal(proposal.kind, 'retire');
    assert.match(proposal.evidence.join(' '), /It caught one mistake that was mended/);
  });

  it('is to quarantine a metric whose alarms are taken back', () => {
    const runs: RunOutcomes[] = [];
    const events: HistoryEvent[] = [];
    for (let index = 0; index < 2; index++) {
      const good = run(`g${index}`, `g${index}`, 10 * index + 1, { m: 'pppp' });
      const bad = run(`b${index}`, `b${index}`, 10 * index + 2, { m: 'ffpp' });
      const again = run(`a${index}`, `b${index}`, 10 * index + 3, { m: 'pppp' });
      runs.push(good, bad, again);
      events.push(compared(bad, good, { m: 'regressed' }));
    }

    const proposal = proposalOf({ runs, events, now: 30 * day });

    assert.equal(proposal.kind, 'quarantine');
    assert.match(proposal.evidence[0] ?? '', /2 of its 2 alarms were taken back/);
  });

  it('is to quarantine a metric that contradicts itself', () => {
    const runs = [run('r', 'v', 1, { m: 'xxxxxxpppppppppppppp' })];

    assert.equal(proposalOf({ runs, now: 2 * day }).kind, 'quarantine');
  });

  it('is to keep one that is in quarantine already, and says so', () => {
    const runs = [run('r', 'v', 1, { m: 'xxxxxxpppppppppppppp' })];
    const suite = { metrics: [spec('m', { severity: 'hint', stage: 'offline' })] };

    const { kind, evidence } = proposalOf({ runs, suite, now: 2 * day });

    assert.equal(kind, 'keep');
    assert.match(evidence[0] ?? '', /^In quarantine/);
  });

  const doubts: readonly (readonly [string, Partial<HealthInput>, RegExp])[] = [
    [
      'whose text is gone from the prompt',
      { suite: { metrics: [spec('m', { guards: 'Answer in German.' })] } },
      /no longer in the prompt/,
    ],
    [
      'whose review is due',
      { suite: { metrics: [spec('m', { review: '1970-02-01' })] } },
      /day of its review is past/,
    ],
    [
      'that has never passed',
      { runs: [run('r', 'v', 199, { m: 'f'.repeat(20) })] },
      /never passed: 20 of 20/,
    ],
  ];
  for (const [what, own, evidence] of doubts)
    it(`is to look again at a metric ${what}`, () => {
      const proposal = proposalOf(own);

      assert.equal(proposal.kind, 're-review');
      assert.match(proposal.evidence[0] ?? '', evidence);
    });

  it('says what is missing without asking for more', () => {
    const { owner: _, goal: __, ...bare } = spec('m');

    const proposal = proposalOf({ suite: { metrics: [bare] } });

    assert.deepEqual(proposal, {
      kind: 'keep',
      evidence: ['Nobody owns it.', 'It serves no goal.'],
    });
  });

  it('counts for the badge only where something is wanted', () => {
    const metrics = [spec('kept'), spec('due', { review: '1970-02-01' })];

    assert.equal(wantingReview(review(healthOf(input({ suite: { metrics } })))), 1);
  });
});

describe('The cost of a catch', () => {
  const good = run('r1', 'v1', 1, { m: 'pppp' });
  const bad = run('r2', 'v2', 2, { m: 'ffpp' });
  const mended = run('r3', 'v3', 3, { m: 'pppp' });
  const events = [compared(bad, good, { m: 'regressed' })];

  it('is what judging cost by catches', () => {
    const costs = new Map([['m', 0.5]]);

    assert.equal(one({ runs: [good, bad, mended], events, costs }).costPerCatch, 0.5);
  });

  it('is unknown without a catch, and where the price is unknown', () => {
    assert.equal(one({ runs: [good], costs: new Map([['m', 1]]) }).costPerCatch, null);
    assert.equal(
      one({ runs: [good, bad, mended], events, costs: new Map([['m', null]]) }).costPerCatch,
      null,
    );
  });
});
