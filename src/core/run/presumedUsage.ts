import type { Message } from '../prompt/message.ts';
import type { TokenUsage } from './completion.ts';

/** Tokens of output that are presumed where nothing is known: a reply of about 150 words. */
export const presumedOutputTokens = 200;

/** A rough size for an estimate shown before money is spent: about four characters make a token. */
export function presumedUsage(messages: readonly Message[], outputTokens?: number): TokenUsage {
  const characters = messages.reduce((sum, message) => sum + message.content.length, 0);
  return {
    inputTokens: Math.ceil(characters / 4) + 4 * messages.length,
    outputTokens: outputTokens ?? presumedOutputTokens,
  };
}
