import type { RunResult } from '../../core/results/runResult.ts';
import { ratesBefore } from '../../core/results/trend.ts';
import type { Services } from '../services.ts';

/** Runs that histories are made from. */
const runLimit = 100;

export type Rates = ReadonlyMap<string, readonly (number | null)[]>;

/** How the metrics of a run did in the versions before it: read at the first question, and kept as long as the run. */
export class MetricHistories {
  private readonly services: Services;
  private readonly known = new WeakMap<RunResult, Promise<Rates>>();

  constructor(services: Services) {
    this.services = services;
  }

  /** By metric, oldest first. Never rejects: without a store there is no history. */
  of(run: RunResult): Promise<Rates> {
    const known = this.known.get(run) ?? this.read(run);
    this.known.set(run, known);
    return known;
  }

  private async read(run: RunResult): Promise<Rates> {
    const { prompt, suite } = run;
    try {
      const { ports } = await this.services.context(prompt);
      const runs = await ports.store.runs({ prompt, suite, summaries: true, limit: runLimit });
      return ratesBefore(run, runs);
    } catch (error) {
      this.services.log.warn(String(error));
      return new Map();
    }
  }
}
