import type { Breather } from '../breather.ts';
import type { Scorer } from '../ports.ts';
import type { PromptVersion } from '../prompt/prompt.ts';
import type { CaseResult, RunResult, ScoreRecord, TrialResult } from '../results/runResult.ts';
import { summaryOf } from '../results/summarise.ts';
import { atOnce } from '../steps.ts';
import { metricsInUse } from '../suite/metricsFor.ts';
import { plannedTrials } from './pairing.ts';
import { type Judges, rescore } from './rescore.ts';

/** A run to compare with, as it was stored or read. */
export interface Baseline {
  readonly run: RunResult;
  readonly label: string;
  /** How a heading calls it, e.g. `main (7f3c2a1)`; absent: by the time of its run. */
  readonly name?: string;
  /** Nobody knows when its replies were given. */
  readonly isUndated?: boolean;
  /** It is called by a commit: when the text of that was run is no time of the commit. */
  readonly isAtCommit?: boolean;
  /** Since when what is new came about, where it is no version of the history: `the last commit`, `the committed baseline`. */
  readonly since?: string;
  /** Source of the prompt it ran with, where known. */
  readonly source?: string;
  /** See `PromptVersion`. */
  readonly parts?: PromptVersion['parts'];
  /** Read from a report: of its replies only the text is known. */
  readonly isReport?: boolean;
  /** It was pinned after its results were seen, so they count only where they are drawn again. */
  readonly isPicked?: boolean;
}

/**
 * The baseline judged by today's metrics, without a call. Of a report, scores of metrics that are still the same
 * stand as recorded: tokens, cost and tool calls are not in it. Its other scores are made from the texts, with the
 * messages that were filled in for them, else with those that the same case has today.
 *
 * @param breather see {@link rescore}
 * @throws {EvalError} aborted
 */
export async function judgeBaseline(
  { run: baseline, isReport = false }: Baseline,
  current: RunResult,
  judges: Judges,
  scorer: Scorer,
  signal: AbortSignal,
  breather?: Breather,
): Promise<RunResult> {
  const hasReplies = baseline.cases.some((item) =>
    item.trials.some((trial) => trial.replies.length > 0),
  );
  // Without replies there is nothing to judge again: the scores it has are all that is known.
  if (!hasReplies) return baseline;
  if (!isReport) return rescore(baseline, judges, scorer, signal, breather);
  const today = new Map(current.cases.map((item) => [item.id, item]));
  const filled = {
    ...baseline,
    cases: baseline.cases.map((item) => withMessages(item, today.get(item.id))),
  };
  const judged = await rescore(filled, judges, scorer, signal, breather);
  return keepRecorded(baseline, judged, judges);
}

function withMessages(item: CaseResult, today: CaseResult | undefined): CaseResult {
  const messages = today?.trials[0]?.messages ?? [];
  return {
    ...item,
    trials: item.trials.map((trial) =>
      trial.messages.length > 0 ? trial : { ...trial, messages },
    ),
  };
}

function keepRecorded(baseline: RunResult, judged: RunResult, judges: Judges): RunResult {
  const { suite, cases: items, stages } = judges;
  const definitions = new Map(judged.metrics.map(({ id, definition }) => [id, definition]));
  const isSame = new Set(
    baseline.metrics
      .filter(
        ({ id, definition }) => definition !== undefined && definition === definitions.get(id),
      )
      .map(({ id }) => id),
  );
  const cases = judged.cases.map((item, index) => ({
    ...item,
    trials: item.trials.map((trial, at) =>
      withRecorded(trial, baseline.cases[index]?.trials[at]?.scores ?? [], isSame),
    ),
  }));
  const summary = summaryOf(
    metricsInUse(suite, items, stages),
    cases,
    (item) => plannedTrials(baseline, item).trials,
  );
  return { ...judged, cases, metrics: atOnce(summary) };
}

function withRecorded(
  trial: TrialResult,
  recorded: readonly ScoreRecord[],
  isSame: ReadonlySet<string>,
): TrialResult {
  const scores = trial.scores.map(
    (score) =>
      (isSame.has(score.metric) && recorded.find((old) => old.metric === score.metric)) || score,
  );
  return { ...trial, scores };
}
