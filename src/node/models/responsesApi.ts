import type { Message, ToolCall } from '../../core/prompt/message.ts';
import type { TokenUsage } from '../../core/run/completion.ts';
import type { RenderedRequest } from '../../core/run/request.ts';
import { responsesParameters } from '../../core/run/sentParameters.ts';
import { answerOf } from './chatCompletions.ts';
import type { StreamEvent } from './eventStream.ts';
import { listOf, member, memberAt, numberOf, parsedJson, textOf } from './jsonAccess.ts';
import {
  type Answer,
  type AnswerStream,
  type CallShape,
  type Protocol,
  ReplyError,
} from './protocol.ts';

/** The Responses protocol (POST /responses). */
export const responsesApi: Protocol = {
  path: '/responses',
  body: responsesBody,
  stream: () => new ResponsesStream(),
  answer: responsesAnswer,
};

function responsesBody(request: RenderedRequest, shape: CallShape): unknown {
  return {
    model: request.model,
    input: request.messages.flatMap(inputItems),
    tools:
      request.tools.length === 0
        ? undefined
        : request.tools.map(({ name, description, parameters }) => ({
            type: 'function',
            name,
            description,
            parameters: parameters ?? { type: 'object', properties: {} },
            strict: false,
          })),
    ...responsesParameters(request.parameters),
    stream: shape.isStreamed ? true : undefined,
  };
}

function inputItems(message: Message): readonly unknown[] {
  if (message.role === 'tool') {
    return [
      {
        type: 'function_call_output',
        call_id: message.toolCallId ?? 'call_0',
        output: message.content,
      },
    ];
  }
  const calls = (message.toolCalls ?? []).map((call, index) => ({
    type: 'function_call',
    call_id: call.id ?? `call_${index}`,
    name: call.name,
    arguments: call.arguments,
  }));
  const isEmptyCall = calls.length > 0 && message.content === '';
  return [...(isEmptyCall ? [] : [{ role: message.role, content: message.content }]), ...calls];
}

function responsesAnswer(json: unknown): Answer {
  const failure = member(json, 'error');
  if (failure) throw new ReplyError('The server sent an error in place of a reply.', failure);
  const output = member(json, 'output');
  if (!Array.isArray(output)) throw new ReplyError('The reply holds no output.');
  let text = '';
  const toolCalls: ToolCall[] = [];
  for (const item of listOf(output)) {
    if (member(item, 'type') === 'message') {
      for (const part of listOf(member(item, 'content'))) {
        text += textOf(member(part, 'text')) ?? textOf(member(part, 'refusal')) ?? '';
      }
    } else if (member(item, 'type') === 'function_call') {
      const id = textOf(member(item, 'call_id'));
      toolCalls.push({
        ...(id === undefined ? {} : { id }),
        name: textOf(member(item, 'name')) ?? '',
        arguments: textOf(member(item, 'arguments')) ?? '',
      });
    }
  }
  return answerOf({
    text,
    toolCalls,
    finishReason: finishReason(json, toolCalls.length > 0),
    usage: responsesUsage(member(json, 'usage')),
    model: textOf(member(json, 'model')),
    fingerprint: undefined,
  });
}

/** In the words of Chat Completions, so that a metric on it means the same for both. */
function finishReason(json: unknown, hasToolCalls: boolean): string | undefined {
  const reason = textOf(memberAt(json, 'incomplete_details', 'reason'));
  if (reason === 'max_output_tokens') return 'length';
  if (reason !== undefined) return reason;
  if (member(json, 'status') !== 'completed') return textOf(member(json, 'status'));
  return hasToolCalls ? 'tool_calls' : 'stop';
}

function responsesUsage(usage: unknown): TokenUsage | undefined {
  const inputTokens = numberOf(member(usage, 'input_tokens'));
  const outputTokens = numberOf(member(usage, 'output_tokens'));
  if (inputTokens === undefined || outputTokens === undefined) return undefined;
  const cachedInputTokens = numberOf(memberAt(usage, 'input_tokens_details', 'cached_tokens'));
  return {
    inputTokens,
    outputTokens,
    ...(cachedInputTokens === undefined ? {} : { cachedInputTokens }),
  };
}

/** The last event carries the whole response; the ones before it only tell the time. */
class ResponsesStream implements AnswerStream {
  private response: unknown;
  private events = 0;

  take(event: StreamEvent): boolean {
    if (event.data.startsWith('[DONE]')) return false;
    const data = parsedJson(event.data);
    if (data === undefined) throw new ReplyError('A part of the streamed reply is not JSON.');
    this.events++;
    const type = textOf(member(data, 'type')) ?? event.event;
    switch (type) {
      case 'error':
        throw new ReplyError(
          'The server broke off the streamed reply with an error.',
          member(data, 'error') ?? data,
        );
      case 'response.failed':
        throw new ReplyError(
          'The server broke off the streamed reply with an error.',
          memberAt(data, 'response', 'error'),
        );
      case 'response.completed':
      case 'response.incomplete':
        this.response = member(data, 'response');
        return false;
      default:
        return type.endsWith('.delta');
    }
  }

  finish(): Answer {
    if (this.events === 0) throw new ReplyError('The streamed reply is empty.');
    if (this.response === undefined) {
      throw new ReplyError(
        'The streamed reply stopped in the middle: response.completed never came.',
      );
    }
    return responsesAnswer(this.response);
  }
}
