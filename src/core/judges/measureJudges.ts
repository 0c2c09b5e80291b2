import { isEvalError } from '../errors.ts';
import type { MetricRegistry } from '../metrics/registry.ts';
import type { Ports } from '../ports.ts';
import type { Problem } from '../problem.ts';
import type { ModelChoice, Prompt } from '../prompt/prompt.ts';
import { Budget } from '../run/budget.ts';
import type { EvaluationContext } from '../run/evaluate.ts';
import { ModelCalls } from '../run/modelCalls.ts';
import { Spending } from '../run/spending.ts';
import { metricsInUse } from '../suite/metricsFor.ts';
import type { Case, MetricSpec, Suite } from '../suite/suite.ts';
import {
  agreementOf,
  flipShare,
  type LabelledVerdict,
  lengthBias,
  positionBias,
} from './agreement.ts';
import { AskedOrders } from './askedOrders.ts';
import { JudgeScoring } from './judgeScoring.ts';
import { labelledSample } from './labelledSample.ts';
import { type Label, labelsPath, readLabels } from './labels.ts';
import type { Reliability } from './reliability.ts';

/** What is known of the judges of a suite, by the id of the metric. */
export type JudgeReliability = ReadonlyMap<string, Reliability>;

export interface MeasuredSuite {
  readonly suite: Suite;
  readonly cases: readonly Case[];
  /** To find the conversation of labels that lack it. */
  readonly prompt?: Prompt;
}

export interface MeasureOptions {
  /** See `judgeChoice`. */
  readonly judge: ModelChoice | undefined;
  /** What may be spent on asking for what is not stored; absent: nothing is sent. */
  readonly spending?: Spending;
  /** How often each judge is asked about each label, to see whether it says the same; default 3. */
  readonly rounds?: number;
}

/** Figures of the judges of a suite, and what is wrong with its labels. */
export interface MeasuredJudges {
  readonly reliability: JudgeReliability;
  readonly problems: readonly Problem[];
}

const defaultRounds = 3;
const everyStage = ['real-time', 'async', 'offline'] as const;

/**
 * Measures the judges of a suite by the labels beside it: each is asked about every labelled reply, what is stored
 * already for nothing. A label that the judge gives no verdict on says nothing.
 *
 * @throws {EvalError} aborted
 */
export async function measureJudges(
  { suite, cases, prompt }: MeasuredSuite,
  { judge, spending, rounds = defaultRounds }: MeasureOptions,
  { ports, pool }: EvaluationContext,
  signal: AbortSignal,
  registry?: MetricRegistry,
): Promise<MeasuredJudges> {
  const { labels, problems } = await labelsOf(suite.path, ports.files);
  const reliability = new Map<string, Reliability>();
  if (labels.length === 0) return { reliability, problems };
  const calls = new ModelCalls({
    ports,
    pool,
    spending: spending ?? new Spending(new Budget({})),
    isAllowed: spending !== undefined,
    signal,
  });
  const orders = new AskedOrders();
  const scoring = Array.from(
    { length: rounds },
    (_, round) =>
      new JudgeScoring({
        ports,
        calls,
        // Looking at labels is no part of a run: its cached answers are not counted there.
        spending: spending ?? new Spending(new Budget({})),
        judge,
        round,
        onAnswer: (metric, question, answer) => orders.note(metric, question, answer),
        ...(registry && { registry }),
      }),
  );
  const items = new Map(cases.map((item) => [item.id, item]));
  for (const metric of metricsInUse(suite, cases, everyStage)) {
    const own = labels.filter((label) => label.metric === metric.id);
    if (own.length === 0 || scoring[0]?.asks(metric) !== true) continue;
    const samples = await Promise.all(
      own.map((label) => labelledSample(label, items.get(label.case), prompt)),
    );
    const verdicts = await Promise.all(
      samples.map(async (sample) => {
        if (sample === undefined) return [];
        const scores = await Promise.all(
          scoring.map((round) => round.score([{ sample, metrics: [metric] }], signal)),
        );
        return scores.map(([found]) => (found?.[0]?.status === 'scored' ? found[0].passed : null));
      }),
    );
    reliability.set(metric.id, reliabilityOf(metric, own, verdicts, orders));
  }
  return { reliability, problems };
}

/** @param verdicts of the judge on each label, round by round; null: it gave none */
function reliabilityOf(
  metric: MetricSpec,
  labels: readonly Label[],
  verdicts: readonly (readonly (boolean | null)[])[],
  orders: AskedOrders,
): Reliability {
  const judged = labels.flatMap((label, at): (LabelledVerdict & { readonly length: number })[] => {
    const judge = verdicts[at]?.[0] ?? null;
    return judge === null ? [] : [{ judge, person: label.passed, length: label.reply.length }];
  });
  const agreement = agreementOf(judged);
  const flips = flipShare(verdicts.map((own) => own.filter((verdict) => verdict !== null)));
  const position = positionBias(orders.pairs(metric.id));
  const length = lengthBias(judged);
  return {
    labels: labels.length,
    ...(agreement !== null && { agreement }),
    ...(flips !== null && { flips }),
    ...(position !== null && { positionBias: position }),
    ...(length !== null && { lengthBias: length }),
  };
}

async function labelsOf(suite: string, files: Ports['files']) {
  const path = labelsPath(suite);
  try {
    return readLabels(path, await files.readText(path, { maxBytes: mostBytes }));
  } catch (error) {
    // A suite without labels is the usual thing.
    if (isEvalError(error, 'file-missing')) return { labels: [], problems: [] };
    if (!isEvalError(error)) throw error;
    const range = { start: { line: 0, column: 0 }, end: { line: 0, column: 0 } };
    const { code, message } = error;
    return {
      labels: [],
      problems: [{ file: path, range, severity: 'error' as const, code, message }],
    };
  }
}

/** Of a file of labels: tens of thousands of replies. */
const mostBytes = 32 * 2 ** 20;
