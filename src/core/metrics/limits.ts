import * as z from 'zod';
import { amount } from './wording.ts';

/** How many there may be. All are whole numbers; `min` and `max` are inclusive. */
export interface Limits {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly exactly?: number | undefined;
}

const whole = z.int().min(0);

/** The keys of every metric that counts something. */
export const limitKeys = {
  min: whole.optional().describe('At least so many.'),
  max: whole.optional().describe('At most so many.'),
  exactly: whole.optional().describe('Exactly so many; instead of `min` and `max`.'),
};

/** What is wrong with a set of limits; undefined when nothing is. */
export function limitsProblem(limits: Limits, required = true): string | undefined {
  const { min, max, exactly } = limits;
  if (exactly !== undefined && (min !== undefined || max !== undefined))
    return '`exactly` cannot stand together with `min` or `max`. Keep one of them.';
  if (min !== undefined && max !== undefined && min > max)
    return `\`min\` (${min}) is above \`max\` (${max}). Swap them.`;
  if (required && min === undefined && max === undefined && exactly === undefined)
    return 'Say how many: add `min`, `max` or `exactly`.';
  return undefined;
}

/** For `.check` of a schema with limits. */
export function checkLimits(context: z.core.ParsePayload<Limits>): void {
  const message = limitsProblem(context.value);
  if (message !== undefined) context.issues.push({ code: 'custom', message, input: context.value });
}

export function isWithin(count: number, { min, max, exactly }: Limits): boolean {
  return (
    (exactly === undefined || count === exactly) &&
    (min === undefined || count >= min) &&
    (max === undefined || count <= max)
  );
}

/** 1 within the limits; outside, the ratio of the nearest allowed count to the count, or the other way round. */
export function closeness(count: number, limits: Limits): number {
  if (isWithin(count, limits)) return 1;
  const low = limits.exactly ?? limits.min;
  const high = limits.exactly ?? limits.max;
  if (low !== undefined && count < low) return count / low;
  return high === undefined ? 0 : high / count;
}

/** `Found 143 words; at most 120 are allowed.` */
export function countSentence(
  count: number,
  limits: Limits,
  noun: string,
  plural = `${noun}s`,
): string {
  const found = count === 0 ? `Found no ${plural}` : `Found ${amount(count, noun, plural)}`;
  return `${found}; ${limitPhrase(limits)}.`;
}

function limitPhrase({ min, max, exactly }: Limits): string {
  const be = (count: number) => (count === 1 ? 'is' : 'are');
  if (exactly !== undefined)
    return exactly === 0 ? 'none is allowed' : `exactly ${exactly} ${be(exactly)} asked for`;
  if (min !== undefined && max !== undefined) return `between ${min} and ${max} are asked for`;
  if (min !== undefined) return `at least ${min} ${be(min)} needed`;
  if (max === 0) return 'none is allowed';
  return `at most ${max} ${be(max ?? 0)} allowed`;
}
