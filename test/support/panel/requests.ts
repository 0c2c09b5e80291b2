import type { Message } from '../../../src/core/prompt/message.ts';
import { messagesAfter } from '../../../src/core/run/conversation.ts';
import type { RenderedRequest } from '../../../src/core/run/request.ts';
import type { PanelInput } from '../../../src/panel/source.ts';

/** A request like those of the simulated model. */
export function requestWith(more: Partial<RenderedRequest> = {}): RenderedRequest {
  return {
    endpoint: 'simulated 1',
    model: 'simulated-small',
    parameters: { temperature: 0 },
    messages: [{ role: 'system', content: 'You help.' }],
    tools: [],
    trial: 0,
    ...more,
  };
}

/**
 * The requests of every reply of an input, by key, as the history would keep them.
 * @param of what those of a side have besides their messages and trial
 */
export function requestsOf(
  input: PanelInput,
  of: (side: 'old' | 'new') => Partial<RenderedRequest> = () => ({}),
): Map<string, RenderedRequest> {
  const found = new Map<string, RenderedRequest>();
  for (const side of ['old', 'new'] as const) {
    for (const { trials } of input[side]?.run?.cases ?? []) {
      for (const { trial, messages, replies } of trials) {
        for (const [at, reply] of replies.entries()) {
          const before = messagesAfter(messages, replies.slice(0, at));
          const turn: Message[] =
            reply.turn === undefined ? [] : [{ role: 'user', content: reply.turn }];
          found.set(reply.key, requestWith({ messages: [...before, ...turn], trial, ...of(side) }));
        }
      }
    }
  }
  return found;
}
