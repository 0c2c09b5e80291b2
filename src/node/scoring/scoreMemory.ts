import { createHash } from 'node:crypto';
import { canonicalJson } from '../../core/json.ts';
import type { Score } from '../../core/metrics/metric.ts';
import type { Sample } from '../../core/metrics/sample.ts';
import type { MetricSpec } from '../../core/suite/suite.ts';

/**
 * Scores made before, those that were not used for long forgotten first. While a prompt is edited most samples, and all of
 * the baseline's, are judged again and again by the same metrics. Looking up costs about 15 µs a sample; a
 * score costs from 5 µs (contains) to 2 ms (language).
 */
export class ScoreMemory {
  private recent = new Map<string, Score>();
  /** Those that were recent before; what is asked for again becomes recent. */
  private older = new Map<string, Score>();
  private readonly names = new WeakMap<MetricSpec, string>();
  private readonly capacity: number;
  private readonly version: () => string;

  /** Capacity in scores; `version` changes with the programs that score. */
  constructor(capacity: number, version: () => string = () => '') {
    this.capacity = capacity;
    this.version = version;
  }

  /** The name of a sample: a hash of all that metrics see of it, but for what was measured (time, cost). */
  nameOf({ replies, ...rest }: Sample): string {
    const said = replies.map(({ text, toolCalls, messageIndex, finishReason, usage }) => [
      text,
      toolCalls,
      messageIndex,
      finishReason,
      usage,
    ]);
    // Not canonical: samples of one origin have their members in one order, and another order only misses.
    return shortHash(JSON.stringify([rest, said]));
  }

  /** The name of what a metric judges by, and of the programs that do. */
  metricName(metric: MetricSpec): string {
    const known = this.names.get(metric);
    if (known !== undefined) return known;
    const name = shortHash(canonicalJson([this.version(), metric.type, metric.parameters]));
    this.names.set(metric, name);
    return name;
  }

  get(sample: string, metric: MetricSpec): Score | undefined {
    const key = sample + this.metricName(metric);
    const recent = this.recent.get(key);
    if (recent !== undefined) return recent;
    const score = this.older.get(key);
    if (score !== undefined) this.put(key, score);
    return score;
  }

  add(sample: string, metric: MetricSpec, score: Score): void {
    this.put(sample + this.metricName(metric), score);
  }

  /** The older half is forgotten at once: to look for the oldest of a map from which many were deleted takes long. */
  private put(key: string, score: Score): void {
    if (this.recent.size >= this.capacity / 2) {
      this.older = this.recent;
      this.recent = new Map();
    }
    this.recent.set(key, score);
  }
}

/** 144 bits are enough to tell apart what one store can hold. */
function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 24);
}
