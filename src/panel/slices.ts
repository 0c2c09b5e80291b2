import type { CaseLabel, CaseVerdict, Verdict } from '../core/compare/comparison.ts';
import { type ToldVerdict, toldVerdicts } from '../core/compare/toldVerdict.ts';
import type { Severity } from '../core/problem.ts';
import {
  array,
  boolean,
  count,
  literal,
  nullable,
  number,
  object,
  optional,
  pair,
  type Shape,
  string,
} from './shape.ts';

/** What a case's row says: its verdict, or without a comparison how it stands. */
export type RowVerdict = CaseVerdict | 'failing' | 'unscored' | 'passing';

/** Every row verdict, worst first: the order of groups in the list. */
export const rowVerdicts = [
  'regressed',
  'failing',
  'inconclusive',
  'flaky',
  'missing',
  'unscored',
  'improved',
  'unchanged',
  'passing',
] as const satisfies readonly RowVerdict[];

/** Things a person can ask the host to do; the panel offers only those that the host names. */
export const actionNames = [
  'run',
  'stop',
  'chooseOld',
  'chooseNew',
  'resolve',
  'wasItMyEdit',
  'revertChange',
  'openPromptDiff',
  'openEditorDiff',
  'revealPrompt',
  'revealCase',
  'revealMetric',
  'copy',
  'acceptOutput',
  'newCase',
  'judgeRight',
  'judgeWrong',
  'copyMarkdown',
  'exportHtml',
] as const;
export type ActionName = (typeof actionNames)[number];

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

export type SegmentKind = 'same' | 'added' | 'removed';

/** A stretch of a text comparison. */
export interface Segment {
  readonly kind: SegmentKind;
  readonly text: string;
}

/** One line of the prompt comparison; `gap` stands for lines that are equal and left out. */
export interface PromptDiffRow {
  readonly kind: SegmentKind | 'gap';
  /** 0-based line in the old and the new text; null where there is none. For a gap: its first line. */
  readonly oldLine: number | null;
  readonly newLine: number | null;
  readonly segments: readonly Segment[];
  /** Lines left out by a gap. */
  readonly hidden: number;
  /** Indices of metrics that guard text on this line. */
  readonly guardedBy: readonly number[];
  /** What experiments said of the change that begins here; null: it is not to blame, or nobody looked. */
  readonly cause: string | null;
}

export interface PromptDiffSlice {
  /** `none`: there is no older version; `same`: both texts are equal. */
  readonly status: 'none' | 'same' | 'changed';
  readonly added: number;
  readonly removed: number;
  readonly rows: readonly PromptDiffRow[];
  /** Rows left out at the end because there are too many. */
  readonly omitted: number;
  /** True when the texts differ too much for an exact comparison in bounded time. */
  readonly isCoarse: boolean;
}

export interface MetricRow {
  readonly id: string;
  readonly name: string;
  readonly severity: Severity;
  readonly stage: string;
  /** Whether a model judges it, so that a person may say what they think of its scores. */
  readonly isJudged: boolean;
  /** Text of the goal; null when it has none. */
  readonly goal: string | null;
  readonly guards: string | null;
  /** Share of cases that should pass, 0 to 1. */
  readonly target: number | null;
  readonly verdict: Verdict | null;
  /** The verdict as it is told. */
  readonly told: ToldVerdict | null;
  readonly isMixed: boolean;
  readonly isSmall: boolean;
  /** Pass rates, 0 to 1; null where nothing was scored. */
  readonly old: number | null;
  readonly new: number | null;
  /** -1 to 1. */
  readonly difference: number | null;
  readonly interval: readonly [number, number] | null;
  /** What running failed cases again said, where the verdict rests on it; else empty. */
  readonly rerun: string;
  /** Samples of the new run. */
  readonly passed: number;
  readonly scored: number;
  readonly failed: number;
  /** A calm sentence. */
  readonly summary: string;
  /** Pass rates of the last versions, 0 to 1, oldest first and this one last; null where nothing was scored. */
  readonly trend: readonly (number | null)[];
}

/** A goal with how the metrics that serve it do together. */
export interface GoalRow {
  /** Text of the goal. */
  readonly goal: string;
  /** Mean pass rate of its metrics weighted by severity, 0 to 1; null where nothing was scored. */
  readonly rate: number | null;
  readonly before: number | null;
  /** Names of its metrics that got worse. */
  readonly atRisk: readonly string[];
}

/** The rows of the metrics table; the order is also that of the counts in a {@link CaseRow}. */
export interface MetricTableSlice {
  readonly metrics: readonly MetricRow[];
  readonly goals: readonly GoalRow[];
}

/** What of the list is shown: all conditions hold together; empty ones let everything through. */
export interface CaseFilter {
  readonly verdicts: readonly RowVerdict[];
  /** Metric id. */
  readonly metric: string | null;
  /** Text of the goal. */
  readonly goal: string | null;
  readonly tag: string | null;
  /** Looked for in id, tags and outputs, upper and lower case alike. */
  readonly text: string;
}

