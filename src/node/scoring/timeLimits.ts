import { canonicalJson } from '../../core/json.ts';
import type { MetricSpec } from '../../core/suite/suite.ts';

/** After so many scores that ran too long, a metric gets a tenth of the time. */
const maxStrikes = 3;

/**
 * How long a score may take. A metric that hangs on one reply hangs on most: without a shorter limit for
 * repeated offenders, a run of 500 cases would wait for 500 limits.
 */
export class TimeLimits {
  private readonly limitMs: number;
  private readonly strikes = new Map<string, number>();

  constructor(limitMs: number) {
    this.limitMs = limitMs;
  }

  limitOf(metric: MetricSpec | undefined): number {
    // The name of a metric costs time, and nearly always there is none to look for.
    if (metric === undefined || this.strikes.size === 0) return this.limitMs;
    const strikes = this.strikes.get(nameOf(metric)) ?? 0;
    return strikes < maxStrikes ? this.limitMs : this.limitMs / 10;
  }

  /** Notes that a metric ran too long. Returns what to tell the user. */
  exceeded(metric: MetricSpec): string {
    const limit = this.limitOf(metric);
    const name = nameOf(metric);
    this.strikes.set(name, (this.strikes.get(name) ?? 0) + 1);
    const advice =
      'pattern' in metric.parameters
        ? 'Simplify its pattern.'
        : 'Make it simpler, or the reply shorter.';
    if (limit < this.limitMs)
      return `The metric ran longer than ${seconds(this.limitMs)} several times before, and was stopped after ${seconds(limit)}. ${advice}`;
    return `The metric ran longer than ${seconds(limit)} and was stopped. ${advice}`;
  }
}

/** By what it does: an edited metric begins anew, the same one in another suite does not. */
function nameOf({ type, parameters }: MetricSpec): string {
  return `${type} ${canonicalJson(parameters)}`;
}

function seconds(ms: number): string {
  return `${ms / 1000} s`;
}
