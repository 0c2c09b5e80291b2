import type { CaseDetails, Side } from '../../src/panel/slices/details.ts';
import type {
  RequestChange,
  RequestChanges,
  SentRequest,
} from '../../src/panel/slices/sentRequest.ts';

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
  const isSame = changes.messages === 'same';
  if (changes.changes.length === 0)
    return isSame
      ? `The same as the ${other} request.`
      : `Only the messages differ from the ${other} request.`;
  const rest = isSame ? 'The messages are the same.' : 'The messages differ too.';
  return `Differs from the ${other} request: ${changesText(changes)}. ${rest}`;
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
  const { what, name, old, new: now } = change;
  switch (what) {
    case 'endpoint':
    case 'model':
      return `${what} ${old} \u2192 ${now}`;
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
