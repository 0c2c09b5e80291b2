import type { Completion } from '../../core/run/completion.ts';
import type { RenderedRequest } from '../../core/run/request.ts';
import type { StreamEvent } from './eventStream.ts';

/** What a call asks of the reply besides its content. */
export interface CallShape {
  readonly isStreamed: boolean;
  /** Whether a streamed reply should end with its token usage. */
  readonly asksForUsage: boolean;
}

/** A completion without times, as one reply gives it. */
export type Answer = Omit<Completion, 'latencyMs' | 'firstTokenMs'>;

/** Collects a streamed reply. */
export interface AnswerStream {
  /**
   * Takes the next event. Returns whether it carried something of the answer itself.
   * @throws {ReplyError} for an error inside the stream, or an event that is no JSON
   */
  take(event: StreamEvent): boolean;
  /** @throws {ReplyError} when the stream stopped before its end */
  finish(): Answer;
}

/** One of the ways to talk to an OpenAI-compatible server. */
export interface Protocol {
  /** Path below the base URL. */
  readonly path: string;
  body(request: RenderedRequest, shape: CallShape): unknown;
  stream(): AnswerStream;
  /** @throws {ReplyError} when the JSON is no reply */
  answer(json: unknown): Answer;
}

/** What is wrong with a reply that came with status 200. */
export class ReplyError extends Error {
  /** The error object that the server sent in place of a reply. */
  readonly sent: unknown;

  constructor(message: string, sent?: unknown) {
    super(message);
    this.name = 'ReplyError';
    this.sent = sent;
  }
}
