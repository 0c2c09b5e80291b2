import type { JsonObject, JsonValue } from '../../json.ts';
import type { TrialResult } from '../../results/runResult.ts';
import { slug, uniqueId } from '../slug.ts';
import type { Case } from '../suite.ts';

/**
 * One reply of a case as a case of its own: what was said before it becomes given history, so that only this reply is generated.
 * @param reply index of the reply
 */
export function caseOfReply(
  item: Pick<Case, 'id' | 'tags' | 'variables' | 'messages'>,
  { replies }: Pick<TrialResult, 'replies'>,
  reply: number,
  isTaken: (id: string) => boolean,
): JsonObject {
  const before = replies.slice(0, reply).flatMap(({ turn, text, toolCalls }): JsonValue[] => [
    ...(turn === undefined ? [] : [{ role: 'user', content: turn }]),
    {
      role: 'assistant',
      content: text,
      ...(toolCalls.length > 0 && {
        'tool-calls': toolCalls.map((call) => ({ name: call.name, arguments: call.arguments })),
      }),
    },
  ]);
  const given = item.messages.map(({ role, content }): JsonValue => ({ role, content }));
  const history = [...given, ...before];
  const turn = replies[reply]?.turn;
  const part = replies.length > 1 ? `-turn-${reply + 1}` : '-again';
  return {
    id: uniqueId(`${slug(item.id)}${part}`, isTaken),
    ...(item.tags.length > 0 && { tags: item.tags }),
    ...(Object.keys(item.variables).length > 0 && { variables: item.variables }),
    ...(history.length > 0 && { messages: history }),
    ...(turn !== undefined && { turns: [turn] }),
  };
}
