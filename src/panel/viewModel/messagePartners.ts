import type { Message } from '../../core/prompt/message.ts';

/**
 * How many messages of two requests, from the first on, have a partner in the same place. All of them where the roles follow each
 * other in the same way; else the instructions that both begin with, as behind them a place says nothing about what belongs together.
 */
export function partneredMessages(old: readonly Message[], now: readonly Message[]): number {
  const first = old.findIndex((message, at) => message.role !== now[at]?.role);
  if (first < 0 && old.length === now.length) return old.length;
  const [was, is] = [instructions(old), instructions(now)];
  const isAlike = was === is && (first < 0 || first >= was);
  return isAlike ? was : 0;
}

/** How many stand before the conversation begins. */
function instructions(messages: readonly Message[]): number {
  const end = messages.findIndex(({ role }) => role !== 'system' && role !== 'developer');
  return end < 0 ? messages.length : end;
}
