import type { Completion } from '../../core/run/completion.ts';
import { EventStreamReader } from './eventStream.ts';
import type { HttpResponse } from './httpFetch.ts';
import { parsedJson } from './jsonAccess.ts';
import { wrongBody } from './modelFailure.ts';
import { type Answer, type CallShape, type Protocol, ReplyError } from './protocol.ts';

/** A reply with status 200, its body not yet read. */
export interface OpenReply {
  readonly response: HttpResponse;
  readonly protocol: Protocol;
  readonly shape: CallShape;
  /** Milliseconds since the request was sent. */
  readonly since: () => number;
}

/**
 * Reads a reply to its end, as what it is: servers that were asked for a stream may answer in one
 * piece, or stream without saying so.
 * @throws {ReplyError} when it cannot be used: empty, HTML, not JSON, an error in place of a reply
 * @throws {EvalError} model-bad-response for a body that is too large
 */
export async function readReply(reply: OpenReply): Promise<Completion> {
  const { response, protocol, shape, since } = reply;
  const type = response.headers.get('content-type') ?? '';
  if (shape.isStreamed && type.includes('event-stream')) {
    const stream = protocol.stream();
    let firstTokenMs: number | undefined;
    const reader = new EventStreamReader((event) => {
      if (stream.take(event)) firstTokenMs ??= since();
    });
    await response.readText((text) => reader.push(text));
    reader.end();
    return {
      ...stream.finish(),
      latencyMs: since(),
      ...(firstTokenMs === undefined ? {} : { firstTokenMs }),
    };
  }
  const body = await response.text();
  const latencyMs = since();
  const wrong = wrongBody(body);
  if (wrong !== undefined) throw wrong;
  if (/^\s*(data|event|:)/.test(body)) return { ...unlabelled(body, protocol), latencyMs };
  const json = parsedJson(body);
  if (json === undefined) throw new ReplyError('It is not JSON, or was cut off.');
  return { ...protocol.answer(json), latencyMs };
}

/** A stream that the server did not announce as one. Only its last moment is known. */
function unlabelled(body: string, protocol: Protocol): Answer {
  const stream = protocol.stream();
  const reader = new EventStreamReader((event) => void stream.take(event));
  reader.push(body);
  reader.end();
  return stream.finish();
}
