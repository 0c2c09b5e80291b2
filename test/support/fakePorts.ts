import { createHash } from 'node:crypto';
import type { Score } from '../../src/core/metrics/metric.ts';
import type { Log, Model, Ports, Scorer } from '../../src/core/ports.ts';
import type { Completion } from '../../src/core/run/completion.ts';
import type { RenderedRequest } from '../../src/core/run/request.ts';
import { MemoryStore } from '../../src/node/store/memoryStore.ts';

/** A log that keeps its lines. */
export class FakeLog implements Log {
  readonly lines: string[] = [];
  info(message: string): void {
    this.lines.push(`info: ${message}`);
  }
  warn(message: string): void {
    this.lines.push(`warn: ${message}`);
  }
  error(message: string): void {
    this.lines.push(`error: ${message}`);
  }
}

/** A model that answers by a function and counts what it was asked. */
export class FakeModel implements Model {
  readonly info = { provider: 'fake', name: 'fake-1', isSimulated: false };
  readonly endpoint = 'fake http://127.0.0.1';
  readonly answersByCase = false;
  readonly asked: RenderedRequest[] = [];
  running = 0;
  mostAtOnce = 0;
  private readonly answer: (request: RenderedRequest, signal: AbortSignal) => Promise<Completion>;

  constructor(
    answer: (request: RenderedRequest, signal: AbortSignal) => Promise<Completion> = echo,
  ) {
    this.answer = answer;
  }

  async complete(request: RenderedRequest, signal: AbortSignal): Promise<Completion> {
    this.asked.push(request);
    this.mostAtOnce = Math.max(this.mostAtOnce, ++this.running);
    try {
      return await this.answer(request, signal);
    } finally {
      this.running--;
    }
  }
}

/** Answers with the last message, so that a test can foresee it. */
export async function echo(request: RenderedRequest): Promise<Completion> {
  return completion(`re: ${request.messages.at(-1)?.content ?? ''}`);
}

export function completion(text: string): Completion {
  return {
    text,
    toolCalls: [],
    finishReason: 'stop',
    usage: { inputTokens: 10, outputTokens: 5 },
    latencyMs: 12,
  };
}

/** Passes replies that hold the metric's `value` parameter. */
export const fakeScorer: Scorer = {
  score: async (tasks) =>
    tasks.map(({ sample, metrics }) =>
      metrics.map((metric): Score => {
        const passed = (sample.replies.at(-1)?.text ?? '').includes(
          String(metric.parameters.value),
        );
        return { status: 'scored', value: passed ? 1 : 0, passed, explanation: 'x', evidence: [] };
      }),
    ),
};

/** Ports of which a test replaces what it is about. */
export function fakePorts(own: Partial<Ports> = {}): Ports {
  let time = Date.UTC(2026, 10, 24);
  return {
    clock: {
      now: () => time++,
      elapsed: () => time,
      // Longer than whatever is there already.
      delay: () => new Promise((resolve) => setImmediate(resolve)),
    },
    files: {
      readText: async (path) => createHash('sha1').update(path).digest('hex'),
      readLines: async function* () {},
      exists: async () => false,
      find: async () => [],
    },
    models: { open: async () => new FakeModel() },
    pricing: { cost: () => 0.001 },
    scorer: fakeScorer,
    store: new MemoryStore(),
    log: new FakeLog(),
    random: () => 0.5,
    ...own,
  };
}
