import { hashOf } from '../../../core/hash.ts';

/** A number from 0 up to 1 that depends on nothing but the values. */
export function drawOf(...values: readonly unknown[]): number {
  return Number.parseInt(hashOf(values).slice(0, 12), 16) / 2 ** 48;
}

/**
 * How often a conversation errs at a temperature of 0.7 and above, as a share of its replies. It is
 * a trait of the conversation: nine in ten err in at most 2 % (most of these hardly ever), one in
 * ten is flaky with 20 to 50 %. Below 0.7 the share falls in proportion, to none at 0.
 */
export function errorRate(conversation: string, temperature: number): number {
  const heat = Math.min(1, Math.max(0, temperature) / 0.7);
  const draw = drawOf('error rate', conversation);
  const rate = draw < 0.1 ? 0.2 + 3 * draw : 0.02 * ((draw - 0.1) / 0.9) ** 3;
  return rate * heat;
}

/** The user turn (3, 4 or 5) from which a conversation is answered in English unless told otherwise. */
export function driftTurn(conversation: string): number {
  return 3 + Math.floor(drawOf('drift', conversation) * 3);
}
