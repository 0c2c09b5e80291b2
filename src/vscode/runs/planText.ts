import { dollarText } from '../../core/run/budget.ts';
import type { PlanSummary } from '../../core/run/plan.ts';

/** From when on a plan is asked about, and where it would stop. */
export interface PlanSettings {
  /** US dollars. */
  readonly askAboveCost: number;
  /** Calls to a model whose price is unknown. */
  readonly askAboveCalls: number;
  /** US dollars that one run may cost. */
  readonly budgetPerRun: number;
}

/** Whether a person should agree before the calls are made. What costs nothing is never asked about. */
export function isLargePlan(plan: PlanSummary, settings: PlanSettings): boolean {
  return plan.estimatedCost === null
    ? plan.requests > settings.askAboveCalls
    : plan.estimatedCost > settings.askAboveCost;
}

/** What a plan would do: `38 of 40 cases, 114 calls, about $0.12.` */
export function planText(plan: PlanSummary, settings: PlanSettings): string {
  const { casesToRun, cases, requests, estimatedCost } = plan;
  const price = estimatedCost === null ? 'price unknown' : `about ${dollarText(estimatedCost)}`;
  const stop =
    estimatedCost !== null && estimatedCost > settings.budgetPerRun
      ? ` The run would stop at the budget of ${dollarText(settings.budgetPerRun)}.`
      : '';
  return `${casesToRun} of ${cases} cases, ${requests} ${requests === 1 ? 'call' : 'calls'}, ${price}.${stop}`;
}
