import {
  array,
  boolean,
  type Checked,
  count,
  literal,
  nullable,
  object,
  string,
  tagged,
} from '../shape.ts';
import { segmentShape } from './segments.ts';

/** A text as far as it is not too long; `length` in UTF-16 units is that of the whole. */
export const sentTextShape = object({ text: string, length: count });

export type SentText = Checked<typeof sentTextShape>;

const callShape = object({ id: nullable(string), name: string, arguments: sentTextShape });

const messageChangeShape = object({
  /** What of it is another. */
  parts: array(literal('text', 'name', 'calls', 'callId')),
  /** The words of both texts, from old to new; null where the text is the same, or too long to be compared here. */
  segments: nullable(array(segmentShape)),
});

/** What a message differs in from the one in its place on the other side. */
export type MessageChange = Checked<typeof messageChangeShape>;

const messageShape = object({
  role: string,
  name: nullable(string),
  content: sentTextShape,
  toolCalls: array(callShape),
  /** The call that this message is the result of. */
  toolCallId: nullable(string),
  /** Null: it is the same, or there is nothing that it could be compared with. */
  change: nullable(messageChangeShape),
});

/** A message as it was sent. */
export type SentMessage = Checked<typeof messageShape>;

export const messagePageShape = object({
  /** Place of the first in the request, and how many it has altogether. */
  offset: count,
  total: count,
  messages: array(messageShape),
});

/** Some messages that follow each other. */
export type MessagePage = Checked<typeof messagePageShape>;

const parameterShape = object({ name: string, value: sentTextShape });

export type SentParameter = Checked<typeof parameterShape>;

const toolShape = object({
  name: string,
  description: sentTextShape,
  /** Whether there is a schema of its arguments; it comes on demand. */
  hasSchema: boolean,
});

export type SentTool = Checked<typeof toolShape>;

const exactShape = object({
  type: literal('exact'),
  /** Provider and address, e.g. `openai https://api.openai.com/v1`. */
  endpoint: string,
  model: string,
  /** The case that a recording is asked for; null for all other models. */
  caseId: nullable(string),
  parameters: array(parameterShape),
  tools: array(toolShape),
  /** How many there are, where some are left out. */
  parameterCount: count,
  toolCount: count,
});

const knownShape = object({
  type: literal('known'),
  /**
   * `absent`: the history does not have it (any more); `imported`: the reply comes from a report or recording; `failed`: there
   * is no reply; `unreadable`: the history cannot tell.
   */
  why: literal('absent', 'imported', 'failed', 'unreadable'),
  /** What went wrong where it is `unreadable`; else empty. */
  reason: string,
});

export const sentRequestShape = object({
  head: tagged<Checked<typeof exactShape> | Checked<typeof knownShape>>({
    exact: exactShape,
    known: knownShape,
  }),
  /** The first messages and, where there are too many, the last ones. */
  pages: array(messagePageShape),
});

/** The request of a reply as it was sent; where that is not known, the messages that the result knows of. */
export type SentRequest = Checked<typeof sentRequestShape>;

const changeShape = object({
  what: literal('endpoint', 'model', 'parameter', 'tool'),
  /** Of the parameter or tool; empty for the others. */
  name: string,
  /** Null: it was not sent. */
  old: nullable(string),
  new: nullable(string),
  /** The values are too long to be told: they only differ. */
  isLong: boolean,
});

export type RequestChange = Checked<typeof changeShape>;

const sameShape = object({ type: literal('same') });
const differShape = object({
  type: literal('differ'),
  /** Place of the first that differs, and how many messages either request has. */
  first: count,
  total: count,
});
/** Their roles do not follow each other in the same way: so many, from the first on, are compared one by one. */
const unlikeShape = object({ type: literal('unlike'), partnered: count });

const messagesChangeShape = tagged<
  Checked<typeof sameShape> | Checked<typeof differShape> | Checked<typeof unlikeShape>
>({ same: sameShape, differ: differShape, unlike: unlikeShape });

export const requestChangesShape = object({
  changes: array(changeShape),
  /** How many more there are. */
  more: count,
  messages: messagesChangeShape,
});

/** What of the two requests to one turn differs. */
export type RequestChanges = Checked<typeof requestChangesShape>;

export const sentPartShape = tagged<SentPart>({
  message: object<Extract<SentPart, { type: 'message' }>>({
    type: literal('message'),
    message: count,
  }),
  call: object<Extract<SentPart, { type: 'call' }>>({
    type: literal('call'),
    message: count,
    call: count,
  }),
  parameter: object<Extract<SentPart, { type: 'parameter' }>>({
    type: literal('parameter'),
    parameter: count,
  }),
  description: object<Extract<SentPart, { type: 'description' }>>({
    type: literal('description'),
    tool: count,
  }),
  schema: object<Extract<SentPart, { type: 'schema' }>>({ type: literal('schema'), tool: count }),
});

/** Where in a request a text stands; places are counted from 0. */
export type SentPart =
  | { readonly type: 'message'; readonly message: number }
  | { readonly type: 'call'; readonly message: number; readonly call: number }
  | { readonly type: 'parameter'; readonly parameter: number }
  | { readonly type: 'description'; readonly tool: number }
  | { readonly type: 'schema'; readonly tool: number };
