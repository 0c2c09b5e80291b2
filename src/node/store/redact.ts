import type { PromptVersion } from '../../core/prompt/prompt.ts';
import { mayHoldSecret, redact } from '../../core/redact.ts';
import type { TrialResult } from '../../core/results/runResult.ts';
import type { RenderedRequest } from '../../core/run/request.ts';

/*
 * What is redacted when it is written, and what is not.
 *
 * Requests, sources of prompts, and the messages and errors of runs lose what has the shape of a secret. Replies of
 * a model are kept as they came: metrics are computed on them again and must see the same text. For the same
 * reason a secret in the messages of a run that a reply repeats stays: it is in the store anyway, and a
 * metric may look for it in the reply.
 */

export function redactRequest(request: RenderedRequest): RenderedRequest {
  return redactStrings(request);
}

export function redactVersion(version: PromptVersion): PromptVersion {
  const { source, parts } = version;
  return { ...version, source: redact(source), ...(parts && { parts: redactStrings(parts) }) };
}

export function redactTrial(trial: TrialResult): TrialResult {
  const { messages, error, replies } = trial;
  const isRepeated = (found: string) => replies.some((reply) => reply.text.includes(found));
  return {
    ...trial,
    messages: messages.some((message) => mayHoldSecret(JSON.stringify(message)))
      ? redactStrings(messages, isRepeated)
      : messages,
    ...(error && { error: { ...error, message: redact(error.message) } }),
    replies: replies.map((reply) =>
      reply.turn === undefined ? reply : { ...reply, turn: redact(reply.turn, isRepeated) },
    ),
  };
}

/** Redacts each string by itself: a pattern that ran from one into the next would break the value. */
function redactStrings<T>(value: T, isKept?: (secret: string) => boolean): T {
  const json = JSON.stringify(value);
  if (!mayHoldSecret(json)) return value;
  return JSON.parse(json, (_, part) => (typeof part === 'string' ? redact(part, isKept) : part));
}
