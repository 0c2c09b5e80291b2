import { openOffer, resolvePrice } from '../../core/compare/live/resolveText.ts';
import { toldCounts } from '../../core/compare/toldVerdict.ts';
import type { RunModel } from '../../core/results/runResult.ts';
import type { HeaderSlice, ModelSlice, RunState } from '../slices/header.ts';
import type { PanelInput } from '../source.ts';

/** The header line: what is compared, how it went, and whether it still holds. */
export function headerOf(input: PanelInput): HeaderSlice {
  const run = input.new?.run;
  const model = run === undefined ? null : modelOf(run.model);
  const oldModel = input.old?.run === undefined ? null : modelOf(input.old.run.model);
  const offer = openOffer(input.comparison);
  const state: RunState = input.progress !== undefined ? 'running' : (run?.status ?? 'none');
  return {
    title: input.title,
    old: input.old?.version ?? null,
    new: input.new?.version ?? null,
    model,
    oldModel: sameModel(model, oldModel) ? null : oldModel,
    usage: run?.usage ?? null,
    run: {
      state,
      done: input.progress?.done ?? 0,
      total: input.progress?.total ?? 0,
      cost: input.progress?.cost ?? run?.usage.cost ?? null,
      durationMs: run?.durationMs ?? null,
    },
    counts: input.comparison === undefined ? null : toldCounts(input.comparison.metrics),
    isStale: input.isStale,
    errors: run?.cases.filter((item) => item.trials.some((trial) => trial.error)).length ?? 0,
    resolvePrice: offer === undefined ? null : resolvePrice(offer),
    notices: input.notices,
    actions: input.actions,
  };
}

function modelOf(model: RunModel): ModelSlice {
  return { name: model.name, provider: model.provider, isSimulated: model.isSimulated };
}

function sameModel(a: ModelSlice | null, b: ModelSlice | null): boolean {
  return b === null || (a !== null && a.name === b.name && a.provider === b.provider);
}
