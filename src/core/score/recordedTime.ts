/** Times before and after this are no times of a log (2000 and 2100, in milliseconds since 1970). */
const earliest = Date.UTC(2000, 0, 1);
const latest = Date.UTC(2100, 0, 1);

/**
 * A time as logs write it, in milliseconds since 1970: a date as text, or a number of seconds, milliseconds, microseconds or
 * nanoseconds, told apart by its size. Undefined for anything else.
 */
export function recordedTime(value: unknown): number | undefined {
  if (typeof value === 'string' && !/^\d+(\.\d+)?$/.test(value))
    return plausible(Date.parse(value));
  if (typeof value !== 'number' && typeof value !== 'string') return undefined;
  const number = Number(value);
  for (const perMillisecond of [0.001, 1, 1000, 1_000_000]) {
    const time = plausible(Math.round(number / perMillisecond));
    if (time !== undefined) return time;
  }
  return undefined;
}

function plausible(time: number): number | undefined {
  return time >= earliest && time < latest ? time : undefined;
}
