import type { Message } from '../../core/prompt/message.ts';
import { redact } from '../../core/redact.ts';
import type { TrialResult } from '../../core/results/runResult.ts';
import type { RenderedRequest } from '../../core/run/request.ts';
import type {
  MessageChange,
  MessagePage,
  SentMessage,
  SentPart,
  SentRequest,
  SentText,
} from '../slices/sentRequest.ts';
import { cutText, shortened } from './cutText.ts';
import { fairCut } from './fairCut.ts';
import { knownMessages } from './knownMessages.ts';
import { type Compared, messageChanges, partnersOf } from './messageChanges.ts';
import { shownParameters } from './shownParameters.ts';

/** Messages of a page. */
export const pageMessages = 20;

/** UTF-16 units of all texts of a page, and what of each is sent however many there are. */
const maxPage = 40_000;
const leastText = 300;
/** UTF-16 units of one text that are sent at first; the whole of it on demand. */
const maxText = 20_000;
/** The same of all parameters, and of all descriptions of tools. */
const maxParameters = 20_000;
const maxDescriptions = 20_000;
const maxDescription = 1000;
/** Parameters and tools that are listed. */
const maxListed = 200;
/** UTF-16 units of a name. */
const maxName = 200;
/** Structured values are laid out in lines when they are longer than this. */
const maxLine = 60;

/** What is known of the request of one reply. */
export type Known =
  | { readonly type: 'exact'; readonly request: RenderedRequest }
  | {
      readonly type: 'known';
      readonly why: 'absent' | 'imported' | 'failed' | 'unreadable';
      readonly reason: string;
      readonly trial: TrialResult;
      readonly reply: number;
    };

/** The request with its first messages, and the last ones where there are too many. In small steps. */
export function* sentRequest(
  known: Known,
  compared: Compared | null,
): Generator<void, SentRequest> {
  const messages = messagesOf(known);
  const head = yield* headOf(known);
  const { length } = messages;
  // The last one is what was answered.
  const starts = length <= pageMessages ? [0] : [0, Math.max(length - pageMessages / 2, 0)];
  const size = length <= pageMessages ? pageMessages : pageMessages / 2;
  const pages: MessagePage[] = [];
  for (const start of starts) pages.push(yield* page(known, messages, compared, start, size));
  return { head, pages };
}

/** More messages, from a place on. In small steps. */
export function* messagePage(
  known: Known,
  compared: Compared | null,
  offset: number,
): Generator<void, MessagePage> {
  return yield* page(known, messagesOf(known), compared, offset, pageMessages);
}

/** A part of a request, whole or as far as it is not too long; null where it has no such part. */
export function sentText(known: Known, part: SentPart, isWhole: boolean): SentText | null {
  const text = partText(known, part);
  if (text === undefined) return null;
  return isWhole ? { text, length: text.length } : cut(text, maxText);
}

function partText(known: Known, part: SentPart): string | undefined {
  const clean = cleanerOf(known);
  const request = known.type === 'exact' ? known.request : undefined;
  switch (part.type) {
    case 'message': {
      const message = messagesOf(known)[part.message];
      return message && clean(message.content);
    }
    case 'call': {
      const call = messagesOf(known)[part.message]?.toolCalls?.[part.call];
      return call && clean(call.arguments);
    }
    case 'parameter': {
      const parameter = request && shownParameters(request)[part.parameter];
      return parameter && valueText(parameter.value);
    }
    case 'description':
      return request?.tools[part.tool]?.description;
    case 'schema': {
      const schema = request?.tools[part.tool]?.parameters;
      return schema && JSON.stringify(schema, undefined, 2);
    }
  }
}

function* headOf(known: Known): Generator<void, SentRequest['head']> {
  if (known.type === 'known') return { type: 'known', why: known.why, reason: known.reason };
  const { request } = known;
  const parameters = shownParameters(request);
  const values = parameters.slice(0, maxListed).map(({ name, value }) => ({
    name: shortened(name, maxName),
    text: valueText(value),
  }));
  yield;
  const mostValue = fairCut(
    values.map(({ text }) => text.length),
    maxParameters,
    leastText,
    maxText,
  );
  const tools = request.tools.slice(0, maxListed);
  const mostTool = fairCut(
    tools.map(({ description = '' }) => description.length),
    maxDescriptions,
    100,
    maxDescription,
  );
  return {
    type: 'exact',
    endpoint: shortened(request.endpoint, maxName),
    model: shortened(request.model, maxName),
    caseId: request.caseId === undefined ? null : shortened(request.caseId, maxName),
    parameters: values.map(({ name, text }) => ({ name, value: cut(text, mostValue) })),
    tools: tools.map(({ name, description = '', parameters: schema }) => ({
      name: shortened(name, maxName),
      description: cut(description, mostTool),
      hasSchema: schema !== undefined,
    })),
    parameterCount: parameters.length,
    toolCount: request.tools.length,
  };
}

function* page(
  known: Known,
  messages: readonly Message[],
  compared: Compared | null,
  offset: number,
  size: number,
): Generator<void, MessagePage> {
  const clean = cleanerOf(known);
  const shown: Message[] = [];
  for (const message of messages.slice(offset, offset + size)) {
    shown.push(cleaned(message, clean));
    yield;
  }
  const most = mostOf(
    shown.flatMap(({ content, toolCalls = [] }) => [
      content.length,
      ...toolCalls.map((call) => call.arguments.length),
    ]),
  );
  const partners = partnersOf(messages, compared).slice(offset, offset + size);
  const changes = yield* messageChanges(
    { messages: shown, most },
    { messages: partners, most: mostOf(partners.map(({ content }) => content.length)) },
    compared?.side === 'old',
  );
  return {
    offset,
    total: messages.length,
    messages: shown.map((message, at) => messageSlice(message, most, changes[at] ?? null)),
  };
}

/** What of each text of a page is sent. */
function mostOf(lengths: readonly number[]): number {
  return fairCut(lengths, maxPage, leastText, maxText);
}

function messageSlice(message: Message, most: number, change: MessageChange | null): SentMessage {
  const { role, content, name, toolCalls = [], toolCallId } = message;
  return {
    role: shortened(role, maxName),
    name: name === undefined ? null : shortened(name, maxName),
    content: cut(content, most),
    toolCalls: toolCalls.map((call) => ({
      id: call.id === undefined ? null : shortened(call.id, maxName),
      name: shortened(call.name, maxName),
      arguments: cut(call.arguments, most),
    })),
    toolCallId: toolCallId === undefined ? null : shortened(toolCallId, maxName),
    change,
  };
}

function messagesOf(known: Known): readonly Message[] {
  return known.type === 'exact' ? known.request.messages : knownMessages(known.trial, known.reply);
}

/** What the store keeps is without secrets; what a result knows may be from before it was stored. */
function cleanerOf(known: Known): (text: string) => string {
  return known.type === 'exact' ? (text) => text : (text) => redact(text);
}

function cleaned(message: Message, clean: (text: string) => string): Message {
  const { content, toolCalls } = message;
  return {
    ...message,
    content: clean(content),
    ...(toolCalls && {
      toolCalls: toolCalls.map((call) => ({ ...call, arguments: clean(call.arguments) })),
    }),
  };
}

/** JSON on one line where it is short, else laid out. */
function valueText(value: unknown): string {
  const line = JSON.stringify(value) ?? '';
  return line.length <= maxLine || typeof value === 'string'
    ? line
    : JSON.stringify(value, undefined, 2);
}

function cut(text: string, most: number): SentText {
  return { text: cutText(text, most), length: text.length };
}
