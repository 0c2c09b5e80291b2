import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type MaturityFacts, maturityOf } from '../../../../src/core/maturity/maturity.ts';

const nothing: MaturityFacts = {
  metrics: 0,
  cases: 0,
  runs: 0,
  withGoal: 0,
  withOwner: 0,
  guarding: 0,
  multiTurnCases: 0,
  trials: 1,
  fromIssues: 0,
  hasAcceptedBaseline: false,
  hasCommittedBaseline: false,
  judges: 0,
  judgesMeasured: 0,
  logsScoredDaysAgo: null,
  reviewsDue: 0,
};

const everything: MaturityFacts = {
  metrics: 6,
  cases: 12,
  runs: 40,
  withGoal: 6,
  withOwner: 6,
  guarding: 5,
  multiTurnCases: 3,
  trials: 4,
  fromIssues: 2,
  hasAcceptedBaseline: true,
  hasCommittedBaseline: true,
  judges: 1,
  judgesMeasured: 1,
  logsScoredDaysAgo: 2,
  reviewsDue: 0,
};

describe('The maturity of a prompt', () => {
  it('begins with a first metric', () => {
    const { level, next } = maturityOf(nothing);

    assert.deepEqual([level, next?.id, next?.action], ['crawl', 'first-metric', 'newSuite']);
  });

  it('ends with nothing left to do', () => {
    const { level, next, steps } = maturityOf(everything);

    assert.deepEqual([level, next], ['run', undefined]);
    assert.ok(steps.every(({ isDone }) => isDone));
  });

  const gaps: readonly (readonly [string, Partial<MaturityFacts>, string, string])[] = [
    ['no run', { runs: 0 }, 'crawl', 'first-run'],
    ['no case from a user', { fromIssues: 0 }, 'crawl', 'user-issue'],
    ['a metric without a goal', { withGoal: 5 }, 'walk', 'goals'],
    ['too few guards', { guarding: 2 }, 'walk', 'guards'],
    ['too few cases', { cases: 9 }, 'walk', 'cases'],
    ['no conversation', { multiTurnCases: 0 }, 'walk', 'cases'],
    ['one trial of each case', { trials: 1 }, 'walk', 'trials'],
    ['no accepted version', { hasAcceptedBaseline: false }, 'walk', 'baseline'],
    ['a metric without an owner', { withOwner: 0 }, 'walk', 'owners'],
    ['no CI', { hasCommittedBaseline: false }, 'run', 'ci'],
    ['a judge that nobody measured', { judgesMeasured: 0 }, 'run', 'judges'],
    ['logs that were scored long ago', { logsScoredDaysAgo: 31 }, 'run', 'logs'],
    ['a review that is due', { reviewsDue: 1 }, 'run', 'reviews'],
  ];
  for (const [what, own, level, step] of gaps)
    it(`names ${what} as the next thing`, () => {
      const maturity = maturityOf({ ...everything, ...own });

      assert.deepEqual([maturity.level, maturity.next?.id], [level, step]);
    });

  it('names one next step, the first that is open, whatever the facts', () => {
    const count = fc.nat(20);
    const facts = fc.record({
      ...Object.fromEntries(
        Object.entries(nothing).map(([key, value]) => [
          key,
          typeof value === 'boolean' ? fc.boolean() : count,
        ]),
      ),
      logsScoredDaysAgo: fc.option(count),
    });
    fc.assert(
      fc.property(facts, (given) => {
        const { level, next, steps } = maturityOf({ ...nothing, ...given });
        const open = steps.find(({ isDone }) => !isDone);

        assert.equal(next?.id, open?.id);
        assert.equal(level, open?.level ?? 'run');
      }),
    );
  });
});
