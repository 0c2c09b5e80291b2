import type { CaseLabel, CaseVerdict } from '../../core/compare/comparison.ts';
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
import { type Segment, segmentShape } from './segments.ts';
import { caseLabelShape, caseVerdictShape, type RowVerdict, rowVerdictShape } from './verdicts.ts';

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
  verdict: rowVerdictShape,
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
      segments: array(segmentShape),
      isCoarse: boolean,
      isStructural: boolean,
      calls: array(array(segmentShape)),
    }),
  ),
  failingTurn: nullable(count),
  metrics: array(
    object<CaseMetricSlice>({
      metric: count,
      verdict: nullable(caseVerdictShape),
      label: nullable(caseLabelShape),
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
