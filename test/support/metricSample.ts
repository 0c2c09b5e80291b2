import type { JsonObject, JsonValue } from '../../src/core/json.ts';
import { builtInMetrics } from '../../src/core/metrics/builtIn.ts';
import type { Score } from '../../src/core/metrics/metric.ts';
import type { Reply, Sample } from '../../src/core/metrics/sample.ts';
import { scoreSample } from '../../src/core/metrics/scoreSample.ts';
import type { Message } from '../../src/core/prompt/message.ts';

export interface SampleOptions {
  readonly input?: string | undefined;
  readonly expected?: JsonValue | undefined;
  readonly variables?: JsonObject;
  readonly system?: string | undefined;
  /** Earlier turns. */
  readonly turns?: readonly (readonly [user: string, reply: string])[] | undefined;
  readonly otherTrials?: readonly string[] | undefined;
  /** Properties of the last reply. */
  readonly reply?: Partial<Reply> | undefined;
}

/** A conversation with one user message and one reply. */
export function replySample(output: string, options: SampleOptions = {}): Sample {
  return turnsSample([...(options.turns ?? []), [options.input ?? 'Hello', output]], options);
}

/** A conversation of several user messages and the replies to them. */
export function turnsSample(
  turns: readonly (readonly [user: string, reply: string])[],
  { expected, variables = {}, reply = {}, system, otherTrials }: SampleOptions = {},
): Sample {
  const messages = turns.flatMap(([user, text]): Message[] => [
    { role: 'user', content: user },
    { role: 'assistant', content: text },
  ]);
  const first = system === undefined ? 0 : 1;
  if (system !== undefined) messages.unshift({ role: 'system', content: system });
  return {
    caseId: 'case',
    trial: 0,
    variables,
    ...(expected !== undefined && { expected }),
    messages,
    ...(otherTrials && { otherTrials }),
    replies: turns.map(([, text], index) => ({
      text,
      toolCalls: [],
      messageIndex: first + index * 2 + 1,
      isCached: false,
      ...(index === turns.length - 1 && reply),
    })),
  };
}

/** A metric as a suite has it. */
export type Metric = { readonly type: string; readonly [key: string]: JsonValue };

/** The score of one built-in metric. */
export async function scoreWith({ type, ...parameters }: Metric, sample: Sample): Promise<Score> {
  const [score] = await scoreSample(sample, [{ type, parameters }], builtInMetrics);
  if (score === undefined) throw new Error('No score came back.');
  return score;
}

/** What a score says in short: `pass`, `fail`, `skipped` or `failed`. */
export function shortOf(score: Score): 'pass' | 'fail' | 'skipped' | 'failed' {
  if (score.status !== 'scored') return score.status;
  return score.passed ? 'pass' : 'fail';
}
