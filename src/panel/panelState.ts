import type { Slices } from './protocol.ts';
import type { PanelInput, PanelSide } from './source.ts';
import { CaseIndex } from './viewModel/caseIndex.ts';
import { headerOf } from './viewModel/header.ts';
import { metricTable } from './viewModel/metricTable.ts';
import { promptDiffing } from './viewModel/promptDiff.ts';

/** The input with everything derived from it. */
export interface PanelState {
  readonly input: PanelInput;
  readonly index: CaseIndex;
  readonly slices: Required<Slices>;
}

/** Makes it in small steps; what did not change is taken from the one before. */
export function* makeState(input: PanelInput, previous?: PanelState): Generator<void, PanelState> {
  if (previous !== undefined && previous.input === input) return previous;
  const metrics = metricTable(input);
  const isSameKey = previous?.input.key === input.key;
  const isSameList =
    isSameKey &&
    previous.input.old?.run === input.old?.run &&
    previous.input.new?.run === input.new?.run &&
    previous.input.comparison === input.comparison &&
    previous.input.progress === input.progress &&
    equal(previous.slices.metrics, metrics);
  const index = isSameList
    ? previous.index
    : yield* CaseIndex.building(input, metrics.metrics, isSameKey ? previous.index : undefined);
  const isSamePrompt =
    isSameKey &&
    isSameText(previous.input.old, input.old) &&
    isSameText(previous.input.new, input.new) &&
    equal(previous.input.causes, input.causes) &&
    equal(previous.slices.metrics, metrics);
  return {
    input,
    index,
    slices: {
      header: headerOf(input),
      promptDiff: isSamePrompt
        ? previous.slices.promptDiff
        : yield* promptDiffing(input, metrics.metrics),
      metrics,
      cases: index.slice,
    },
  };
}

/** The slices that are not as they were. */
export function changedSlices(before: Required<Slices>, now: Required<Slices>): Slices {
  return {
    ...(!equal(now.header, before.header) && { header: now.header }),
    ...(!equal(now.promptDiff, before.promptDiff) && { promptDiff: now.promptDiff }),
    ...(!equal(now.metrics, before.metrics) && { metrics: now.metrics }),
    ...(now.cases !== before.cases && { cases: now.cases }),
  };
}

function isSameText(a: PanelSide | undefined, b: PanelSide | undefined): boolean {
  if (a?.source !== b?.source || (a === undefined) !== (b === undefined)) return false;
  // Where there is no text, the sentence about that names the side.
  return a?.version.label === b?.version.label;
}

function equal(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
