import { createHash } from 'node:crypto';
import type { Score } from '../../core/metrics/metric.ts';
import type { Sample } from '../../core/metrics/sample.ts';
import type { MetricSpec } from '../../core/suite/suite.ts';

/**
 * Scores made before, the least recently used forgotten first. While a prompt is edited most samples, and all of
 * the baseline's, are judged again and again by the same metrics. Looking up costs about 15 µs a sample; a
 * score costs from 10 µs (contains) to 2 ms (language).
 */
export class ScoreMemory {
  private readonly scores = new Map<string, Score>();
  private readonly names = new WeakMap<MetricSpec, string>();
  private readonly capacity: number;

  /** Capacity in scores; 0 remembers nothing. */
  constructor(capacity: number) {
    this.capacity = capacity;
  }

  /** The name of a sample in this memory; undefined when nothing is remembered. */
  nameOf(sample: Sample): string | undefined {
    if (this.capacity === 0) return undefined;
    // Not canonical: samples of one origin have their members in one order, and another order only misses.
    return createHash('sha256').update(JSON.stringify(sample)).digest('base64');
  }

  get(sample: string | undefined, metric: MetricSpec): Score | undefined {
    if (sample === undefined) return undefined;
    const key = sample + this.metricName(metric);
    const score = this.scores.get(key);
    if (score !== undefined) {
      this.scores.delete(key);
      this.scores.set(key, score);
    }
    return score;
  }

  /** Failed scores are not remembered: a time limit may not be exceeded another time. */
  add(sample: string | undefined, metric: MetricSpec | undefined, score: Score): void {
    if (sample === undefined || metric === undefined || score.status === 'failed') return;
    this.scores.set(sample + this.metricName(metric), score);
    if (this.scores.size <= this.capacity) return;
    const [oldest] = this.scores.keys();
    if (oldest !== undefined) this.scores.delete(oldest);
  }

  private metricName(metric: MetricSpec): string {
    const known = this.names.get(metric);
    if (known !== undefined) return known;
    const name = JSON.stringify([metric.type, metric.parameters]);
    this.names.set(metric, name);
    return name;
  }
}
