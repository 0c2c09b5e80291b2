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
import { turnShape } from './replies.ts';
import { caseLabelShape, rowVerdictShape } from './verdicts.ts';

export type Side = 'old' | 'new';

const evidenceShape = object({
  start: count,
  end: count,
  reply: count,
  label: nullable(string),
});

/** A stretch of a reply that a score points at. UTF-16 offsets, `end` exclusive. */
export type EvidenceSlice = Checked<typeof evidenceShape>;

const scoreShape = object({
  status: literal('scored', 'skipped', 'failed'),
  passed: nullable(boolean),
  value: nullable(number),
  explanation: string,
  evidence: array(evidenceShape),
});

export type ScoreSlice = Checked<typeof scoreShape>;

const caseMetricShape = object({
  /** Index in the metrics table. */
  metric: count,
  verdict: nullable(rowVerdictShape),
  label: nullable(caseLabelShape),
  summary: string,
  /** Scores of the shown trial. */
  old: nullable(scoreShape),
  new: nullable(scoreShape),
  oldPassed: count,
  oldScored: count,
  newPassed: count,
  newScored: count,
});

export type CaseMetricSlice = Checked<typeof caseMetricShape>;

export const caseDetailsShape = object({
  id: string,
  verdict: rowVerdictShape,
  tags: array(string),
  /** The trial that is shown, and all there are with how they went (null: nothing scored). */
  trial: count,
  trials: array(object({ trial: count, old: nullable(boolean), new: nullable(boolean) })),
  turns: array(turnShape),
  /** Index of the turn where the case fails; null: it does not, or no turn is to blame. */
  failingTurn: nullable(count),
  metrics: array(caseMetricShape),
  oldError: nullable(string),
  newError: nullable(string),
  /** By turn, of which sides something is known of the request; it comes on demand. */
  requests: array(object({ old: boolean, new: boolean })),
  /** True when the old messages were others, so that the outputs differ for more than one reason. */
  isInputChanged: boolean,
  /** The new run has nothing of this case: it ended before, or the suite has it no more. */
  isMissing: boolean,
});

export type CaseDetails = Checked<typeof caseDetailsShape>;
