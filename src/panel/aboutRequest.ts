import { boolean, count, literal, nullable, object, string } from './shape.ts';
import type { Side } from './slices/details.ts';
import {
  type MessagePage,
  messagePageShape,
  type RequestChanges,
  requestChangesShape,
  type SentPart,
  type SentRequest,
  type SentText,
  sentPartShape,
  sentRequestShape,
  sentTextShape,
} from './slices/sentRequest.ts';

/** A turn of a trial. */
interface RequestPlace {
  readonly caseId: string;
  readonly trial: number;
  /** Place of the reply in the trial; one behind the last is what failed in its place. */
  readonly reply: number;
}

/** What the requests of both sides to one turn differ in; null where one of them is not known exactly. */
export interface RequestChangesRequest extends RequestPlace {
  readonly type: 'requestChanges';
}

/** The request of a reply, with its first messages. */
export interface SentRequestRequest extends RequestPlace {
  readonly type: 'sentRequest';
  readonly side: Side;
}

/** More messages of it, from a place on. */
export interface SentMessagesRequest extends RequestPlace {
  readonly type: 'sentMessages';
  readonly side: Side;
  readonly offset: number;
}

/** A text of it that was left out, as far as it is not too long, or whole. */
export interface SentTextRequest extends RequestPlace {
  readonly type: 'sentText';
  readonly side: Side;
  readonly part: SentPart;
  readonly isWhole: boolean;
}

/** Questions about the request of a reply; they are answered from the history. */
export type AboutRequest =
  | RequestChangesRequest
  | SentRequestRequest
  | SentMessagesRequest
  | SentTextRequest;

/** What each of them is answered with; null where there is nothing to tell. */
export interface RequestAnswers {
  readonly requestChanges: RequestChanges | null;
  readonly sentRequest: SentRequest | null;
  readonly sentMessages: MessagePage | null;
  readonly sentText: SentText | null;
}

export const requestAnswerShapes = {
  requestChanges: nullable(requestChangesShape),
  sentRequest: nullable(sentRequestShape),
  sentMessages: nullable(messagePageShape),
  sentText: nullable(sentTextShape),
};

const side = literal<Side>('old', 'new');
const place = { caseId: string, trial: count, reply: count };

export const aboutRequestShapes = {
  requestChanges: object<RequestChangesRequest>({ type: literal('requestChanges'), ...place }),
  sentRequest: object<SentRequestRequest>({ type: literal('sentRequest'), ...place, side }),
  sentMessages: object<SentMessagesRequest>({
    type: literal('sentMessages'),
    ...place,
    side,
    offset: count,
  }),
  sentText: object<SentTextRequest>({
    type: literal('sentText'),
    ...place,
    side,
    part: sentPartShape,
    isWhole: boolean,
  }),
};
