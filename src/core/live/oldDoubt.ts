import { hashOf } from '../hash.ts';
import type { Model, Store } from '../ports.ts';
import type { ModelParameters } from '../prompt/prompt.ts';
import type { RunModel, RunResult, TrialResult } from '../results/runResult.ts';

/** Why old samples cannot carry a verdict as they are. */
export type OldDoubt =
  | { readonly kind: 'old' | 'other-model' | 'picked' | 'on-request' | 'only-texts' }
  | { readonly kind: 'other-parameters'; readonly names: readonly string[] };

/** Age after which old samples are drawn again before a verdict, in milliseconds: seven days. */
export const staleAfterMs = 7 * 24 * 60 * 60 * 1000;

/** What old samples are held against. */
export interface DoubtOptions {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The model that the old version would be asked today; undefined where it cannot be asked. */
  readonly model: RunModel | undefined;
  /** How today's requests of the old version differ from the stored ones, see {@link requestDoubt}. */
  readonly ofRequest?: OldDoubt;
  /** Somebody chose this baseline after seeing its scores. */
  readonly isPicked: boolean;
  /** Somebody asked for both versions side by side, whatever is stored. */
  readonly isControl: boolean;
}

/**
 * Why a case's stored old samples are no evidence: they are more than
 * seven days old, of another model, or of a version that was picked for its scores, which looks worse
 * when it is run again.
 */
export function doubtOf(
  trials: readonly TrialResult[],
  run: Pick<RunResult, 'model' | 'startedAt'>,
  { now, model, ofRequest, isPicked, isControl }: DoubtOptions,
): OldDoubt | undefined {
  if (isControl) return { kind: 'on-request' };
  if (now - timeOf(trials, run) > staleAfterMs) return { kind: 'old' };
  const { provider, name } = run.model;
  if (model !== undefined && (model.name !== name || model.provider !== provider)) {
    return { kind: 'other-model' };
  }
  return ofRequest ?? (isPicked ? { kind: 'picked' } : undefined);
}

/**
 * How the requests that were sent for a stored run differ from those that its version would send
 * today: to another endpoint, or with other parameters. What the prompt file says of its model is part of
 * the version, so an edit there is no difference; a change of the suite, the settings or the
 * environment is. Undefined where they do not differ, or where the requests are no longer stored.
 * @param old the version as it would be asked today
 */
export async function requestDoubt(
  run: Pick<RunResult, 'cases'>,
  old: { readonly model: Pick<Model, 'endpoint'>; readonly parameters: ModelParameters },
  store: Pick<Store, 'request'>,
): Promise<OldDoubt | undefined> {
  // All requests of a run have the same endpoint and parameters.
  const key = firstKey(run);
  const sent = key === undefined ? undefined : await store.request(key);
  if (sent === undefined) return undefined;
  if (sent.endpoint !== old.model.endpoint) return { kind: 'other-model' };
  const names = differingNames(sent.parameters, old.parameters);
  return names.length === 0 ? undefined : { kind: 'other-parameters', names };
}

/** A sentence about a doubt, for people. */
export function describeDoubt(doubt: OldDoubt, canAsk: boolean): string {
  const why = reasonOf(doubt);
  const version = versionOf(doubt);
  return canAsk
    ? `${why}, so ${version} is run again where a case failed.`
    : `${why}, and ${version} cannot be run again: no verdict rests on them.`;
}

/** How the sentence goes on about the old version, after what its reason has said of it. */
function versionOf({ kind }: OldDoubt): string {
  if (kind === 'picked') return 'it';
  return kind === 'only-texts' ? 'their version' : 'the previous version';
}

/** When the oldest sample was drawn, in milliseconds since 1970. */
export function timeOf(trials: readonly TrialResult[], run: Pick<RunResult, 'startedAt'>): number {
  let first = Number.POSITIVE_INFINITY;
  for (const { replies } of trials) for (const { time } of replies) first = Math.min(first, time);
  return Number.isFinite(first) ? first : run.startedAt;
}

function reasonOf(doubt: OldDoubt): string {
  switch (doubt.kind) {
    case 'old':
      return 'The stored results of the previous version are more than seven days old';
    case 'other-model':
      return 'The stored results of the previous version are of another model or another build of it';
    case 'other-parameters':
      return `The stored results of the previous version were made with other model parameters (${doubt.names.join(', ')})`;
    case 'picked':
      return 'The pinned version was chosen after its results were seen';
    case 'only-texts':
      return 'Of the results compared with only the texts are known';
    case 'on-request':
      return 'Both versions are compared side by side';
  }
}

function firstKey({ cases }: Pick<RunResult, 'cases'>): string | undefined {
  for (const { trials } of cases)
    for (const { replies } of trials) for (const { key } of replies) return key;
  return undefined;
}

function differingNames(a: ModelParameters, b: ModelParameters): readonly string[] {
  const before = new Map<string, unknown>(Object.entries(a));
  const now = new Map<string, unknown>(Object.entries(b));
  return [...new Set([...before.keys(), ...now.keys()])].filter(
    (name) => hashOf(before.get(name) ?? null) !== hashOf(now.get(name) ?? null),
  );
}
