/** Age after which old samples are drawn again before a verdict, in milliseconds: seven days. */
export const staleAfterMs = 7 * 24 * 60 * 60 * 1000;

/** What is known of where old samples come from. */
export interface SampleOrigin {
  /** When they were drawn, in milliseconds since 1970. */
  readonly timeMs: number;
  /** The model's own name of its build, or null when it tells none. */
  readonly fingerprint: string | null;
}

/** Why old samples cannot carry a verdict as they are. */
export type BaselineDoubt = 'old' | 'other model' | 'picked by score';

/**
 * Why a baseline must be run again, or compared on fresh pairs only, before a verdict; empty when
 * it is sound. A version picked because it scored best looks worse when run again, and a model
 * that moved looks like an edit (section on baseline hygiene).
 */
export function baselineDoubts(
  origin: SampleOrigin,
  now: SampleOrigin,
  pickedByScore: boolean,
): BaselineDoubt[] {
  const doubts: BaselineDoubt[] = [];
  if (now.timeMs - origin.timeMs > staleAfterMs) doubts.push('old');
  if (
    origin.fingerprint !== null &&
    now.fingerprint !== null &&
    origin.fingerprint !== now.fingerprint
  ) {
    doubts.push('other model');
  }
  if (pickedByScore) doubts.push('picked by score');
  return doubts;
}