export const noFilter: CaseFilter = { verdicts: [], metric: null, goal: null, tag: null, text: '' };

export interface CaseRow {
  readonly id: string;
  readonly verdict: RowVerdict;
  /** What is known of the case by itself, e.g. `flipped`; null without a comparison. */
  readonly label: CaseLabel | null;
  readonly tags: readonly string[];
  /** Per metric, four numbers: old passed, old scored, new passed, new scored. */
  readonly counts: readonly number[];
  /** Start of the new output on one line. */
  readonly preview: string;
  readonly hasError: boolean;
  /** True while a run is going on and this case's new result is not in yet. */
  readonly isPending: boolean;
}

/** What the list as a whole holds; its rows come in pages. */
export interface CaseListSlice {
  /** Grows with every change, so that a page of an older list is recognised. */
  readonly revision: number;
  readonly total: number;
  /** Cases by verdict, without any filter. */
  readonly verdicts: readonly { readonly verdict: RowVerdict; readonly count: number }[];
  readonly tags: readonly { readonly tag: string; readonly count: number }[];
}

export interface CasePage {
  readonly revision: number;
  /** Rows that the filter lets through. */
  readonly total: number;
  readonly offset: number;
  readonly rows: readonly CaseRow[];
}

/** A place in the filtered list. */
export interface CasePlace {
  readonly index: number;
  readonly id: string;
}

export type Side = 'old' | 'new';

/** A stretch of a reply that a score points at. UTF-16 offsets, `end` exclusive. */
export interface EvidenceSlice {
  readonly start: number;
  readonly end: number;
  readonly reply: number;
  readonly label: string | null;
}

export interface ReplySlice {
  readonly text: string;
  /** UTF-16 units of the whole text; more than `text.length` where it is cut. */
  readonly length: number;
  readonly toolCalls: readonly { readonly name: string; readonly arguments: string }[];
  readonly isCached: boolean;
  readonly latencyMs: number | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  /** US dollars; null: unknown. */
  readonly cost: number | null;
  readonly finishReason: string | null;
  readonly model: string | null;
}

/** The replies of both versions to one turn. */
export interface TurnSlice {
  /** The user turn that was answered; null where the prompt itself was. */
  readonly user: string | null;
  readonly old: ReplySlice | null;
  readonly new: ReplySlice | null;
  readonly segments: readonly Segment[];
  readonly isCoarse: boolean;
  /** Both texts are JSON: they were laid out alike before they were compared, with sorted keys. */
  readonly isStructural: boolean;
  /** Tool calls side by side, by their place: each as its name and laid-out arguments. */
  readonly calls: readonly (readonly Segment[])[];
}

export interface ScoreSlice {
  readonly status: 'scored' | 'skipped' | 'failed';
  readonly passed: boolean | null;
  readonly value: number | null;
  readonly explanation: string;
  readonly evidence: readonly EvidenceSlice[];
}

export interface CaseMetricSlice {
  /** Index in the metrics table. */
  readonly metric: number;
  readonly verdict: CaseVerdict | null;
  readonly label: CaseLabel | null;
  readonly summary: string;
  /** Scores of the shown trial. */
  readonly old: ScoreSlice | null;
  readonly new: ScoreSlice | null;
  readonly oldPassed: number;
  readonly oldScored: number;
  readonly newPassed: number;
  readonly newScored: number;
}

export interface MessageSlice {
  readonly role: string;
  readonly content: string;
  readonly length: number;
}

export interface CaseDetails {
  readonly id: string;
  readonly verdict: RowVerdict;
  readonly tags: readonly string[];
  /** The trial that is shown, and all there are with how they went (null: nothing scored). */
  readonly trial: number;
  readonly trials: readonly {
    readonly trial: number;
    readonly old: boolean | null;
    readonly new: boolean | null;
  }[];
  readonly turns: readonly TurnSlice[];
  /** Index of the turn where the case fails; null: it does not, or no turn is to blame. */
  readonly failingTurn: number | null;
  readonly metrics: readonly CaseMetricSlice[];
  readonly oldError: string | null;
  readonly newError: string | null;
  /** How many messages were sent; they come on demand. */
  readonly requestLength: number;
  /** True when the old messages were others, so that the outputs differ for more than one reason. */
  readonly isInputChanged: boolean;
}

const verdict = literal<Verdict>('regressed', 'improved', 'unchanged', 'inconclusive');
const caseVerdict = literal<CaseVerdict>(
  'regressed',
  'improved',
  'unchanged',
  'inconclusive',
  'flaky',
  'missing',
);
const caseLabel = literal<CaseLabel>(
  'same',
  'flipped',
  'likely got worse',
  'got worse',
  'likely got better',
  'got better',
  'flaky',
  'missing',
  'unknown',
);
const rowVerdict = literal<RowVerdict>(...rowVerdicts);
const segment = object<Segment>({ kind: literal('same', 'added', 'removed'), text: string });

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

