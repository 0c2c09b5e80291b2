/**
 * How long a server asks to wait, in milliseconds, from `retry-after-ms`, or `Retry-After` as
 * seconds or as a date (RFC 9110 section 10.2.3). Undefined where it does not say.
 * @param now milliseconds since 1970
 */
export function retryAfterMs(headers: Headers, now: number): number | undefined {
  const ms = nonNegative(headers.get('retry-after-ms'));
  if (ms !== undefined) return ms;
  const header = headers.get('retry-after');
  const seconds = nonNegative(header);
  if (seconds !== undefined) return seconds * 1000;
  const date = header === null ? Number.NaN : Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

function nonNegative(text: string | null): number | undefined {
  if (text === null || !/^\s*\d+(\.\d+)?\s*$/.test(text)) return undefined;
  return Number(text);
}
