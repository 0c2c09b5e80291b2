import type { Cause } from '../blame/cause.ts';
import type { Comparison } from '../compare/comparison.ts';
import type { JudgeReliability } from '../judges/measureJudges.ts';
import type { Severity } from '../problem.ts';
import type { Prompt } from '../prompt/prompt.ts';
import type { PromptPlace } from '../promptPlace.ts';
import type { RunResult } from '../results/runResult.ts';
import type { Case, MetricSpec, Suite } from '../suite/suite.ts';
import type { Range } from '../text.ts';

/** Something that a person should look at, at a place in a file. */
export interface Finding extends PromptPlace {
  /** Absolute path: of the prompt, of what it includes, or of the suite. */
  readonly file: string;
  readonly severity: Severity;
  readonly kind: 'regression' | 'below-target' | 'failing-case' | 'case-error';
  readonly metric?: string;
  readonly caseId?: string;
  /** Short enough to leave room for what else is shown at its place. */
  readonly message: string;
  /** All that is to be said, for readers who see nothing beside it; absent where the message is all. */
  readonly report?: string;
  readonly related: readonly RelatedPlace[];
}

/** A case that a finding leads to. */
export interface RelatedPlace {
  readonly file: string;
  readonly range: Range;
  readonly caseId: string;
  /** May hold text of a model. */
  readonly why: string;
}

export interface FindingsInput {
  readonly prompt: Prompt;
  readonly suite: Suite;
  readonly cases: readonly Case[];
  readonly run: RunResult;
  readonly comparison?: Comparison;
  /** The run that it is compared with, judged by today's metrics. */
  readonly baseline?: RunResult;
  /** Source of the prompt that the baseline ran with. */
  readonly baselineSource?: string;
  /** See `Baseline`. */
  readonly since?: string;
  /** Which changes made metrics worse, where that was looked for. */
  readonly causes?: readonly Cause[];
  /** Beside the version accepted last. */
  readonly sinceAccepted?: Comparison;
  /** How far judges are to be trusted, by the id of the metric. */
  readonly reliability?: JudgeReliability;
}

/** Metrics by id: those of the suite and those of its cases. */
export type MetricsById = ReadonlyMap<string, MetricSpec>;

/** Places that a finding leads to, at most. */
export const relatedLimit = 10;
