import type { Message } from '../../core/prompt/message.ts';
import type { TrialResult } from '../../core/results/runResult.ts';
import { messagesAfter } from '../../core/run/conversation.ts';

/**
 * The messages that led to a reply of a trial, as far as the result knows them. A reply that failed has no turn of its own in the
 * result: those before it are all that is known.
 */
export function knownMessages(trial: TrialResult, reply: number): readonly Message[] {
  const messages = messagesAfter(trial.messages, trial.replies.slice(0, reply));
  const turn = trial.replies[reply]?.turn;
  return turn === undefined ? messages : [...messages, { role: 'user', content: turn }];
}

/** Whether something can be said of what led to a reply, or to the failure in its place. */
export function hasRequest(trial: TrialResult | undefined, reply: number): boolean {
  if (trial === undefined) return false;
  if (reply < trial.replies.length) return true;
  return isFailed(trial, reply) && trial.messages.length > 0;
}

/** Whether the trial ended with an error in the place of this reply. */
export function isFailed(trial: TrialResult, reply: number): boolean {
  return trial.error !== undefined && reply === trial.replies.length;
}
