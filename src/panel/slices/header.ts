import type { ToldVerdict } from '../../core/compare/toldVerdict.ts';
import {
  array,
  boolean,
  type Checked,
  count,
  literal,
  nullable,
  number,
  object,
  string,
} from '../shape.ts';
import { type ActionName, actionNames } from './actions.ts';

const versionShape = object({
  /** e.g. `Now`, `main (7f3c2a1)`; null: it has no name but its time. */
  label: nullable(string),
  /** Milliseconds since 1970; null when unknown. */
  time: nullable(number),
  /** Short git commit. */
  commit: nullable(string),
});

/** A version of the prompt as the header names it. */
export type VersionSlice = Checked<typeof versionShape>;

const modelShape = object({ name: string, provider: string, isSimulated: boolean });

export type ModelSlice = Checked<typeof modelShape>;

const usageShape = object({
  requests: count,
  cached: count,
  inputTokens: count,
  outputTokens: count,
  /** US dollars; null: unknown, which is not free. */
  cost: nullable(number),
});

export type UsageSlice = Checked<typeof usageShape>;

export type RunState = 'none' | 'running' | 'complete' | 'stopped';

export const headerShape = object({
  /** Name of the prompt file. */
  title: string,
  old: nullable(versionShape),
  new: nullable(versionShape),
  model: nullable(modelShape),
  /** The old run's model where it is another one. */
  oldModel: nullable(modelShape),
  usage: nullable(usageShape),
  run: object({
    state: literal<RunState>('none', 'running', 'complete', 'stopped'),
    done: count,
    total: count,
    cost: nullable(number),
    durationMs: nullable(number),
  }),
  /** Metrics by verdict; null where there is nothing to compare with. */
  counts: nullable(
    object<{ readonly [V in ToldVerdict]: number }>({
      regressed: count,
      improved: count,
      unchanged: count,
      inconclusive: count,
      unshown: count,
    }),
  ),
  /** True when the prompt or suite was edited after this result. */
  isStale: boolean,
  /** Cases without an answer because of an error. */
  errors: count,
  /** What Resolve would take and find, e.g. `24 calls, $0.01`; null where it is not offered. */
  resolvePrice: nullable(string),
  /** Plain sentences about the whole, e.g. why a run stopped. */
  notices: array(string),
  actions: array(literal<ActionName>(...actionNames)),
});

export type HeaderSlice = Checked<typeof headerShape>;
