/** The start of a text, at most so many UTF-16 units; never half a surrogate pair. */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text;
  const code = text.charCodeAt(most - 1);
  return text.slice(0, code >= 0xd800 && code <= 0xdbff ? most - 1 : most);
}

/** The same with an ellipsis where it was cut. */
export function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${cutText(text, most)}\u2026`;
}
