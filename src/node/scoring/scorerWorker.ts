import { parentPort } from 'node:worker_threads';
import { builtInMetrics } from '../../core/metrics/builtIn.ts';
import { scoreSample } from '../../core/metrics/scoreSample.ts';
import type { WorkerReply, WorkerRequest } from './workerMessages.ts';

/** Scores what it is sent, one sample after the other, and tells where it is. */
parentPort?.on('message', (request: WorkerRequest) => {
  void work(request);
});

async function work({ tasks, place }: WorkerRequest): Promise<void> {
  const scores = [];
  for (const [index, task] of tasks.entries()) {
    Atomics.store(place, 0, index);
    scores.push(await scoreSample(task.sample, task.metrics, builtInMetrics));
  }
  const reply: WorkerReply = { scores };
  parentPort?.postMessage(reply);
}
