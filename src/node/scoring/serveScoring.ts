import { parentPort, workerData } from 'node:worker_threads';
import type { JsonObject, JsonValue } from '../../core/json.ts';
import { scorePiece } from '../../core/logs/pieceScores.ts';
import type { Score } from '../../core/metrics/metric.ts';
import type { MetricRegistry } from '../../core/metrics/registry.ts';
import { scoreSample } from '../../core/metrics/scoreSample.ts';
import type { MetricSpec } from '../../core/suite/suite.ts';
import {
  type PieceOfLogRequest,
  Place,
  type TasksRequest,
  type WorkerReply,
  type WorkerRequest,
  type WorkerStart,
} from './workerMessages.ts';

/** The work of a scoring worker: scores what it is sent, one by one or a piece of a log at once, and tells where it is. */
export function serveScoring(registry: MetricRegistry): void {
  const { place }: WorkerStart = workerData;
  const known = new Map<number, MetricSpec>();

  parentPort?.on('message', (request: WorkerRequest) => {
    void work(request).then((reply) => parentPort?.postMessage(reply));
  });

  async function work(request: WorkerRequest): Promise<WorkerReply> {
    if (request.forget) known.clear();
    for (const [number, metric] of request.metrics) {
      known.set(number, metric);
      await prepare(metric);
    }
    switch (request.type) {
      case 'tasks':
        return scoreTasks(request);
      case 'piece':
        return scoreOnePiece(request);
    }
  }

  async function scoreOnePiece({ piece, by, caseIds }: PieceOfLogRequest): Promise<WorkerReply> {
    const metrics = by.flatMap((number) => known.get(number) ?? []);
    const scores = await scorePiece(
      new TextDecoder().decode(piece),
      { metrics, caseIds },
      registry,
      (reply) => Atomics.store(place, 0, reply ?? Place.loading),
    );
    Atomics.store(place, 0, Place.done);
    return { type: 'piece', scores };
  }

  async function scoreTasks({ tasks }: TasksRequest): Promise<WorkerReply> {
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
    return { type: 'tasks', scores, durationMs: performance.now() - begun };
  }

  /** Loads what a metric needs before its time is taken, those inside combinators included. */
  async function prepare(metric: MetricSpec): Promise<void> {
    // A failure shows again, with its reason, as a failed score.
    for (const { type, parameters } of partsIn(metric))
      await registry
        .get(type)
        ?.prepare?.(parameters)
        .catch(() => undefined);
  }
}

type Part = Pick<MetricSpec, 'type' | 'parameters'>;

/** The metric and those inside it, however deep. */
function partsIn({ type, parameters }: Part): Part[] {
  const { metrics } = parameters;
  const inner = Array.isArray(metrics) ? metrics : [];
  return [
    { type, parameters },
    ...inner.flatMap((item: JsonValue) =>
      isObject(item) && typeof item.type === 'string'
        ? partsIn({ type: item.type, parameters: item })
        : [],
    ),
  ];
}

function isObject(value: JsonValue): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
