import * as vscode from 'vscode';
import { aborted, EvalError } from '../../core/errors.ts';
import type { Model } from '../../core/ports.ts';
import type { Message, ToolCall } from '../../core/prompt/message.ts';
import type { ModelChoice } from '../../core/prompt/prompt.ts';
import type { RunModel } from '../../core/results/runResult.ts';
import type { Completion } from '../../core/run/completion.ts';
import type { RenderedRequest } from '../../core/run/request.ts';
import { editorParameters } from '../../core/run/sentParameters.ts';
import { endedCall } from './endedCall.ts';
import { lmFailure } from './lmFailure.ts';

const defaultTimeoutMs = 120_000;

/**
 * A language model of VS Code. There is no system role and no promise that sampling parameters are honoured:
 * system messages go as user messages, and results carry that their sampling is unknown.
 */
export class VSCodeModel implements Model {
  readonly info: RunModel;
  readonly endpoint: string;
  readonly answersByCase = false;
  private readonly chat: vscode.LanguageModelChat;
  private readonly mayAsk: () => boolean | undefined;
  private readonly timeoutMs: number;

  /**
   * @param mayAsk whether the person has allowed this extension to use the model; undefined: was not asked yet
   * @param timeoutMs for one whole reply, in milliseconds
   */
  constructor(
    chat: vscode.LanguageModelChat,
    mayAsk: () => boolean | undefined,
    timeoutMs = defaultTimeoutMs,
  ) {
    this.chat = chat;
    this.mayAsk = mayAsk;
    this.timeoutMs = timeoutMs;
    this.endpoint = `vscode ${chat.vendor}`;
    this.info = { provider: 'vscode', name: chat.id, isSimulated: false, isSamplingUnknown: true };
  }

  async complete(request: RenderedRequest, signal: AbortSignal): Promise<Completion> {
    if (signal.aborted) throw aborted();
    // The first request of an extension asks for consent in a dialog, which must not come up on a save.
    if (this.mayAsk() === undefined) throw notAskedYet(this.chat);
    const late = () => timedOut(this.chat);
    // VS Code ends the stream of a reply that was cancelled as if it were whole.
    return endedCall((own) => this.cancellable(request, own), {
      ...{ signal, timeoutMs: this.timeoutMs, late },
    });
  }

  private async cancellable(request: RenderedRequest, signal: AbortSignal): Promise<Completion> {
    const cancel = new vscode.CancellationTokenSource();
    signal.addEventListener('abort', () => cancel.cancel(), { once: true });
    try {
      return await this.ask(request, cancel.token);
    } catch (error) {
      throw lmFailure(error, this.chat.name);
    } finally {
      cancel.dispose();
    }
  }

  private async ask(
    request: RenderedRequest,
    token: vscode.CancellationToken,
  ): Promise<Completion> {
    const started = performance.now();
    const response = await this.chat.sendRequest(
      request.messages.map(toChatMessage),
      {
        justification: 'Micro Metrics runs the suite of your prompt.',
        modelOptions: editorParameters(request.parameters),
        tools: request.tools.map(({ name, description, parameters }) => ({
          name,
          description: description ?? '',
          ...(parameters !== undefined && { inputSchema: parameters }),
        })),
      },
      token,
    );
    let text = '';
    let firstTokenMs: number | undefined;
    const toolCalls: ToolCall[] = [];
    for await (const part of response.stream) {
      firstTokenMs ??= performance.now() - started;
      if (part instanceof vscode.LanguageModelTextPart) text += part.value;
      else if (part instanceof vscode.LanguageModelToolCallPart) {
        toolCalls.push({ id: part.callId, name: part.name, arguments: JSON.stringify(part.input) });
      }
    }
    if (text === '' && toolCalls.length === 0) {
      throw new EvalError('model-bad-response', `${this.chat.name} answered with nothing.`);
    }
    return {
      text,
      toolCalls,
      latencyMs: performance.now() - started,
      ...(firstTokenMs !== undefined && { firstTokenMs }),
      model: `${this.chat.family} ${this.chat.version}`.trim(),
    };
  }
}

/**
 * Finds a language model of VS Code by id or family; without a name the first one there is.
 * @throws {EvalError} model-not-found naming what there is
 */
export async function openVSCodeModel(
  choice: ModelChoice,
  access: vscode.LanguageModelAccessInformation,
): Promise<VSCodeModel> {
  const chats = await vscode.lm.selectChatModels();
  const { name } = choice;
  const chat =
    name === undefined
      ? chats[0]
      : (chats.find(({ id }) => id === name) ??
        chats.find(({ family, name: shown }) => family === name || shown === name));
  if (chat !== undefined) return new VSCodeModel(chat, () => access.canSendRequest(chat));
  const known = [...new Set(chats.map(({ id }) => id))];
  throw new EvalError(
    'model-not-found',
    known.length === 0
      ? 'VS Code offers no language model. Sign in to an extension that brings one, or choose another model.'
      : `VS Code has no language model '${name}'. It has: ${known.slice(0, 10).join(', ')}.`,
  );
}

function timedOut(chat: vscode.LanguageModelChat): EvalError {
  return new EvalError(
    'model-timeout',
    `${chat.name} did not finish its reply in time. Try again, or choose another model.`,
  );
}

function notAskedYet(chat: vscode.LanguageModelChat): EvalError {
  return new EvalError(
    'model-unauthorised',
    `VS Code has not asked you yet whether Micro Metrics may use ${chat.name}. Run the command 'Micro Metrics: Choose Model' and choose it, then agree.`,
  );
}

function toChatMessage(message: Message): vscode.LanguageModelChatMessage {
  switch (message.role) {
    case 'assistant':
      return vscode.LanguageModelChatMessage.Assistant([
        ...(message.content === '' ? [] : [new vscode.LanguageModelTextPart(message.content)]),
        ...(message.toolCalls ?? []).map(
          (call) =>
            new vscode.LanguageModelToolCallPart(call.id ?? call.name, call.name, inputOf(call)),
        ),
      ]);
    case 'tool':
      return vscode.LanguageModelChatMessage.User([
        new vscode.LanguageModelToolResultPart(message.toolCallId ?? '', [
          new vscode.LanguageModelTextPart(message.content),
        ]),
      ]);
    case 'system':
    case 'developer':
    case 'user':
      return vscode.LanguageModelChatMessage.User(message.content);
  }
}

function inputOf(call: ToolCall): object {
  try {
    const parsed: unknown = JSON.parse(call.arguments);
    return typeof parsed === 'object' && parsed !== null ? parsed : {};
  } catch {
    return {};
  }
}
