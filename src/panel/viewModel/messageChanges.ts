import type { Message } from '../../core/prompt/message.ts';
import type { RenderedRequest } from '../../core/run/request.ts';
import type { Side } from '../slices/details.ts';
import type { MessageChange } from '../slices/sentRequest.ts';
import { partneredMessages } from './messagePartners.ts';
import { sameJson } from './sameJson.ts';
import { diffWords } from './textDiff.ts';

/** The request that another one is compared with, both known exactly. */
export interface Compared {
  /** Whose it is. */
  readonly side: Side;
  readonly request: RenderedRequest;
}

/** The messages of the other side that have the first ones of this side as partners. */
export function partnersOf(
  messages: readonly Message[],
  compared: Compared | null,
): readonly Message[] {
  const others = compared?.request.messages ?? [];
  return others.slice(0, partneredMessages(others, messages));
}

/** Messages of a page, and how much of each text may be sent, in UTF-16 units. */
interface Cut {
  readonly messages: readonly Message[];
  readonly most: number;
}

/**
 * What the messages of a page differ in from their partners, as far as they have any. In steps.
 * @param isPartnerOld whether the partners are those of the old side
 */
export function* messageChanges(
  shown: Cut,
  partners: Cut,
  isPartnerOld: boolean,
): Generator<void, (MessageChange | null)[]> {
  const changes: (MessageChange | null)[] = [];
  for (const [at, message] of shown.messages.entries()) {
    const partner = partners.messages[at];
    if (partner === undefined) break;
    // Of a text that is cut, nobody can say what it lacks.
    const isWhole = message.content.length <= shown.most && partner.content.length <= partners.most;
    const [old, now] = isPartnerOld ? [partner, message] : [message, partner];
    changes.push(yield* messageChange(old, now, isWhole));
    yield;
  }
  return changes;
}

function* messageChange(
  old: Message,
  now: Message,
  isWhole: boolean,
): Generator<void, MessageChange | null> {
  const isOtherText = old.content !== now.content;
  if (!isOtherText && (yield* sameJson(old, now))) return null;
  const hasSameCalls = yield* sameJson(old.toolCalls ?? [], now.toolCalls ?? []);
  yield;
  const parts: MessageChange['parts'][number][] = [];
  if (isOtherText) parts.push('text');
  if (old.name !== now.name) parts.push('name');
  if (!hasSameCalls) parts.push('calls');
  if (old.toolCallId !== now.toolCallId) parts.push('callId');
  const segments = isOtherText && isWhole ? diffWords(old.content, now.content).segments : null;
  return { parts, segments };
}
