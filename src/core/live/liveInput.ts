import type { Comparison } from '../compare/comparison.ts';
import type { LiveOptions } from '../compare/live/liveOptions.ts';
import type { Model } from '../ports.ts';
import type { ModelParameters, Prompt, PromptVersion } from '../prompt/prompt.ts';
import type { RunResult } from '../results/runResult.ts';
import type { EvaluationInput } from '../run/evaluate.ts';
import type { PlanSummary } from '../run/plan.ts';
import type { Spending } from '../run/spending.ts';
import type { EarlierVersions } from './earlierVersions.ts';
import type { OldDoubt } from './oldDoubt.ts';

/** A prompt version that can be asked, with the model it would be asked of. */
export interface AskableVersion {
  readonly prompt: Prompt;
  readonly model: Model;
  readonly parameters: ModelParameters;
  /** Texts that it includes, see `PromptVersion`, where they are not read from the files of today. */
  readonly parts?: PromptVersion['parts'];
}

/** A run that is compared while it goes on. Its `trials` are those of the screen. */
export interface LiveInput extends EvaluationInput {
  /** The old version's run, judged by today's metrics. */
  readonly baseline: RunResult;
  readonly baselineLabel: string;
  /** What the run may spend. */
  readonly spending: Spending;
  /** Absent: no further samples of the old version can be drawn. */
  readonly old?: AskableVersion;
  /**
   * What asking the old version takes, of which no sample is known: it is asked in the screen as well, and becomes a run of
   * its own. Absent: the old version has samples.
   */
  readonly oldPlan?: PlanSummary;
  readonly live: Omit<LiveOptions, 'rounds'>;
  /** Complete every case to its full number of samples. */
  readonly resolve?: boolean;
  /** Run the old version again on the cases in question, whatever is stored. */
  readonly control?: boolean;
  /** Draw fresh samples also where the new version was run to its end before. */
  readonly asksAgain?: boolean;
  /** The baseline was chosen after its scores were seen. */
  readonly isPicked?: boolean;
  /** How today's requests of the old version differ from the stored ones. */
  readonly requestDoubt?: OldDoubt;
  /** What the versions before the two showed. */
  readonly earlier?: EarlierVersions;
}

/** What a live run came to. */
export interface LiveOutcome {
  readonly run: RunResult;
  /** With the old samples that were drawn meanwhile. */
  readonly baseline: RunResult;
  readonly comparison: Comparison;
}
