import type { ToldVerdict } from '../../core/compare/toldVerdict.ts';
import {
  array,
  boolean,
  count,
  literal,
  nullable,
  number,
  object,
  type Shape,
  string,
} from '../shape.ts';
import { type ActionName, actionNames } from './actions.ts';

/** A version of the prompt as the header names it. */
export interface VersionSlice {
  /** e.g. `Version 14`. */
  readonly label: string;
  /** Milliseconds since 1970; null when unknown. */
  readonly time: number | null;
  /** Short git commit. */
  readonly commit: string | null;
}

export interface ModelSlice {
  readonly name: string;
  readonly provider: string;
  readonly isSimulated: boolean;
}

export interface UsageSlice {
  readonly requests: number;
  readonly cached: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** US dollars; null: unknown, which is not free. */
  readonly cost: number | null;
}

export type RunState = 'none' | 'running' | 'complete' | 'stopped';

export interface HeaderSlice {
  /** Name of the prompt file. */
  readonly title: string;
  readonly old: VersionSlice | null;
  readonly new: VersionSlice | null;
  readonly model: ModelSlice | null;
  /** The old run's model where it is another one. */
  readonly oldModel: ModelSlice | null;
  readonly usage: UsageSlice | null;
  readonly run: {
    readonly state: RunState;
    readonly done: number;
    readonly total: number;
    readonly cost: number | null;
    readonly durationMs: number | null;
  };
  /** Metrics by verdict; null where there is nothing to compare with. */
  readonly counts: { readonly [V in ToldVerdict]: number } | null;
  /** True when the prompt or suite was edited after this result. */
  readonly isStale: boolean;
  /** Cases without an answer because of an error. */
  readonly errors: number;
  /** What Resolve would take and find, e.g. `24 calls, $0.01`; null where it is not offered. */
  readonly resolvePrice: string | null;
  /** Plain sentences about the whole, e.g. why a run stopped. */
  readonly notices: readonly string[];
  readonly actions: readonly ActionName[];
}

const version = object<VersionSlice>({
  label: string,
  time: nullable(number),
  commit: nullable(string),
});

const model = object<ModelSlice>({ name: string, provider: string, isSimulated: boolean });

export const headerShape: Shape<HeaderSlice> = object<HeaderSlice>({
  title: string,
  old: nullable(version),
  new: nullable(version),
  model: nullable(model),
  oldModel: nullable(model),
  usage: nullable(
    object<UsageSlice>({
      requests: count,
      cached: count,
      inputTokens: count,
      outputTokens: count,
      cost: nullable(number),
    }),
  ),
  run: object<HeaderSlice['run']>({
    state: literal('none', 'running', 'complete', 'stopped'),
    done: count,
    total: count,
    cost: nullable(number),
    durationMs: nullable(number),
  }),
  counts: nullable(
    object<NonNullable<HeaderSlice['counts']>>({
      regressed: count,
      improved: count,
      unchanged: count,
      inconclusive: count,
      unshown: count,
    }),
  ),
  isStale: boolean,
  errors: count,
  resolvePrice: nullable(string),
  notices: array(string),
  actions: array(literal<ActionName>(...actionNames)),
});
