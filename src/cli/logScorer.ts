import type { EvalError } from '../core/errors.ts';
import { judgeChoice } from '../core/judges/judgeModels.ts';
import { JudgeScoring } from '../core/judges/judgeScoring.ts';
import type { PieceScorer, Scorer } from '../core/ports.ts';
import type { RunUsage } from '../core/results/runResult.ts';
import type { BudgetLimits } from '../core/run/budget.ts';
import { ModelCalls } from '../core/run/modelCalls.ts';
import { resolveModelChoice } from '../core/run/resolveModel.ts';
import { openSpending } from '../core/run/spending.ts';
import { withoutJudges } from '../core/score/withoutJudges.ts';
import type { Suite } from '../core/suite/suite.ts';
import type { Environment } from './environment.ts';

/** What scores a log, and what its judges have cost. */
export interface LogScorer {
  readonly scorer: Scorer;
  /** For whole logs; absent where judges are asked about every reply. */
  readonly pieces?: PieceScorer;
  readonly usage: () => Pick<RunUsage, 'requests' | 'cached' | 'cost'>;
  /** Why judges were asked no further; undefined where the limits held. */
  readonly refusal: () => EvalError | undefined;
  close(): Promise<void>;
}

/** Without judges: a log may be long, and each of its lines would be a call. */
export function plainLogScorer(environment: Environment): LogScorer {
  const workers = environment.scorer();
  const pieces = environment.pieceScorer();
  return {
    pieces,
    scorer: withoutJudges(workers, environment.registry, ({ type }) =>
      type === 'javascript' || type === 'command'
        ? 'Code of the suite is not run on recorded outputs.'
        : 'Judges are asked about recorded outputs only with --judges.',
    ),
    usage: () => ({ requests: 0, cached: 0, cost: 0 }),
    refusal: () => undefined,
    close: async () => {
      pieces.dispose();
      workers.dispose();
    },
  };
}

/** @param limits of what its judges may cost in all */
export async function judgedLogScorer(
  suite: Suite,
  { limits, concurrency }: { readonly limits: BudgetLimits; readonly concurrency: number },
  environment: Environment,
): Promise<LogScorer> {
  const { signal } = environment;
  const open = await environment.open({ concurrency, allowsCode: false });
  const { ports, pool } = open;
  const spending = await openSpending(limits, ports.clock.now(), ports.store);
  const calls = new ModelCalls({ ports, pool, spending, isAllowed: true, signal });
  const judge = judgeChoice(suite.judge, resolveModelChoice({}, suite.model));
  return {
    scorer: new JudgeScoring({ ports, calls, spending, judge }),
    usage: () => spending.usage,
    refusal: () => spending.budget.refusal,
    close: () => open.close(),
  };
}
