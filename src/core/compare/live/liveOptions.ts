import type { CaseHistory } from '../statistics/caseHistory.ts';
import { defaultConfirmRounds } from '../statistics/confirm.ts';
import { defaultFinalAlpha, defaultLiveAlpha } from '../statistics/liveVerdict.ts';

/** How a live comparison samples and what it may claim. */
export interface LiveOptions {
  /** Trials of every case in the screen, 1 and more; default 1. */
  readonly rounds?: number;
  /** Fresh pairs per case that moved, at most; 0: none. Default 8. */
  readonly confirmRounds?: number;
  /** Re-run only cases that got worse; a gain is then confirmed where samples are stored, or by Resolve. Default true. */
  readonly worseOnly?: boolean;
  /** What earlier versions showed of a case, where that makes its flips too shaky for calls, see `shakyHistory`. Default: none is. */
  readonly shaky?: (caseId: string, metric: string) => CaseHistory | undefined;
  /** Whether the order of the cases is random, so that those of a screen that was cut stand for all. Default false. */
  readonly isRandomOrder?: boolean;
  /** End as soon as a metric got worse. Default true. */
  readonly stopsEarly?: boolean;
  /** Chance of any false claim by live evidence; default 0.03. */
  readonly liveAlpha?: number;
  /** Chance of any false claim by the final test after Resolve; default 0.02. */
  readonly finalAlpha?: number;
  /** Changes smaller than this (absolute score) do not matter; default 0.1. */
  readonly margin?: number;
}

export const liveDefaults: Required<LiveOptions> = {
  rounds: 1,
  confirmRounds: defaultConfirmRounds,
  worseOnly: true,
  shaky: () => undefined,
  isRandomOrder: false,
  stopsEarly: true,
  liveAlpha: defaultLiveAlpha,
  finalAlpha: defaultFinalAlpha,
  margin: 0.1,
};

/** Splits one error rate per save between live evidence (three fifths) and the final test. */
export function splitAlpha(alpha: number): {
  readonly liveAlpha: number;
  readonly finalAlpha: number;
} {
  return { liveAlpha: 0.6 * alpha, finalAlpha: 0.4 * alpha };
}
