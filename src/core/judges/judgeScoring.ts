import { builtInMetrics } from '../metrics/builtIn.ts';
import type { JudgeAnswer, Means, Question } from '../metrics/means.ts';
import type { Score } from '../metrics/metric.ts';
import { needsMeans } from '../metrics/needsMeans.ts';
import type { MetricRegistry } from '../metrics/registry.ts';
import type { Sample } from '../metrics/sample.ts';
import { scoreSample } from '../metrics/scoreSample.ts';
import type { Ports, Scorer, ScoringTask } from '../ports.ts';
import type { ModelChoice, Prompt } from '../prompt/prompt.ts';
import type { ModelCalls } from '../run/modelCalls.ts';
import type { Spending } from '../run/spending.ts';
import type { MetricSpec } from '../suite/suite.ts';
import { JudgeCalls } from './judgeCalls.ts';
import { JudgeModels } from './judgeModels.ts';
import { SuiteMeans, type SuiteMeansOptions } from './suiteMeans.ts';

export interface JudgeScoringOptions {
  readonly ports: Pick<Ports, 'models' | 'store' | 'files' | 'scorer' | 'code'>;
  readonly calls: Pick<ModelCalls, 'ask'>;
  readonly spending: Spending;
  /** See `judgeChoice`. */
  readonly judge: ModelChoice | undefined;
  /** Whether stored answers of judges are taken; default true. */
  readonly useCache?: boolean;
  /** Default: the metrics that come with Micro Metrics. */
  readonly registry?: MetricRegistry;
  /** 0-based: how often judges were asked about the same replies before; default 0. */
  readonly round?: number;
  /** Told of every answer of a judge, with the id of the metric. */
  readonly onAnswer?: (metric: string, question: Question, answer: JudgeAnswer) => void;
}

/**
 * Scores with all kinds of metric: those that only compute in the workers, those that ask a judge or run custom code from
 * here. All judges of a call are asked at once, as far as the pool of calls lets them.
 */
export class JudgeScoring implements Scorer {
  private readonly options: JudgeScoringOptions;
  private readonly registry: MetricRegistry;
  private readonly models: JudgeModels;
  private readonly calls: JudgeCalls;
  private readonly prompts = new Map<string, Promise<Prompt>>();

  constructor(options: JudgeScoringOptions) {
    const { ports, calls, spending, useCache = true } = options;
    this.options = options;
    this.registry = options.registry ?? builtInMetrics;
    this.models = new JudgeModels(ports.models, options.judge);
    this.calls = new JudgeCalls({ store: ports.store, calls, spending, useCache });
  }

  /** Whether a metric waits for a model or a program. */
  asks(metric: Pick<MetricSpec, 'type' | 'parameters'>): boolean {
    return needsMeans(this.registry, metric.type, metric.parameters);
  }

  async score(
    tasks: readonly ScoringTask[],
    signal: AbortSignal,
  ): Promise<readonly (readonly Score[])[]> {
    const { scorer } = this.options.ports;
    const asking = tasks.map(({ metrics }) => metrics.map((metric) => this.asks(metric)));
    if (!asking.some((own) => own.includes(true))) return scorer.score(tasks, signal);
    const plain = tasks.map(({ sample, metrics }, task) => ({
      sample,
      metrics: metrics.filter((_, at) => asking[task]?.[at] === false),
    }));
    const [computed, asked] = await Promise.all([
      scorer.score(plain, signal),
      Promise.all(
        tasks.map(({ sample, metrics }, task) =>
          Promise.all(
            metrics
              .filter((_, at) => asking[task]?.[at] === true)
              .map((metric) => this.scoreOne(sample, metric, signal)),
          ),
        ),
      ),
    ]);
    return asking.map((own, task) => {
      const sources = { true: [...(asked[task] ?? [])], false: [...(computed[task] ?? [])] };
      return own.map((isAsking) => sources[`${isAsking}`].shift() ?? notScored);
    });
  }

  private async scoreOne(sample: Sample, metric: MetricSpec, signal: AbortSignal): Promise<Score> {
    const [score] = await scoreSample(sample, [metric], this.registry, this.means(metric, signal));
    return score ?? notScored;
  }

  private means(metric: MetricSpec, signal: AbortSignal): Means {
    const { round, onAnswer } = this.options;
    const { files, scorer, code } = this.options.ports;
    const { models, calls, prompts } = this;
    const options: SuiteMeansOptions = {
      ...{ models, calls, files, code, scorer, signal, prompts },
      ...(round !== undefined && { round }),
      ...(onAnswer && { onAnswer: (question, answer) => onAnswer(metric.id, question, answer) }),
    };
    return new SuiteMeans(metric, options);
  }
}

const notScored: Score = { status: 'failed', explanation: 'Not scored.' };
