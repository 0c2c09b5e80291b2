import type { Message, ToolCall } from '../../core/prompt/message.ts';
import type { ToolDefinition } from '../../core/prompt/prompt.ts';
import type { TokenUsage } from '../../core/run/completion.ts';
import type { RenderedRequest } from '../../core/run/request.ts';
import { chatParameters, type MaxTokensName } from '../../core/run/sentParameters.ts';
import type { StreamEvent } from './eventStream.ts';
import { listOf, member, memberAt, numberOf, parsedJson, textOf } from './jsonAccess.ts';
import {
  type Answer,
  type AnswerStream,
  type CallShape,
  type Protocol,
  ReplyError,
} from './protocol.ts';

/** The Chat Completions protocol (POST /chat/completions). */
export function chatCompletions(maxTokens: MaxTokensName): Protocol {
  return {
    path: '/chat/completions',
    body: (request, shape) => chatBody(request, shape, maxTokens),
    stream: () => new ChatStream(),
    answer: chatAnswer,
  };
}

function chatBody(request: RenderedRequest, shape: CallShape, maxTokens: MaxTokensName): unknown {
  return {
    model: request.model,
    messages: request.messages.map(chatMessage),
    tools: request.tools.length === 0 ? undefined : request.tools.map(chatTool),
    ...chatParameters(request.parameters, maxTokens),
    stream: shape.isStreamed ? true : undefined,
    stream_options: shape.isStreamed && shape.asksForUsage ? { include_usage: true } : undefined,
  };
}

function chatMessage(message: Message): unknown {
  const { role, content, name, toolCalls, toolCallId } = message;
  return {
    role,
    content,
    name,
    tool_calls: toolCalls?.map((call, index) => ({
      id: call.id ?? `call_${index}`,
      type: 'function',
      function: { name: call.name, arguments: call.arguments },
    })),
    tool_call_id: toolCallId,
  };
}

function chatTool(tool: ToolDefinition): unknown {
  const { name, description, parameters } = tool;
  return { type: 'function', function: { name, description, parameters } };
}

function chatAnswer(json: unknown): Answer {
  const failure = member(json, 'error');
  if (failure) throw new ReplyError('The server sent an error in place of a reply.', failure);
  const choice = listOf(member(json, 'choices'))[0];
  const message = member(choice, 'message');
  if (message === null || typeof message !== 'object') {
    throw new ReplyError('The reply holds no choices[0].message.');
  }
  const toolCalls = listOf(member(message, 'tool_calls')).map((call) =>
    toolCall(
      textOf(member(call, 'id')),
      textOf(memberAt(call, 'function', 'name')) ?? '',
      textOf(memberAt(call, 'function', 'arguments')) ?? '',
    ),
  );
  return answerOf({
    text: contentText(member(message, 'content')) || (textOf(member(message, 'refusal')) ?? ''),
    toolCalls,
    finishReason: textOf(member(choice, 'finish_reason')),
    usage: chatUsage(member(json, 'usage')),
    model: textOf(member(json, 'model')),
    fingerprint: textOf(member(json, 'system_fingerprint')),
  });
}

/** Content is text, or with some servers a list of parts. */
function contentText(content: unknown): string {
  if (typeof content === 'string') return content;
  return listOf(content)
    .map((part) => textOf(member(part, 'text')) ?? '')
    .join('');
}

function chatUsage(usage: unknown): TokenUsage | undefined {
  const inputTokens = numberOf(member(usage, 'prompt_tokens'));
  const outputTokens = numberOf(member(usage, 'completion_tokens'));
  if (inputTokens === undefined || outputTokens === undefined) return undefined;
  const cachedInputTokens = numberOf(memberAt(usage, 'prompt_tokens_details', 'cached_tokens'));
  return {
    inputTokens,
    outputTokens,
    ...(cachedInputTokens === undefined ? {} : { cachedInputTokens }),
  };
}

function toolCall(id: string | undefined, name: string, args: string): ToolCall {
  return { ...(id === undefined ? {} : { id }), name, arguments: args };
}

/** An answer of parts of which some may be unknown. */
export function answerOf(parts: {
  readonly text: string;
  readonly toolCalls: readonly ToolCall[];
  readonly finishReason: string | undefined;
  readonly usage: TokenUsage | undefined;
  readonly model: string | undefined;
  readonly fingerprint: string | undefined;
}): Answer {
  const { text, toolCalls, finishReason, usage, model, fingerprint } = parts;
  return {
    text,
    toolCalls,
    ...(finishReason === undefined ? {} : { finishReason }),
    ...(usage === undefined ? {} : { usage }),
    ...(model === undefined || model === '' ? {} : { model }),
    ...(fingerprint === undefined || fingerprint === '' ? {} : { fingerprint }),
  };
}

class ChatStream implements AnswerStream {
  private text = '';
  private refusal = '';
  private readonly calls = new Map<number, { id?: string; name: string; args: string }>();
  private finishReason: string | undefined;
  private usage: TokenUsage | undefined;
  private model: string | undefined;
  private fingerprint: string | undefined;
  private isDone = false;
  private chunks = 0;

  take(event: StreamEvent): boolean {
    if (event.data.startsWith('[DONE]')) {
      this.isDone = true;
      return false;
    }
    const chunk = parsedJson(event.data);
    if (chunk === undefined) throw new ReplyError('A part of the streamed reply is not JSON.');
    const failure = member(chunk, 'error');
    if (failure)
      throw new ReplyError('The server broke off the streamed reply with an error.', failure);
    if (event.event === 'error')
      throw new ReplyError('The server broke off the streamed reply with an error.', chunk);
    this.chunks++;
    this.model ??= textOf(member(chunk, 'model'));
    this.fingerprint ??= textOf(member(chunk, 'system_fingerprint'));
    this.usage = chatUsage(member(chunk, 'usage')) ?? this.usage;
    const choice = listOf(member(chunk, 'choices'))[0];
    if (choice === undefined) return false;
    this.finishReason = textOf(member(choice, 'finish_reason')) ?? this.finishReason;
    return this.takeDelta(member(choice, 'delta'));
  }

  private takeDelta(delta: unknown): boolean {
    const content = contentText(member(delta, 'content'));
    const refusal = textOf(member(delta, 'refusal')) ?? '';
    this.text += content;
    this.refusal += refusal;
    const calls = listOf(member(delta, 'tool_calls'));
    calls.forEach((part, position) => {
      const index = numberOf(member(part, 'index')) ?? position;
      const call = this.calls.get(index) ?? { name: '', args: '' };
      const id = textOf(member(part, 'id'));
      if (id) call.id = id;
      call.name += textOf(memberAt(part, 'function', 'name')) ?? '';
      call.args += textOf(memberAt(part, 'function', 'arguments')) ?? '';
      this.calls.set(index, call);
    });
    return content !== '' || refusal !== '' || calls.length > 0;
  }

  finish(): Answer {
    if (this.chunks === 0) throw new ReplyError('The streamed reply is empty.');
    if (this.finishReason === undefined && !this.isDone) {
      throw new ReplyError(
        'The streamed reply stopped in the middle: neither a finish_reason nor [DONE] came.',
      );
    }
    return answerOf({
      text: this.text || this.refusal,
      toolCalls: [...this.calls]
        .sort(([a], [b]) => a - b)
        .map(([, call]) => toolCall(call.id, call.name, call.args)),
      finishReason: this.finishReason,
      usage: this.usage,
      model: this.model,
      fingerprint: this.fingerprint,
    });
  }
}
