import type { JsonValue } from '../../../core/json.ts';
import type { Message } from '../../../core/prompt/message.ts';
import { compose } from './compose.ts';
import { type Conversation, readConversation } from './conversation.ts';
import { drawOf, driftTurn, errorRate } from './dice.ts';
import { type Instructions, readInstructions } from './instructions.ts';
import { simulateJudge, simulateJudgePrompt } from './judge.ts';
import type { LanguageCode } from './language.ts';
import { mistakeFor } from './mistakes.ts';
import { simulateSuggestions } from './suggest.ts';

export interface SimulatedRequest {
  readonly messages: readonly Message[];
  /** Default 1, as in the protocol. */
  readonly temperature?: number;
  /** 0-based. At temperature 0 it makes no difference. */
  readonly trial: number;
  readonly responseFormat?: JsonValue;
  /** The reply is cut off after about so many tokens. */
  readonly maxTokens?: number;
}

export interface SimulatedReply {
  readonly text: string;
  readonly finishReason: 'stop' | 'length';
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** The reply of the simulated model: the same for the same request and trial, always. Never throws. */
export function simulate(request: SimulatedRequest): SimulatedReply {
  const temperature = request.temperature ?? 1;
  const conversation = readConversation(request.messages);
  const instructions = readInstructions(conversation.instructions, request.responseFormat);
  const trial = temperature > 0 ? request.trial : 0;
  const seed = String(drawOf('seed', request.messages, trial));
  const errs = drawOf('error', seed) < errorRate(conversation.identity, temperature);
  const { messages, responseFormat } = request;
  const text =
    simulateJudge({ messages, responseFormat, temperature, seed }) ??
    simulateSuggestions({ messages, responseFormat }) ??
    simulateJudgePrompt({ messages, responseFormat, temperature, seed }) ??
    compose({
      conversation,
      instructions,
      language: replyLanguage(conversation, instructions),
      mistake: errs ? mistakeFor(instructions, seed) : undefined,
      seed,
    });
  const inputTokens = request.messages.reduce(
    (sum, message) => sum + tokensOf(message.content) + 4,
    3,
  );
  const limit = request.maxTokens ?? Number.POSITIVE_INFINITY;
  const isCut = tokensOf(text) > limit;
  const kept = isCut ? text.slice(0, Math.max(0, Math.floor(limit)) * charactersPerToken) : text;
  return {
    text: kept,
    finishReason: isCut ? 'length' : 'stop',
    inputTokens,
    outputTokens: tokensOf(kept),
  };
}

/** Four characters count as a token. */
const charactersPerToken = 4;

function tokensOf(text: string): number {
  return Math.ceil(text.length / charactersPerToken);
}

/** Unless told to keep it, a long conversation slips from the customer's language into English. */
function replyLanguage(conversation: Conversation, instructions: Instructions): LanguageCode {
  const { customerLanguage, identity, turn } = conversation;
  if (instructions.language === undefined) {
    return turn >= driftTurn(identity) ? 'en' : customerLanguage;
  }
  return instructions.language === 'customer' ? customerLanguage : instructions.language;
}
