import type { Model } from '../ports.ts';
import type { Message } from '../prompt/message.ts';
import type { ReplyRecord } from '../results/runResult.ts';
import { errorRecord } from './errorRecord.ts';
import type { ModelCalls } from './modelCalls.ts';
import { nextMessages, type PlannedTrial, replyRecord } from './plan.ts';
import type { RenderedRequest } from './request.ts';

export interface ConversationOptions {
  readonly model: Model;
  readonly calls: Pick<ModelCalls, 'ask'>;
  readonly requestFor: (
    messages: readonly Message[],
    trial: number,
    caseId: string,
  ) => RenderedRequest;
}

/** The replies of one trial, and the error that ended it early, if one did. */
export interface ConversationOutcome {
  readonly replies: readonly ReplyRecord[];
  readonly error?: { readonly code: string; readonly message: string };
}

/** Leads the conversation of a trial to its end, one reply after the other. Never rejects. */
export async function converse(
  planned: PlannedTrial,
  { model, calls, requestFor }: ConversationOptions,
): Promise<ConversationOutcome> {
  const { rendered, trial } = planned;
  if (rendered.error) return { replies: [], error: rendered.error };
  const replies = [...planned.known];
  try {
    for (const turn of planned.open) {
      const messages = nextMessages(rendered.initial, replies, turn);
      const request = requestFor(messages, trial, rendered.item.id);
      const answer = await calls.ask(model, request);
      replies.push(replyRecord(answer, turn, answer.isCached ?? false));
    }
    return { replies };
  } catch (error) {
    return { replies, error: errorRecord(error) };
  }
}
