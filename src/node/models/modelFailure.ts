import {
  aborted,
  type ErrorCode,
  type ErrorDetails,
  EvalError,
  isEvalError,
} from '../../core/errors.ts';
import { member, textOf } from './jsonAccess.ts';
import { ReplyError } from './protocol.ts';
import type { Redactor } from './redact.ts';
import { retryAfterMs } from './retryAfter.ts';

/** What a message about a failed call needs to know. */
export interface CallContext {
  readonly origin: string;
  /** Path of the call, e.g. `/v1/chat/completions`. */
  readonly path: string;
  readonly model: string;
  /** Which key was sent, for people, e.g. `the key in OPENAI_API_KEY`; undefined where none was. */
  readonly keySource: string | undefined;
  readonly timeoutMs: number;
  readonly redactor: Redactor;
}

/** An answer of the server with a status that is no success. */
export interface RefusedCall {
  readonly status: number;
  readonly headers: Headers;
  /** What the server wrote: the `error` object of the protocol, or text. */
  readonly sent: unknown;
}

/** The error for a status of 300 and above. `now` is in milliseconds since 1970. */
export function refused(call: RefusedCall, context: CallContext, now: number): EvalError {
  const { status, headers } = call;
  const { origin, path, model, keySource } = context;
  const said = sentence(call.sent, context);
  const wait = retryAfterMs(headers, now);
  const details = { status, ...(wait === undefined ? {} : { retryAfterMs: wait }) };
  const fail = (code: ErrorCode, text: string) =>
    failure(code, `${origin} answered ${status}: ${text}${said}`, details);

  if (status < 400) {
    const target = headers.get('location') ?? '';
    const to = URL.canParse(target, origin) ? new URL(target, origin).origin : 'another address';
    return fail(
      'model-not-found',
      `it redirects to ${to}, and keys are not sent on. Set the base URL to where it leads.`,
    );
  }
  switch (status) {
    case 401:
    case 403: {
      const key = keySource === undefined ? 'no key was sent' : `it did not accept ${keySource}`;
      const action =
        keySource === undefined ? 'Set a key for this address.' : 'Check that key, or set another.';
      return fail('model-unauthorised', `${key} (model '${model}'). ${action}`);
    }
    case 402:
      return fail(
        'model-unauthorised',
        'the account has nothing left to pay with. Check its billing.',
      );
    case 404:
      return isAboutModel(call.sent)
        ? fail(
            'model-not-found',
            `it has no model '${model}'. Check the name, and whether the key may use it.`,
          )
        : fail(
            'model-not-found',
            `nothing is at ${path}, or it has no model '${model}'. Check the base URL (it usually ends in /v1) and the name.`,
          );
    case 408:
      return fail('model-timeout', 'it gave up waiting.');
    case 409:
      return fail('model-server-error', 'the request collided with another.');
    case 413:
      return fail(
        'model-bad-request',
        'the request is too large for it. Shorten the prompt or the case.',
      );
    case 429:
      return member(call.sent, 'code') === 'insufficient_quota'
        ? fail(
            'model-unauthorised',
            'the quota of the account is used up; waiting does not help. Check its billing.',
          )
        : fail(
            'model-rate-limited',
            'too many requests. It works again later, or with fewer calls at once.',
          );
    default:
      return status >= 500
        ? fail('model-server-error', 'the server failed. That usually passes; try again.')
        : fail(
            'model-bad-request',
            `it refuses the request for model '${model}'. Change what it names: parameters in the prompt, suite or settings.`,
          );
  }
}

/** The error for anything that was thrown before a reply began. */
export function notReached(error: unknown, context: CallContext): EvalError {
  const { origin } = context;
  const code = codeOf(error);
  const fail = (text: string) =>
    failure('model-unreachable', `${origin} cannot be reached: ${text}`, {
      cause: cleanCause(error, context),
    });
  if (code === undefined) return fail(context.redactor.message(rootMessage(error)));
  if (code.startsWith('HPE_')) {
    return failure(
      'model-bad-response',
      `${origin} does not answer in HTTP. Check scheme and port of the base URL.`,
      { cause: cleanCause(error, context) },
    );
  }
  switch (code) {
    case 'ECONNREFUSED':
      return fail(
        'nothing listens there (connection refused). Is the server started, and is the port right?',
      );
    case 'ENOTFOUND':
      return fail('the name is unknown (DNS). Check the base URL.');
    case 'EAI_AGAIN':
      return fail('the name cannot be looked up (DNS). Check the network connection.');
    case 'ECONNRESET':
    case 'EPIPE':
      return fail('it closed the connection without an answer.');
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return fail(`no way to it on the network (${code}). Check connection, proxy and firewall.`);
    case 'EPROTO':
      return fail('it does not speak TLS. Does the base URL need http instead of https?');
    default:
      return /CERT|SIGNED|TLS|SSL|SIGNATURE/.test(code)
        ? fail(
            `its certificate is not trusted (${code}). Check the address, or add the certificate to those this machine trusts.`,
          )
        : fail(`${context.redactor.message(rootMessage(error))} (${code}).`);
  }
}

