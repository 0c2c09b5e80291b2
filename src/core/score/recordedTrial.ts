import type { Message } from '../prompt/message.ts';
import type { ReplyRecord, TrialResult } from '../results/runResult.ts';
import type { Case } from '../suite/suite.ts';
import { recordedTime } from './recordedTime.ts';
import type { Recording } from './recording.ts';

export type RecordedTrial = Pick<TrialResult, 'trial' | 'output' | 'replies' | 'messages'>;

/** A recorded output as a trial: of a case of the suite, or of none. */
export function recordedTrial(
  recording: Recording,
  trial: number,
  item: Case | undefined,
): RecordedTrial {
  const { output, messages = item === undefined ? [] : historyOf(item) } = recording;
  return { trial, output, replies: [replyOf(recording)], messages };
}

/**
 * Recorded outputs of one conversation as one trial: each line carries the conversation before it, and together they
 * are the replies to its user turns.
 */
export function recordedConversation(
  recordings: readonly Recording[],
  trial: number,
): RecordedTrial | undefined {
  const ordered = recordings.toSorted((a, b) => userTurns(a.messages) - userTurns(b.messages));
  const [first] = ordered;
  const last = ordered.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const replies = ordered.map((recording, index) => {
    const turn = recording.messages?.findLast(({ role }) => role === 'user')?.content;
    return index === 0 || turn === undefined ? replyOf(recording) : { ...replyOf(recording), turn };
  });
  return { trial, output: last.output, replies, messages: first.messages ?? [] };
}

export function userTurns(messages: readonly Message[] = []): number {
  return messages.filter(({ role }) => role === 'user').length;
}

/** What a case puts before its last reply; replies in between are not known. */
function historyOf({ messages, turns }: Case): readonly Message[] {
  return [...messages, ...turns.map((content): Message => ({ role: 'user', content }))];
}

function replyOf({ output, toolCalls, latencyMs, usage, model, time }: Recording): ReplyRecord {
  return {
    key: '',
    text: output,
    toolCalls,
    // Its latency is that of the moment it was recorded, which is the moment that is judged.
    isCached: false,
    latencyMs: latencyMs ?? null,
    ...(usage !== undefined && { usage }),
    ...(model !== undefined && { model }),
    time: recordedTime(time) ?? 0,
  };
}
