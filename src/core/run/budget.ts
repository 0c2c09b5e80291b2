import { EvalError } from '../errors.ts';

export interface BudgetLimits {
  /** US dollars for this run; absent: no limit. */
  readonly perRun?: number;
  /** US dollars for the day, all runs together; absent: no limit. */
  readonly perDay?: number;
  /** Calls for this run; absent: no limit. */
  readonly calls?: number;
  /** Calls for this run where the price of the model is unknown; absent: no limit. */
  readonly callsWithoutPrice?: number;
  /** A model of unknown price is not asked at all: nothing but dollars is limited. Default false. */
  readonly needsPrice?: boolean;
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
  private calls = 0;
  private callsWithoutPrice = 0;
  private firstRefusal: EvalError | undefined;

  /** @param spentToday US dollars spent on this day before the run */
  constructor(limits: BudgetLimits, spentToday: number) {
    this.limits = limits;
    this.spentToday = spentToday;
  }

  /** US dollars settled in this run. */
  get spent(): number {
    return this.settled;
  }

  /** Why the first call that was not sent was refused; undefined where none was. */
  get refusal(): EvalError | undefined {
    return this.firstRefusal;
  }

  /**
   * @param estimate US dollars the call will likely cost; null where the price is unknown
   * @throws {EvalError} budget-exceeded
   */
  reserve(estimate: number | null): Reservation {
    const { calls } = this.limits;
    if (calls !== undefined && this.calls + 1 > calls) {
      this.refuse(`Stopped after ${calls} calls, the limit for one run. Raise the limit to go on.`);
    }
    if (estimate === null) this.reserveCall();
    else this.reserveDollars(estimate);
    this.calls++;
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
        if (!close()) return;
        this.calls--;
        if (estimate === null) this.callsWithoutPrice--;
      },
    };
  }

  private reserveCall(): void {
    if (this.limits.needsPrice) {
      this.refuse(
        'The price of this model is unknown, so a limit in dollars cannot hold for it. Limit the number of calls as well (--max-calls).',
      );
    }
    const limit = this.limits.callsWithoutPrice;
    if (limit !== undefined && this.callsWithoutPrice + 1 > limit) {
      this.refuse(
        `Stopped after ${limit} calls: the price of this model is unknown, and that is the limit for such models. Raise the limit to go on.`,
      );
    }
    this.callsWithoutPrice++;
  }

  private refuse(message: string): never {
    const error = new EvalError('budget-exceeded', message);
    this.firstRefusal ??= error;
    throw error;
  }

  private reserveDollars(estimate: number): void {
    const next = this.settled + this.reserved + estimate;
    const { perRun, perDay } = this.limits;
    if (perRun !== undefined && next > perRun) {
      this.refuse(
        `Stopped at the budget of ${dollarText(perRun)} for one run; ${dollarText(this.settled)} were spent. Raise the budget to go on.`,
      );
    }
    if (perDay !== undefined && this.spentToday + next > perDay) {
      this.refuse(
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