/** The error for a reply that came with status 200 and cannot be used. */
export function badReply(error: unknown, context: CallContext): EvalError {
  if (error instanceof EvalError && !isEvalError(error, 'model-bad-response')) return error;
  // Node calls a body that ends too early "aborted", with the code of a closed connection.
  const isCutOff = error instanceof Error && 'code' in error && error.code === 'ECONNRESET';
  const reason = isCutOff
    ? 'the connection was closed in the middle of the reply.'
    : error instanceof Error
      ? context.redactor.message(error.message)
      : 'The reply cannot be read.';
  const said =
    error instanceof ReplyError && error.sent !== undefined ? sentence(error.sent, context) : '';
  return failure(
    'model-bad-response',
    `Bad reply from ${context.origin} (model '${context.model}'): ${reason}${said}`,
    { status: 200 },
  );
}

/** What is wrong with a body of which not even the kind is right, or undefined where it looks like JSON. */
export function wrongBody(body: string): ReplyError | undefined {
  const start = body.trimStart();
  if (start === '') {
    return new ReplyError('It is empty. Try again; if it stays so, look at the log of the server.');
  }
  if (start.startsWith('<')) {
    return new ReplyError(
      `It is an HTML page${titleOf(start)} in place of JSON. Check the base URL (it usually ends in /v1), and whether a proxy or login page is in between.`,
    );
  }
  return undefined;
}

export function timedOut(context: CallContext): EvalError {
  return failure(
    'model-timeout',
    `${context.origin} did not finish the reply of '${context.model}' within ${context.timeoutMs / 1000} s. Try again, or raise the time limit.`,
  );
}

export function stopped(): EvalError {
  return aborted();
}

function failure(code: ErrorCode, message: string, details: ErrorDetails = {}): EvalError {
  return new EvalError(code, message, details);
}

/** What the server said, as a sentence to put after ours; empty where it said nothing. */
function sentence(sent: unknown, { redactor }: CallContext): string {
  const text =
    textOf(sent) ?? textOf(member(sent, 'message')) ?? textOf(member(sent, 'detail')) ?? '';
  const plain = text.trimStart().startsWith('<') ? `an HTML page${titleOf(text)}` : text.trim();
  if (plain === '') return '';
  const short = plain.length > 500 ? `${plain.slice(0, 500)}...` : plain;
  return ` The server says: ${redactor.message(short)}`;
}

function isAboutModel(sent: unknown): boolean {
  if (member(sent, 'code') === 'model_not_found') return true;
  return /\bmodel\b/i.test(textOf(member(sent, 'message')) ?? '');
}

/** ` titled "..."`, or nothing. */
function titleOf(html: string): string {
  const title = /<title[^>]{0,100}>([^<]{1,100})/i.exec(html)?.[1]?.trim();
  return title === undefined || title === '' ? '' : ` titled "${title}"`;
}

function causesOf(error: unknown): readonly unknown[] {
  const chain: unknown[] = [];
  let at = error;
  while (at instanceof Error && chain.length < 8) {
    chain.push(at, ...(at instanceof AggregateError ? at.errors : []));
    at = at.cause;
  }
  return chain;
}

function codeOf(error: unknown): string | undefined {
  for (const cause of causesOf(error)) {
    const code = textOf(member(cause, 'code'));
    if (code !== undefined) return code;
  }
  return undefined;
}

function rootMessage(error: unknown): string {
  const root = causesOf(error)
    .filter((cause) => cause instanceof Error)
    .at(-1);
  return root?.message || 'the connection failed';
}

/** The cause without what might hold a key: requests, headers, bodies. */
function cleanCause(error: unknown, { redactor }: CallContext): Error {
  const code = codeOf(error);
  return new Error(redactor.message(rootMessage(error)) + (code === undefined ? '' : ` (${code})`));
}
