import type { PromptVersion } from '../../core/prompt/prompt.ts';
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

/**
 * Shapes of secrets: keys of model providers (sk-), tokens of GitHub, AWS, Google, Slack and Hugging Face,
 * JSON web tokens, bearer tokens, private keys. No groups.
 */
const secret =
  /\bsk-[A-Za-z0-9_-]{16,}|\b(?:gh[opsur]|github_pat)_[A-Za-z0-9_]{20,}|\bA[KS]IA[0-9A-Z]{16}\b|\bAIza[A-Za-z0-9_-]{35}|\bxox[abeoprs]-[A-Za-z0-9-]{10,}|\bhf_[A-Za-z0-9]{30,}|\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}|\bBearer\s+[A-Za-z0-9._~+/-]{16,}=*|-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[^-]{1,10000}-----END [A-Z ]{0,40}PRIVATE KEY-----/g;

/** Fixed beginnings of all shapes: looking for these first is many times faster than the pattern. */
const beginnings: readonly string[] = [
  ...['sk-', 'AKIA', 'ASIA', 'AIza', 'xox', 'hf_', 'eyJ', 'Bearer', '-----BEGIN'],
  ...['ghp_', 'gho_', 'ghs_', 'ghu_', 'ghr_', 'github_pat_'],
];

/** A text with everything that looks like a secret replaced, but for what `isKept` says to keep. */
export function redact(text: string, isKept: (secret: string) => boolean = () => false): string {
  if (!mayHoldSecret(text)) return text;
  return text.replace(secret, (found) => (isKept(found) ? found : '[redacted]'));
}

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

function mayHoldSecret(text: string): boolean {
  return beginnings.some((beginning) => text.includes(beginning));
}
