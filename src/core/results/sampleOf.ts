import type { Sample } from '../metrics/sample.ts';
import { messagesAfter } from '../run/conversation.ts';
import type { Case } from '../suite/suite.ts';
import type { ReplyRecord, TrialResult } from './runResult.ts';

/** What metrics see of a trial; undefined when it has no reply. */
export function sampleOf(
  item: Pick<Case, 'id' | 'variables' | 'expected'>,
  trial: Pick<TrialResult, 'trial' | 'messages' | 'replies'>,
  costOf: (reply: ReplyRecord) => number | null = () => null,
): Sample | undefined {
  if (trial.replies.length === 0) return undefined;
  let index = trial.messages.length;
  const replies = trial.replies.map((reply) => {
    if (reply.turn !== undefined) index++;
    const messageIndex = index++;
    const cost = costOf(reply);
    return {
      text: reply.text,
      toolCalls: reply.toolCalls,
      messageIndex,
      isCached: reply.isCached,
      ...(reply.finishReason !== undefined && { finishReason: reply.finishReason }),
      ...(reply.latencyMs !== null && { latencyMs: reply.latencyMs }),
      ...(reply.firstTokenMs !== undefined && { firstTokenMs: reply.firstTokenMs }),
      ...(reply.usage !== undefined && { usage: reply.usage }),
      ...(cost !== null && { cost }),
    };
  });
  return {
    caseId: item.id,
    trial: trial.trial,
    variables: item.variables,
    ...(item.expected !== undefined && { expected: item.expected }),
    messages: messagesAfter(trial.messages, trial.replies),
    replies,
  };
}
