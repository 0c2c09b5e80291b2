import assert from 'node:assert/strict';
import { isEvalError } from '../../../../src/core/errors.ts';
import { Budget, dollarText } from '../../../../src/core/run/budget.ts';
import { DaySpending } from '../../../../src/core/run/daySpending.ts';

const exceeded = (error: unknown) => isEvalError(error, 'budget-exceeded');

describe('Budget', () => {
  it('refuses the call that could pass the limit of the run', () => {
    const budget = new Budget({ perRun: 0.1 });
    budget.reserve(0.06);

    assert.throws(() => budget.reserve(0.06), exceeded);
  });

  it('counts what calls cost once that is known, not what was presumed', () => {
    const budget = new Budget({ perRun: 0.1 });
    budget.reserve(0.06).settle(0.01);

    budget.reserve(0.06);

    assert.equal(budget.spent, 0.01);
  });

  it('counts what was spent earlier on the day', () => {
    const budget = new Budget({ perDay: 1 }, new DaySpending(0.99));

    assert.throws(() => budget.reserve(0.02), exceeded);
  });

  const plan = { calls: 10, dollars: 0.1 };
  for (const [what, limits, of, holds] of [
    ['fits without limits', {}, plan, true],
    ['fits exactly', { perRun: 0.1, calls: 10 }, plan, true],
    ['is dearer than the run may be', { perRun: 0.09 }, plan, false],
    ['is dearer than the day may be', { perDay: 0.59 }, plan, false],
    ['has more calls than the run', { calls: 9 }, plan, false],
    [
      'of unknown price is not held against dollars',
      { perRun: 0.01 },
      { ...plan, dollars: null },
      true,
    ],
    [
      'of unknown price has too many calls',
      { callsWithoutPrice: 9 },
      { ...plan, dollars: null },
      false,
    ],
    ['of unknown price needs one', { needsPrice: true }, { ...plan, dollars: null }, false],
  ] as const) {
    it(`knows of a plan that it ${what}`, () => {
      assert.equal(new Budget(limits, new DaySpending(0.5)).holds(of), holds);
    });
  }

  it('limits calls of unknown price by their number', () => {
    const budget = new Budget({ perRun: 1, callsWithoutPrice: 1 });
    budget.reserve(null).settle(null);

    assert.throws(() => budget.reserve(null), exceeded);
  });

  it('limits calls by their number, whatever is known of their price', () => {
    const budget = new Budget({ calls: 2 });
    budget.reserve(null).settle(null);
    budget.reserve(0.1).settle(0.1);

    assert.throws(() => budget.reserve(0.1), exceeded);
    assert.throws(() => budget.reserve(null), exceeded);
  });

  it('does not count a call that was not made', () => {
    const budget = new Budget({ calls: 1 });
    budget.reserve(0.1).cancel();

    assert.doesNotThrow(() => budget.reserve(0.1));
  });

  it('counts a call that failed, but not what it might have cost', () => {
    const budget = new Budget({ calls: 2, perRun: 0.1 });
    budget.reserve(0.1).fail();
    budget.reserve(0.1).fail();

    assert.throws(() => budget.reserve(0.1), exceeded);
  });

  it('counts further attempts of a call, those without a price too', () => {
    const budget = new Budget({ callsWithoutPrice: 2 });
    const reservation = budget.reserve(null);
    reservation.again();

    assert.throws(() => reservation.again(), exceeded);
  });

  it('keeps the limit of a day together with other budgets', () => {
    const day = new DaySpending();
    const one = new Budget({ perDay: 0.1 }, day);
    const other = new Budget({ perDay: 0.1 }, day);
    const reservation = one.reserve(0.06);
    assert.throws(() => other.reserve(0.06), exceeded);
    reservation.settle(0.01);

    assert.doesNotThrow(() => other.reserve(0.06));
  });

  it('refuses a call of unknown price where nothing but dollars is limited', () => {
    const budget = new Budget({ perRun: 1, needsPrice: true });
    budget.reserve(0.1);

    assert.throws(
      () => budget.reserve(null),
      (error) => exceeded(error) && /price of this model is unknown/.test(String(error)),
    );
  });

  it('remembers why it refused first', () => {
    const budget = new Budget({ perRun: 0.1, calls: 1 });
    assert.throws(() => budget.reserve(0.2), exceeded);
    budget.reserve(0.1);
    assert.throws(() => budget.reserve(0.1), exceeded);

    assert.match(budget.refusal?.message ?? '', /budget of \$0\.10/);
  });

  it('has refused nothing as long as everything was sent', () => {
    const budget = new Budget({ calls: 1 });
    budget.reserve(0.1);

    assert.equal(budget.refusal, undefined);
  });

  it('gives the place of a call back that was not made', () => {
    const budget = new Budget({ perRun: 0.1 });
    budget.reserve(0.1).cancel();

    assert.doesNotThrow(() => budget.reserve(0.1));
  });
});

describe('dollarText', () => {
  for (const [dollars, text] of [
    [0, '$0'],
    [0.004, '$0.0040'],
    [1.2, '$1.20'],
    [0.00000001, 'under $0.0001'],
  ] as const) {
    it(`writes ${dollars} as ${text}`, () => {
      assert.equal(dollarText(dollars), text);
    });
  }
});
