import type { Pricing } from '../ports.ts';
import type { CaseResult, RunModel, RunUsage } from '../results/runResult.ts';

/** So many replies say what one costs. */
const enough = 50;

/**
 * US dollars that one more call will cost, on average: what the calls of these usages cost, the first that had any. Where
 * nothing had to be asked, what the tokens of known replies cost at today's price. Null where neither is known.
 */
export function callCost(
  usages: readonly RunUsage[],
  model: RunModel,
  cases: readonly CaseResult[],
  pricing: Pricing,
): number | null {
  for (const { cost, requests } of usages)
    if (cost !== null && requests > 0) return cost / requests;
  let sum = 0;
  let replies = 0;
  for (const { usage } of repliesOf(cases)) {
    if (usage === undefined) continue;
    const price = pricing.cost(model, usage);
    if (price === null) return null;
    sum += price;
    if (++replies === enough) break;
  }
  return replies === 0 ? null : sum / replies;
}

function* repliesOf(cases: readonly CaseResult[]) {
  for (const { trials } of cases) for (const { replies } of trials) yield* replies;
}
