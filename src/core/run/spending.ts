import type { Store } from '../ports.ts';
import type { RunUsage } from '../results/runResult.ts';
import { Budget, type BudgetLimits } from './budget.ts';
import type { StoredCompletion } from './completion.ts';
import { daySpendingOf } from './daySpending.ts';

/** What a piece of work may spend and has spent, the calls of its judges included. */
export class Spending {
  readonly budget: Budget;
  private requests = 0;
  private cached = 0;
  private inputTokens = 0;
  private outputTokens = 0;
  private dollars: number | null = 0;
  private readonly whole: Spending | undefined;

  /** @param whole what this is a part of: counted there too */
  constructor(budget: Budget, whole?: Spending) {
    this.budget = budget;
    this.whole = whole;
  }

  /** Spending of a part that goes on beside others: one budget for all of them, and a count of its own. */
  part(): Spending {
    return new Spending(this.budget, this);
  }

  /** US dollars so far; null where a price is unknown. */
  get cost(): number | null {
    return this.dollars;
  }

  get usage(): RunUsage {
    const { requests, cached, inputTokens, outputTokens, dollars } = this;
    return { requests, cached, inputTokens, outputTokens, cost: dollars };
  }

  /** Counts an answer that was asked for. @param price US dollars; null where unknown */
  count({ completion }: Pick<StoredCompletion, 'completion'>, price: number | null): void {
    this.requests++;
    this.inputTokens += completion.usage?.inputTokens ?? 0;
    this.outputTokens += completion.usage?.outputTokens ?? 0;
    this.dollars = this.dollars === null || price === null ? null : this.dollars + price;
    this.whole?.count({ completion }, price);
  }

  /** Counts answers that came from the store. */
  countCached(answers = 1): void {
    this.cached += answers;
    this.whole?.countCached(answers);
  }
}

/** What was spent between two moments. */
export function usageSince(before: RunUsage, after: RunUsage): RunUsage {
  return {
    requests: after.requests - before.requests,
    cached: after.cached - before.cached,
    inputTokens: after.inputTokens - before.inputTokens,
    outputTokens: after.outputTokens - before.outputTokens,
    cost: before.cost === null || after.cost === null ? null : after.cost - before.cost,
  };
}

/** Spending within limits, what others have spent and spend on this day included. */
export async function openSpending(
  limits: BudgetLimits = {},
  time: number,
  store: Pick<Store, 'spent'>,
): Promise<Spending> {
  const day = daySpendingOf(store, dayOf(time));
  if (limits.perDay !== undefined) await day.refresh(time);
  return new Spending(new Budget(limits, day));
}

/** The day (UTC, YYYY-MM-DD) that spending is booked on. */
export function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
