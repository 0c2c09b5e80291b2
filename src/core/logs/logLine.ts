import type { Conversation } from '../complaint/conversation.ts';
import { lastReplyIndex } from '../complaint/conversation.ts';
import { attributesOf, messagesOfSpan, spansOf } from '../complaint/genAiSpans.ts';
import { logLineConversation } from '../complaint/jsonConversation.ts';
import { field, recordOf } from '../complaint/looseJson.ts';
import type { Message } from '../prompt/message.ts';
import { recordedTime } from '../score/recordedTime.ts';
import type { Recording } from '../score/recording.ts';
import { numberOf, recordingOfJson, usageOf } from '../score/recordingLine.ts';

/** Replies that a line of a log holds, none where it tells of something else; or what is wrong with it, as a sentence. */
export type LogLine = readonly Recording[] | string;

/**
 * Reads a line of a production log by its shape: completions JSONL, a request with its response or a conversation in OpenAI's forms, or an
 * OpenTelemetry export (OTLP/JSON, any number of GenAI spans or log records).
 *
 * @param line 1-based
 */
export function recordingsOfLine(text: string, line: number): LogLine {
  const json = parsed(text);
  if (json === undefined) return 'This is not JSON.';
  if (json === null || typeof json !== 'object') return 'This is not a JSON object.';
  if (typeof field(json, 'output') === 'string' && field(json, 'input') === undefined)
    return single(recordingOfJson(json, line));
  const spans = spansOf(json);
  if (spans.length > 0) return recordingsOfSpans(spans, line);
  if (isExport(json)) return [];
  const conversation = logLineConversation(json);
  if (conversation !== undefined) return recordingsOfConversation(conversation, json, line);
  return 'There is no reply of a model: neither an output, nor messages, nor a GenAI span.';
}

function single(recording: Recording | string): LogLine {
  return typeof recording === 'string' ? recording : [recording];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isExport(json: object): boolean {
  return ['resourceSpans', 'resourceLogs', 'resourceMetrics'].some((key) =>
    Object.hasOwn(json, key),
  );
}

const timeKeys = [
  ...['time', 'timestamp', '@timestamp', 'ts', 'created_at', 'createdAt', 'created', 'date'],
  ...['start_time', 'startTime'],
] as const;

function recordingsOfConversation(
  conversation: Conversation,
  json: object,
  line: number,
): readonly Recording[] {
  const at = lastReplyIndex(conversation);
  const reply = conversation.messages[at];
  if (reply === undefined) return [];
  const response = recordOf(field(json, 'response'));
  const request = field(json, 'request');
  const places = [json, response, field(response, 'body'), request, field(request, 'body')];
  const first = <T>(read: (place: unknown) => T | undefined) =>
    places.map(read).find((found) => found !== undefined);
  const id = field(json, 'case');
  const latencyMs = first((place) =>
    ['latencyMs', 'latency_ms', 'duration_ms', 'durationMs']
      .map((key) => numberOf(field(place, key)))
      .find((found) => found !== undefined),
  );
  const model = first((place) => textAt(place, 'model'));
  const usage = first((place) => usageOf(field(place, 'usage')));
  const time = first((place) =>
    timeKeys.map((key) => recordedTime(field(place, key))).find((found) => found !== undefined),
  );
  return [
    {
      ...partsOf(conversation.messages.slice(0, at), reply, line),
      ...((typeof id === 'string' || typeof id === 'number') && { caseId: String(id) }),
      ...(latencyMs !== undefined && latencyMs >= 0 && { latencyMs }),
      ...(model !== undefined && { model }),
      ...(usage !== undefined && { usage }),
      ...(time !== undefined && { time }),
    },
  ];
}

function partsOf(messages: readonly Message[], reply: Message, line: number) {
  return { line, output: reply.content, toolCalls: reply.toolCalls ?? [], messages };
}

function textAt(value: unknown, key: string): string | undefined {
  const text = field(value, key);
  return typeof text === 'string' ? text : undefined;
}

/** Spans of an agent's work that hold the model's replies a second time. */
const agentOperations: ReadonlySet<unknown> = new Set(['invoke_agent', 'invoke_workflow']);

type Span = Readonly<Record<string, unknown>>;

/**
 * Each span with a reply is one recording. A span of an agent repeats what the calls inside it said, so it counts
 * only in a trace whose calls are not recorded in the same line.
 */
function recordingsOfSpans(spans: readonly Span[], line: number): readonly Recording[] {
  const found = spans.flatMap((span) => {
    const attributes = attributesOf(field(span, 'attributes'));
    const recording = recordingOfSpan(span, attributes, line);
    const isAgent = agentOperations.has(attributes.get('gen_ai.operation.name'));
    return recording === undefined ? [] : [{ recording, isAgent, trace: field(span, 'traceId') }];
  });
  const called = new Set(found.flatMap(({ isAgent, trace }) => (isAgent ? [] : [trace])));
  return found.flatMap(({ recording, isAgent, trace }) =>
    isAgent && called.has(trace) ? [] : [recording],
  );
}

function recordingOfSpan(
  span: Span,
  attributes: ReadonlyMap<string, unknown>,
  line: number,
): Recording | undefined {
  const said = messagesOfSpan(span, attributes);
  const at = said.findLastIndex(({ role }) => role === 'assistant');
  const reply = said[at];
  if (reply === undefined) return undefined;
  const started = recordedTime(field(span, 'startTimeUnixNano') ?? field(span, 'timeUnixNano'));
  const ended = recordedTime(field(span, 'endTimeUnixNano'));
  const usage = usageOf(
    Object.fromEntries(
      [...attributes].flatMap(([key, value]) =>
        key.startsWith('gen_ai.usage.') ? [[key.slice('gen_ai.usage.'.length), value]] : [],
      ),
    ),
  );
  const model = attributes.get('gen_ai.response.model') ?? attributes.get('gen_ai.request.model');
  return {
    ...partsOf(said.slice(0, at), reply, line),
    ...(started !== undefined &&
      ended !== undefined && { latencyMs: Math.max(0, ended - started) }),
    ...(usage !== undefined && { usage }),
    ...(typeof model === 'string' && { model }),
    ...(started !== undefined && { time: started }),
  };
}
