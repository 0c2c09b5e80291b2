import { parentPort } from 'node:worker_threads';
import type { JsonObject } from '../../core/json.ts';
import { builtInMetrics } from '../../core/metrics/builtIn.ts';
import { scoreSample } from '../../core/metrics/scoreSample.ts';
import type { WorkerReply, WorkerRequest } from './workerMessages.ts';

/** Scores what it is sent, one sample after the other, and tells where it is. */
parentPort?.on('message', (request: WorkerRequest) => {
  void work(request);
});

async function work({ tasks, place }: WorkerRequest): Promise<void> {
  await prepare(tasks);
  const scores = [];
  for (const [index, task] of tasks.entries()) {
    Atomics.store(place, 0, index);
    scores.push(await scoreSample(task.sample, task.metrics, builtInMetrics));
  }
  const reply: WorkerReply = { scores };
  parentPort?.postMessage(reply);
}

/** Types whose metrics are ready. */
const prepared = new Set<string>();

/** Loads what the metrics need before their time is taken, those inside combinators included. */
async function prepare(tasks: WorkerRequest['tasks']): Promise<void> {
  const types = new Set(tasks.flatMap(({ metrics }) => metrics.flatMap(typesIn)));
  for (const type of types) {
    if (prepared.has(type)) continue;
    prepared.add(type);
    // A failure shows again, with its reason, as a failed score.
    await builtInMetrics
      .get(type)
      ?.prepare?.()
      .catch(() => undefined);
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
