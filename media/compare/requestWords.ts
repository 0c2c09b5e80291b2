import type { CaseDetails, Side } from '../../src/panel/slices/details.ts';
import type {
  MessageChange,
  RequestChange,
  RequestChanges,
  SentRequest,
} from '../../src/panel/slices/sentRequest.ts';
import { endpointWords } from './endpointWords.ts';

/** The turn whose request is looked at first: where the case fails, else the last, of the new side if there is one. */
export function tellingTurn({ failingTurn, requests }: CaseDetails): number {
  const last = requests.findLastIndex((sides) => sides.new);
  return Math.max(0, failingTurn ?? (last < 0 ? requests.length - 1 : last));
}

/** e.g. `temperature 0 → 0.7, tool refund is new`. */
export function changesText({ changes, more }: RequestChanges): string {
  const told = changes.map(changeText).join(', ');
  return more === 0 ? told : `${told}, and ${more} more`;
}

/** How two requests stand to each other, in a sentence. `other`: whose request it is compared with. */
export function comparisonText(changes: RequestChanges, other: Side): string {
  const { messages } = changes;
  const isSame = messages.type === 'same';
  const place = isSame ? '' : ` ${placeText(messages)}`;
  if (changes.changes.length === 0)
    return isSame
      ? `The same as the ${other} request.`
      : `Only the messages differ from the ${other} request.${place}`;
  const rest = isSame ? 'The messages are the same.' : `The messages differ too.${place}`;
  return `Differs from the ${other} request: ${changesText(changes)}. ${rest}`;
}

function placeText(messages: Exclude<RequestChanges['messages'], { type: 'same' }>): string {
  switch (messages.type) {
    case 'differ':
      return `The first that differs is message ${messages.first + 1} of ${messages.total}.`;
    case 'unlike':
      return `Their roles do not follow each other in the same way: ${comparedText(messages.partnered)} compared one by one.`;
  }
}

function comparedText(count: number): string {
  if (count === 0) return 'they are not';
  return count === 1 ? 'only the first is' : `only the first ${count} are`;
}

/** What of a message is another, in a few words. */
export function changedText({ parts, segments }: MessageChange): string {
  const isTextAlone = parts.length === 1 && parts[0] === 'text';
  const what = isTextAlone || parts.length === 0 ? '' : `: ${parts.map(partText).join(', ')}`;
  const isCut = parts.includes('text') && segments === null;
  return `changed${what}${isCut ? '; too long to show where' : ''}`;
}

function partText(part: MessageChange['parts'][number]): string {
  switch (part) {
    case 'text':
      return 'text';
    case 'name':
      return 'name';
    case 'calls':
      return 'tool calls';
    case 'callId':
      return 'the call it answers';
  }
}

/** Why no request is shown, and what is shown in its place. */
export function unknownText(
  head: Extract<SentRequest['head'], { type: 'known' }>,
  hasMessages: boolean,
): string {
  const rest = hasMessages
    ? 'These are the messages as the suite filled them in.'
    : 'Nothing is known of its messages.';
  return `${reasonText(head)} ${rest}`;
}

function reasonText({ why, reason }: Extract<SentRequest['head'], { type: 'known' }>): string {
  switch (why) {
    case 'absent':
      return 'The request itself is not in this history: it is of another machine, or no longer kept.';
    case 'imported':
      return 'This reply comes from a report or a recording; the request itself is not in this history.';
    case 'failed':
      return 'This reply failed, and a request without a reply is not kept.';
    case 'unreadable':
      return `The request cannot be read from the history: ${reason}`;
  }
}

function changeText(change: RequestChange): string {
  const { name, old, new: now } = change;
  switch (change.what) {
    case 'endpoint':
      return `endpoint ${endpointWords(old ?? '')} \u2192 ${endpointWords(now ?? '')}`;
    case 'model':
      return `model ${old} \u2192 ${now}`;
    case 'parameter':
      return change.isLong
        ? `${name} ${comingText(change)}`
        : `${name} ${old ?? 'not sent'} \u2192 ${now ?? 'not sent'}`;
    case 'tool':
      return name === '' ? 'the order of the tools' : `tool ${name} ${comingText(change)}`;
  }
}

function comingText({ old, new: now }: RequestChange): string {
  if (old === null) return 'is new';
  return now === null ? 'is gone' : 'differs';
}
