import { hashOf } from '../../../core/hash.ts';
import type { JsonValue } from '../../../core/json.ts';
import type { Message, Role } from '../../../core/prompt/message.ts';
import { listOf, member, memberAt, numberOf, parsedJson, textOf } from '../jsonAccess.ts';
import type { SimulatedRequest } from './simulate.ts';

/** A call that is answered with an error of the protocol. */
export class BadCall extends Error {
  /** HTTP status. */
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** The body of a Chat Completions call, as far as the simulated model uses it. */
export interface SimulatedCall {
  readonly request: Omit<SimulatedRequest, 'trial'>;
  readonly isStreamed: boolean;
  readonly wantsUsage: boolean;
  /** Of the reply: the same for the same call. */
  readonly id: string;
}

/** @throws {BadCall} when the body is no Chat Completions request */
export function readSimulatedCall(body: string): SimulatedCall {
  const json = parsedJson(body);
  if (json === undefined) throw new BadCall(400, 'The body of the request is not JSON.');
  const list = member(json, 'messages');
  if (!Array.isArray(list)) throw new BadCall(400, "'messages' is missing or not a list.");
  const temperature = numberOf(member(json, 'temperature'));
  if (temperature !== undefined && (temperature < 0 || temperature > 2)) {
    throw new BadCall(400, `'temperature' is ${temperature}; it can be from 0 to 2.`);
  }
  const maxTokens =
    numberOf(member(json, 'max_completion_tokens')) ?? numberOf(member(json, 'max_tokens'));
  const responseFormat = member(json, 'response_format');
  return {
    request: {
      messages: list.map(messageOf),
      ...(temperature === undefined ? {} : { temperature }),
      ...(maxTokens === undefined ? {} : { maxTokens }),
      ...(isJsonValue(responseFormat) ? { responseFormat } : {}),
    },
    isStreamed: member(json, 'stream') === true,
    wantsUsage: memberAt(json, 'stream_options', 'include_usage') === true,
    id: hashOf(body).slice(0, 16),
  };
}

function messageOf(json: unknown, index: number): Message {
  const role = roleOf(member(json, 'role'));
  if (role === undefined) throw new BadCall(400, `'messages[${index}].role' is not known.`);
  const content = member(json, 'content');
  const parts = listOf(content).map((part) => textOf(member(part, 'text')) ?? '');
  return { role, content: textOf(content) ?? parts.join('') };
}

function roleOf(value: unknown): Role | undefined {
  switch (value) {
    case 'system':
    case 'developer':
    case 'user':
    case 'assistant':
    case 'tool':
      return value;
    default:
      return undefined;
  }
}

/** What came out of a JSON text is JSON; only absence has to be told apart. */
function isJsonValue(value: unknown): value is JsonValue {
  return value !== undefined;
}
