import type { JudgeAnswer, Question } from '../metrics/means.ts';
import type { Place } from './agreement.ts';

/** Notes which place judges prefer when they are shown two replies, so that both orders of a pair can be put side by side. */
export class AskedOrders {
  private readonly places = new Map<string, Map<string, Place>>();

  note(metric: string, { messages, judge, repetition = 0 }: Question, answer: JudgeAnswer): void {
    const shown = objectIn(messages.at(-1)?.content ?? '');
    const place = objectIn(answer.text)?.choice;
    if (typeof shown?.first !== 'string' || typeof shown.second !== 'string') return;
    if (place !== 'first' && place !== 'second' && place !== 'tie') return;
    const isSwapped = shown.first > shown.second;
    const replies = isSwapped ? [shown.second, shown.first] : [shown.first, shown.second];
    const pair = JSON.stringify([metric, judge ?? null, repetition, ...replies]);
    const own = this.places.get(pair) ?? new Map<string, Place>();
    this.places.set(pair, own.set(isSwapped ? 'swapped' : 'one', place));
  }

  /** Pairs that were shown in both orders. */
  pairs(metric: string): readonly { readonly one: Place; readonly swapped: Place }[] {
    const start = `[${JSON.stringify(metric)},`;
    return [...this.places].flatMap(([pair, places]) => {
      const [one, swapped] = [places.get('one'), places.get('swapped')];
      return pair.startsWith(start) && one !== undefined && swapped !== undefined
        ? [{ one, swapped }]
        : [];
    });
  }
}

function objectIn(text: string): { readonly [key: string]: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return value !== null && typeof value === 'object';
}
