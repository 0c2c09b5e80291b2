import { parentPort, workerData } from 'node:worker_threads';
import type { JsonObject } from '../../core/json.ts';
import type { Score } from '../../core/metrics/metric.ts';
import type { MetricRegistry } from '../../core/metrics/registry.ts';
import { scoreSample } from '../../core/metrics/scoreSample.ts';
import type { MetricSpec } from '../../core/suite/suite.ts';
import { Place, type WorkerReply, type WorkerRequest, type WorkerStart } from './workerMessages.ts';

/** The work of a scoring worker: scores what it is sent, one by one, and tells where it is. */
export function serveScoring(registry: MetricRegistry): void {
  const { place }: WorkerStart = workerData;
  const known = new Map<number, MetricSpec>();
  const prepared = new Set<string>();

  parentPort?.on('message', (request: WorkerRequest) => {
    void work(request).then((reply) => parentPort?.postMessage(reply));
  });

  async function work({ tasks, metrics, forget }: WorkerRequest): Promise<WorkerReply> {
    if (forget) known.clear();
    for (const [number, metric] of metrics) {
      known.set(number, metric);
      await prepare(metric);
    }
    const begun = performance.now();
    const scores: Score[][] = [];
    let count = 0;
    for (const task of tasks) {
      const own: Score[] = [];
      for (const number of task.metrics) {
        Atomics.store(place, 0, count++);
        const metric = known.get(number);
        // One metric at a time, so that the place names the very one that hangs.
        own.push(...(await scoreSample(task.sample, metric ? [metric] : [], registry)));
      }
      scores.push(own);
    }
    Atomics.store(place, 0, Place.done);
    return { scores, durationMs: performance.now() - begun };
  }

  /** Loads what a metric needs before its time is taken, those inside combinators included. */
  async function prepare(metric: MetricSpec): Promise<void> {
    for (const type of typesIn(metric)) {
      if (prepared.has(type)) continue;
      prepared.add(type);
      // A failure shows again, with its reason, as a failed score.
      await registry
        .get(type)
        ?.prepare?.()
        .catch(() => undefined);
    }
  }
}

function typesIn(metric: { readonly type: string; readonly parameters: JsonObject }): string[] {
  const { metrics } = metric.parameters;
  const inner = Array.isArray(metrics) ? metrics : [];
  return [
    metric.type,
    ...inner.flatMap((item) => (typeof item?.type === 'string' ? item.type : [])),
  ];
}
