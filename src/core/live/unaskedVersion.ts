import type { LiveComparison } from '../compare/live/liveComparison.ts';
import type { SampleRef } from '../compare/live/sampleRef.ts';
import type { Ports } from '../ports.ts';
import type { RunResult } from '../results/runResult.ts';
import { keepVersion } from '../run/keepVersion.ts';
import type { LiveInput } from './liveInput.ts';

/** What the screen asks of an old version of which no sample is known; nothing of one that has samples. */
export function unaskedRefs(
  { oldPlan }: Pick<LiveInput, 'oldPlan'>,
  comparison: LiveComparison,
): readonly SampleRef[] {
  return oldPlan === undefined ? [] : comparison.due().filter(({ version }) => version === 'old');
}

/**
 * Tell once that everything is claimed which the screen shares with a run that it replaces: where the old version has no sample, the
 * calls of both versions. Each may be called more than once.
 */
export function screenClaims({ old, oldPlan, onClaimed }: LiveInput): {
  readonly own: () => void;
  readonly old: () => void;
} {
  const open = new Set(old === undefined || oldPlan === undefined ? ['own'] : ['own', 'old']);
  const claimed = (part: 'own' | 'old') => () => {
    if (open.delete(part) && open.size === 0) onClaimed?.();
  };
  return { own: claimed('own'), old: claimed('old') };
}

/**
 * An old version that was asked here for the first time is what the next run compares with, as if it had been run before. One that
 * was stopped is asked again, from what is stored: with half of its cases it would hide what the other half shows.
 */
export async function keepAsked(
  { old, oldPlan }: Pick<LiveInput, 'old' | 'oldPlan'>,
  baseline: RunResult,
  ports: Ports,
): Promise<void> {
  const isAsked = baseline.cases.some(({ trials }) => trials.some(({ output }) => output !== null));
  if (old === undefined || oldPlan === undefined || !isAsked) return;
  if (baseline.status === 'stopped') return;
  await keepVersion(old.prompt, baseline.startedAt, ports, old.parts);
  await ports.store.saveRun(baseline);
}