export const promptDiffShape: Shape<PromptDiffSlice> = object<PromptDiffSlice>({
  status: literal('none', 'same', 'changed'),
  added: count,
  removed: count,
  rows: array(
    object<PromptDiffRow>({
      kind: literal('same', 'added', 'removed', 'gap'),
      oldLine: nullable(count),
      newLine: nullable(count),
      segments: array(segment),
      hidden: count,
      guardedBy: array(count),
      cause: nullable(string),
    }),
  ),
  omitted: count,
  isCoarse: boolean,
});

export const metricTableShape: Shape<MetricTableSlice> = object<MetricTableSlice>({
  metrics: array(
    object<MetricRow>({
      id: string,
      name: string,
      severity: literal('error', 'warning', 'information', 'hint'),
      stage: string,
      isJudged: boolean,
      goal: nullable(string),
      guards: nullable(string),
      target: nullable(number),
      verdict: nullable(verdict),
      told: nullable(literal<ToldVerdict>(...toldVerdicts)),
      isMixed: boolean,
      isSmall: boolean,
      old: nullable(number),
      new: nullable(number),
      difference: nullable(number),
      interval: nullable(pair(number)),
      rerun: string,
      passed: count,
      scored: count,
      failed: count,
      summary: string,
      trend: array(nullable(number)),
    }),
  ),
  goals: array(
    object<GoalRow>({
      goal: string,
      rate: nullable(number),
      before: nullable(number),
      atRisk: array(string),
    }),
  ),
});

export const caseListShape: Shape<CaseListSlice> = object<CaseListSlice>({
  revision: count,
  total: count,
  verdicts: array(object<{ verdict: RowVerdict; count: number }>({ verdict: rowVerdict, count })),
  tags: array(object<{ tag: string; count: number }>({ tag: string, count })),
});

export const caseFilterShape: Shape<CaseFilter> = object<CaseFilter>({
  verdicts: array(rowVerdict, rowVerdicts.length),
  metric: nullable(string),
  goal: nullable(string),
  tag: nullable(string),
  text: string,
});

export const casePageShape: Shape<CasePage> = object<CasePage>({
  revision: count,
  total: count,
  offset: count,
  rows: array(
    object<CaseRow>({
      id: string,
      verdict: rowVerdict,
      label: nullable(caseLabel),
      tags: array(string),
      counts: array(count),
      preview: string,
      hasError: boolean,
      isPending: boolean,
    }),
  ),
});

export const casePlaceShape: Shape<CasePlace> = object<CasePlace>({ index: count, id: string });

const reply = object<ReplySlice>({
  text: string,
  length: count,
  toolCalls: array(
    object<{ name: string; arguments: string }>({ name: string, arguments: string }),
  ),
  isCached: boolean,
  latencyMs: nullable(number),
  inputTokens: nullable(number),
  outputTokens: nullable(number),
  cost: nullable(number),
  finishReason: nullable(string),
  model: nullable(string),
});

const score = object<ScoreSlice>({
  status: literal('scored', 'skipped', 'failed'),
  passed: nullable(boolean),
  value: nullable(number),
  explanation: string,
  evidence: array(
    object<EvidenceSlice>({ start: count, end: count, reply: count, label: nullable(string) }),
  ),
});

export const caseDetailsShape: Shape<CaseDetails> = object<CaseDetails>({
  id: string,
  verdict: rowVerdict,
  tags: array(string),
  trial: count,
  trials: array(
    object<CaseDetails['trials'][number]>({
      trial: count,
      old: nullable(boolean),
      new: nullable(boolean),
    }),
  ),
  turns: array(
    object<TurnSlice>({
      user: nullable(string),
      old: nullable(reply),
      new: nullable(reply),
      segments: array(segment),
      isCoarse: boolean,
      isStructural: boolean,
      calls: array(array(segment)),
    }),
  ),
  failingTurn: nullable(count),
  metrics: array(
    object<CaseMetricSlice>({
      metric: count,
      verdict: nullable(caseVerdict),
      label: nullable(caseLabel),
      summary: string,
      old: nullable(score),
      new: nullable(score),
      oldPassed: count,
      oldScored: count,
      newPassed: count,
      newScored: count,
    }),
  ),
  oldError: nullable(string),
  newError: nullable(string),
  requestLength: count,
  isInputChanged: boolean,
});

export const requestMessagesShape: Shape<readonly MessageSlice[]> = array(
  object<MessageSlice>({ role: string, content: string, length: count }),
);

/** What the panel keeps in its view state for a restart, beside its own. */
export const savedKeyShape: Shape<{ readonly key?: string }> = object<{ key?: string }>({
  key: optional(string),
});
