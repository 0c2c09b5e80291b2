/** Leading fence with an optional `json` after it. */
const OPENING = /^```(?:json)?/i;
const CLOSING = /```$/;

/**
 * The part of a reply that is meant as JSON: white space around it and, where allowed, one opening and
 * one closing code fence taken off. The offset is its place in the reply.
 */
export function jsonPart(
  text: string,
  allowFence: boolean,
): { readonly text: string; readonly offset: number } {
  let start = text.length - text.trimStart().length;
  let inner = text.trim();
  if (allowFence) {
    const opening = OPENING.exec(inner)?.[0].length ?? 0;
    inner = inner.slice(opening).replace(CLOSING, '');
    start += opening + (inner.length - inner.trimStart().length);
    inner = inner.trim();
  }
  return { text: inner, offset: Math.min(start, text.length) };
}
