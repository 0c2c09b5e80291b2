import type { JsonObject, JsonValue } from '../json.ts';
import { slug, uniqueId } from '../suite/slug.ts';
import { type Complaint, wrongReply } from './complaint.ts';

/**
 * The complaint as a case: what was said before is given history, the last question is asked anew. The system message is left out,
 * since the prompt stands in its place.
 */
export function caseItem(
  { conversation, issue }: Complaint,
  isTaken: (id: string) => boolean,
  variables: JsonObject = {},
): JsonObject {
  const before = (wrongReply(conversation)?.before ?? conversation.messages).filter(
    ({ role }) => role !== 'system' && role !== 'developer',
  );
  const lastUser = before.findLastIndex(({ role }) => role === 'user');
  const history = lastUser < 0 ? before : before.slice(0, lastUser);
  const turn = before[lastUser]?.content;
  const id = uniqueId(slug(issue).split('-').slice(0, 6).join('-') || 'user-issue', isTaken);
  return {
    id,
    tags: ['user-issue'],
    ...(Object.keys(variables).length > 0 && { variables }),
    ...(history.length > 0 && {
      messages: history.map(({ role, content, toolCalls, toolCallId }): JsonValue => {
        const calls = toolCalls?.map(({ id: callId, name, arguments: written }) => ({
          ...(callId !== undefined && { id: callId }),
          name,
          arguments: written,
        }));
        return {
          role,
          content,
          ...(calls !== undefined && { 'tool-calls': calls }),
          ...(toolCallId !== undefined && { 'tool-call-id': toolCallId }),
        };
      }),
    }),
    ...(turn !== undefined && { turns: [turn] }),
  };
}
