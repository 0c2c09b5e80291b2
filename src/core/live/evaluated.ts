import type { Cause } from '../blame/cause.ts';
import type { Breather } from '../breather.ts';
import type { Comparison } from '../compare/comparison.ts';
import type { Baseline } from '../compare/judgeBaseline.ts';
import type { Finding } from '../findings/finding.ts';
import { findingsInSteps } from '../findings/findings.ts';
import type { JudgeReliability } from '../judges/measureJudges.ts';
import { withJudgeNoise } from '../judges/reliability.ts';
import type { Prompt } from '../prompt/prompt.ts';
import type { RunResult } from '../results/runResult.ts';
import { inSteps } from '../steps.ts';
import type { Case, Suite } from '../suite/suite.ts';

/** A prompt, one of its suites, and all cases of that suite. */
export interface Target {
  readonly prompt: Prompt;
  readonly suite: Suite;
  readonly cases: readonly Case[];
  /** How far its judges are to be trusted, where that was measured. */
  readonly reliability?: JudgeReliability;
}

/** How live comparisons sample and what they may claim. */
export interface LiveSettings {
  /** Chance of any false claim per save; default 0.05. */
  readonly alpha?: number;
  /** Changes smaller than this share of cases do not matter; default 0.1. */
  readonly margin?: number;
  /** Trials of every case where the suite asks for none; default 1. */
  readonly trials?: number;
  /** Fresh pairs per failed case, at most; 0: failed cases are not run again. Default 8. */
  readonly confirmRounds?: number;
  /** Complete every case to its full number of samples. */
  readonly resolve?: boolean;
  /** Run the old version again on the cases in question, whatever is stored. */
  readonly control?: boolean;
}

/** What is known after an evaluation: the run, what it is compared with, and what follows. */
export interface Evaluated {
  readonly target: Target;
  readonly run: RunResult;
  readonly comparison?: Comparison;
  /** The baseline, judged by today's metrics. */
  readonly baseline?: Baseline;
  readonly findings: readonly Finding[];
  /** Which changes of the prompt made metrics worse, where that was looked for. */
  readonly causes?: readonly Cause[];
  /** Beside the version accepted last, where that is another one: a chain of small drops is seen only there. */
  readonly sinceAccepted?: Comparison;
}

/** A run, what it was compared with, and what follows. */
export async function evaluatedWith(
  target: Target,
  run: RunResult,
  baseline: Baseline,
  comparison: Comparison,
  breather: Breather,
  more: Pick<Evaluated, 'causes' | 'sinceAccepted'> = {},
): Promise<Evaluated> {
  const { source, since } = baseline;
  const reliabilityOf = (metric: string) => target.reliability?.get(metric);
  const { causes, sinceAccepted } = more;
  const said = {
    comparison: withJudgeNoise(comparison, reliabilityOf),
    ...(causes && { causes }),
    ...(sinceAccepted && { sinceAccepted: withJudgeNoise(sinceAccepted, reliabilityOf) }),
  };
  const findings = await inSteps(
    findingsInSteps({
      ...target,
      run,
      baseline: baseline.run,
      ...(source !== undefined && { baselineSource: source }),
      ...(since !== undefined && { since }),
      ...said,
    }),
    breather,
  );
  return { target, run, baseline, findings, ...said };
}
