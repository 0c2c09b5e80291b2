import { caseItem } from '../complaint/caseOf.ts';
import { hashOf } from '../hash.ts';
import type { JsonObject } from '../json.ts';
import type { Message } from '../prompt/message.ts';
import type { RecordedTrial } from '../score/recordedTrial.ts';
import { slug } from '../suite/slug.ts';

/** Conversations that are kept for each metric, the newest. */
const defaultPerMetric = 20;

/** A conversation of a log whose reply failed metrics. */
export interface FailingConversation {
  readonly messages: readonly Message[];
  readonly output: string;
  /** Ids of the metrics, at least one. */
  readonly metrics: readonly string[];
}

/**
 * Conversations of a log that failed a metric, as cases to try a prompt with: each conversation once, the newest twenty of each metric,
 * so that a large log makes neither a large file nor takes much memory.
 */
export class FailingConversations {
  private readonly perMetric: number;
  /** By first failed metric, then by what was said before the reply; oldest first. */
  private readonly kept = new Map<string, Map<string, FailingConversation>>();

  constructor(perMetric = defaultPerMetric) {
    this.perMetric = perMetric;
  }

  /** @param metrics ids of those that failed */
  add(
    { messages, output }: Pick<RecordedTrial, 'messages' | 'output'>,
    metrics: readonly string[],
  ): void {
    const [first] = metrics;
    if (first === undefined || output === null) return;
    // Without a question there is nothing to try again.
    if (!messages.some(({ role }) => role === 'user')) return;
    const own = this.kept.get(first) ?? new Map<string, FailingConversation>();
    this.kept.set(first, own);
    const key = JSON.stringify(
      messages
        .filter(({ role }) => role !== 'system' && role !== 'developer')
        .map(({ role, content }) => [role, content]),
    );
    own.delete(key);
    own.set(key, { messages, output, metrics });
    const [oldest] = own.keys();
    if (own.size > this.perMetric && oldest !== undefined) own.delete(oldest);
  }

  /** All that are kept. */
  all(): readonly FailingConversation[] {
    return [...this.kept.values()].flatMap((own) => [...own.values()]);
  }

  /** Rows of a case file. A conversation has the same id whenever it is found. */
  rows(): readonly JsonObject[] {
    return [...this.kept].flatMap(([metric, own]) =>
      [...own].map(([key, { messages, output, metrics }]): JsonObject => {
        const reply: Message = { role: 'assistant', content: output };
        const conversation = { form: 'log line', messages: [...messages, reply] } as const;
        return {
          ...caseItem({ conversation, mark: '', issue: metric }, () => false),
          id: `${slug(metric)}-${hashOf(key).slice(0, 10)}`,
          tags: ['production', ...metrics],
        };
      }),
    );
  }
}
