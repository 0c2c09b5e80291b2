import type { MessagePage, SentMessage } from '../../src/panel/slices/sentRequest.ts';

/** Messages that are here, or how many are not, in their order. */
export type Stretch =
  | { readonly type: 'here'; readonly from: number; readonly messages: readonly SentMessage[] }
  | { readonly type: 'gap'; readonly from: number; readonly count: number };

/** What is here of the messages of a request, and what lies between. */
export function stretches(pages: readonly MessagePage[]): Stretch[] {
  const total = pages[0]?.total ?? 0;
  const known = new Map<number, SentMessage>();
  for (const { offset, messages } of pages)
    for (const [at, message] of messages.entries()) known.set(offset + at, message);
  const found: Stretch[] = [];
  let from = 0;
  while (from < total) {
    const messages: SentMessage[] = [];
    for (let next = known.get(from); next !== undefined; next = known.get(from + messages.length))
      messages.push(next);
    if (messages.length > 0) found.push({ type: 'here', from, messages });
    from += messages.length;
    let count = 0;
    while (from + count < total && !known.has(from + count)) count++;
    if (count > 0) found.push({ type: 'gap', from, count });
    from += count;
  }
  return found;
}
