import { EvalError } from '../errors.ts';

export interface BudgetLimits {
  /** US dollars for this run; absent: no limit. */
  readonly perRun?: number;
  /** US dollars for the day, all runs together; absent: no limit. */
  readonly perDay?: number;
  /** Calls for this run where the price of the model is unknown; absent: no limit. */
  readonly callsWithoutPrice?: number;
}

/** A place in the budget for one call, taken before the call is sent. */
export interface Reservation {
  /** Replaces the estimate by what the call cost; null where the price is unknown. */
  settle(dollars: number | null): void;
  /** The call was not made, or cost nothing. */
  cancel(): void;
}

/** A hard stop: a call that could pass a limit is not sent. Unknown prices are counted as calls, never as free. */
export class Budget {
  private readonly limits: BudgetLimits;
  private readonly spentToday: number;
  private settled = 0;
  private reserved = 0;
  private callsWithoutPrice = 0;

  /** @param spentToday US dollars spent on this day before the run */
  constructor(limits: BudgetLimits, spentToday: number) {
    this.limits = limits;
    this.spentToday = spentToday;
  }

  /** US dollars settled in this run. */
  get spent(): number {
    return this.settled;
  }

  /**
   * @param estimate US dollars the call will likely cost; null where the price is unknown
   * @throws {EvalError} budget-exceeded
   */
  reserve(estimate: number | null): Reservation {
    if (estimate === null) this.reserveCall();
    else this.reserveDollars(estimate);
    let isOpen = true;
    const close = (): boolean => {
      const wasOpen = isOpen;
      isOpen = false;
      if (wasOpen && estimate !== null) this.reserved -= estimate;
      return wasOpen;
    };
    return {
      settle: (dollars) => {
        if (close()) this.settled += dollars ?? 0;
      },
      cancel: () => {
        if (close() && estimate === null) this.callsWithoutPrice--;
      },
    };
  }

  private reserveCall(): void {
    const limit = this.limits.callsWithoutPrice;
    if (limit !== undefined && this.callsWithoutPrice + 1 > limit) {
      throw new EvalError(
        'budget-exceeded',
        `Stopped after ${limit} calls: the price of this model is unknown, and that is the limit for such models. Raise the limit, or set a price.`,
      );
    }
    this.callsWithoutPrice++;
  }

  private reserveDollars(estimate: number): void {
    const next = this.settled + this.reserved + estimate;
    const { perRun, perDay } = this.limits;
    if (perRun !== undefined && next > perRun) {
      throw new EvalError(
        'budget-exceeded',
        `Stopped at the budget of ${dollarText(perRun)} for one run; ${dollarText(this.settled)} were spent. Raise the budget to go on.`,
      );
    }
    if (perDay !== undefined && this.spentToday + next > perDay) {
      throw new EvalError(
        'budget-exceeded',
        `Stopped at the budget of ${dollarText(perDay)} for today; ${dollarText(this.spentToday + this.settled)} were spent. Raise the budget, or go on tomorrow.`,
      );
    }
    this.reserved += estimate;
  }
}

/** Dollars with as many digits as small amounts need: `$0.004`, `$1.20`. */
export function dollarText(dollars: number): string {
  if (dollars === 0) return '$0';
  if (dollars < 0.0001) return 'under $0.0001';
  return dollars >= 0.1 ? `$${dollars.toFixed(2)}` : `$${dollars.toPrecision(2)}`;
}
