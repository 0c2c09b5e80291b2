import { EvalError } from '../errors.ts';
import { DaySpending } from './daySpending.ts';

export interface BudgetLimits {
  /** US dollars for this run; absent: no limit. */
  readonly perRun?: number;
  /** US dollars for the day, all runs together; absent: no limit. */
  readonly perDay?: number;
  /** Calls for this run, failed and repeated ones included; absent: no limit. */
  readonly calls?: number;
  /** Calls for this run where the price of the model is unknown; absent: no limit. */
  readonly callsWithoutPrice?: number;
  /** A model of unknown price is not asked at all: nothing but dollars is limited. Default false. */
  readonly needsPrice?: boolean;
}

/** A place in the budget for one call, taken before the call is sent. */
export interface Reservation {
  /** Takes a place for another attempt. @throws {EvalError} budget-exceeded */
  again(): void;
  /** Replaces the estimate by what the call cost; null where the price is unknown. */
  settle(dollars: number | null): void;
  /** The call was sent and not answered: it counts as a call. */
  fail(): void;
  /** Nothing was sent. */
  cancel(): void;
}

/** A hard stop: a call that could pass a limit is not sent. Unknown prices are counted as calls, never as free. */
export class Budget {
  private readonly limits: BudgetLimits;
  private readonly day: DaySpending;
  private settled = 0;
  private reserved = 0;
  private calls = 0;
  private callsWithoutPrice = 0;
  private firstRefusal: EvalError | undefined;

  /** @param day what all runs of the day have spent */
  constructor(limits: BudgetLimits, day: DaySpending = new DaySpending()) {
    this.limits = limits;
    this.day = day;
  }

  /** US dollars settled in this run. */
  get spent(): number {
    return this.settled;
  }

  /** Why the first call that was not sent was refused; undefined where none was. */
  get refusal(): EvalError | undefined {
    return this.firstRefusal;
  }

  /** Whether a plan likely fits in what is left. @param dollars estimate; null where the price is unknown */
  holds({ calls, dollars }: { readonly calls: number; readonly dollars: number | null }): boolean {
    const { calls: most, callsWithoutPrice, needsPrice, perRun, perDay } = this.limits;
    if (!isWithin(this.calls + calls, most)) return false;
    if (dollars === null)
      return needsPrice !== true && isWithin(this.callsWithoutPrice + calls, callsWithoutPrice);
    return (
      isWithin(this.settled + this.reserved + dollars, perRun) &&
      isWithin(this.day.expected + dollars, perDay)
    );
  }

  /** Looks again, in the background and not too often, at what others have spent on the day. @param now milliseconds since 1970 */
  lookAtDay(now: number): void {
    if (this.limits.perDay !== undefined) this.day.refreshWhenOld(now);
  }

  /** Counts what an answer cost that another run has asked and paid for, and that this run has taken over. */
  takeOver(dollars: number | null): void {
    this.settled += dollars ?? 0;
  }

  /**
   * @param estimate US dollars the call will likely cost; null where the price is unknown
   * @throws {EvalError} budget-exceeded
   */
  reserve(estimate: number | null): Reservation {
    if (estimate !== null) this.checkDollars(estimate);
    this.takePlace(estimate);
    if (estimate !== null) {
      this.reserved += estimate;
      this.day.reserve(estimate);
    }
    let places = 1;
    let isOpen = true;
    const close = (): boolean => {
      const wasOpen = isOpen;
      isOpen = false;
      if (wasOpen && estimate !== null) {
        this.reserved -= estimate;
        this.day.release(estimate);
      }
      return wasOpen;
    };
    return {
      again: () => {
        this.takePlace(estimate);
        places++;
      },
      settle: (dollars) => {
        if (!close()) return;
        this.settled += dollars ?? 0;
        this.day.add(dollars ?? 0);
      },
      fail: () => void close(),
      cancel: () => {
        if (!close()) return;
        this.calls -= places;
        if (estimate === null) this.callsWithoutPrice -= places;
      },
    };
  }

  private takePlace(estimate: number | null): void {
    const { calls } = this.limits;
    if (calls !== undefined && this.calls + 1 > calls) {
      this.refuse(`Stopped after ${calls} calls, the limit for one run. Raise the limit to go on.`);
    }
    if (estimate === null) this.takePlaceWithoutPrice();
    this.calls++;
  }

  private takePlaceWithoutPrice(): void {
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

  private checkDollars(estimate: number): void {
    const next = this.settled + this.reserved + estimate;
    const { perRun, perDay } = this.limits;
    if (perRun !== undefined && next > perRun) {
      this.refuse(
        `Stopped at the budget of ${dollarText(perRun)} for one run; ${dollarText(this.settled)} were spent. Raise the budget to go on.`,
      );
    }
    if (perDay !== undefined && this.day.expected + estimate > perDay) {
      this.refuse(
        `Stopped at the budget of ${dollarText(perDay)} for today; ${dollarText(this.day.spent)} were spent. Raise the budget, or go on tomorrow.`,
      );
    }
  }
}

function isWithin(amount: number, limit: number | undefined): boolean {
  return limit === undefined || amount <= limit;
}

/** Dollars with as many digits as small amounts need: `$0.004`, `$1.20`. */
export function dollarText(dollars: number): string {
  if (dollars === 0) return '$0';
  if (dollars < 0.0001) return 'under $0.0001';
  return dollars >= 0.1 ? `$${dollars.toFixed(2)}` : `$${dollars.toPrecision(2)}`;
}
