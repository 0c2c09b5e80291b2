import { EvalError } from '../../errors.ts';
import { JudgeCalls } from '../../judges/judgeCalls.ts';
import { JudgeModels, type OpenJudge } from '../../judges/judgeModels.ts';
import type { Question } from '../../metrics/means.ts';
import type { MetricRegistry } from '../../metrics/registry.ts';
import type { ModelChoice, Prompt } from '../../prompt/prompt.ts';
import type { RunModel } from '../../results/runResult.ts';
import { Budget, type BudgetLimits } from '../../run/budget.ts';
import type { EvaluationContext } from '../../run/evaluate.ts';
import { ModelCalls } from '../../run/modelCalls.ts';
import { presumedUsage } from '../../run/presumedUsage.ts';
import { openSpending, Spending } from '../../run/spending.ts';
import type { Suite } from '../../suite/suite.ts';
import { readSuggestions, type SuggestedCase } from './readSuggestions.ts';
import { suggestionQuestion } from './suggestionQuestion.ts';
import { type SuggestedMetric, tryDrafts } from './tryDrafts.ts';

export interface SuggestionInput {
  readonly prompt: Prompt;
  /** What the suite holds already; empty for one that does not exist yet. */
  readonly suite: Pick<Suite, 'metrics' | 'cases'>;
  /** The model to ask. */
  readonly model: ModelChoice;
  readonly registry: MetricRegistry;
}

/** What asking would take, before anything is sent. */
export interface SuggestionPlan {
  readonly model: RunModel;
  /** 1, or 0 where the same was asked before. */
  readonly calls: number;
  /** US dollars; null where the price of the model is unknown. */
  readonly estimatedCost: number | null;
  readonly judge: OpenJudge;
  readonly question: Question;
}

export interface Suggestions {
  readonly model: RunModel;
  readonly metrics: readonly SuggestedMetric[];
  readonly cases: readonly SuggestedCase[];
  /** Why suggestions were left out, a sentence each. */
  readonly leftOut: readonly string[];
  /** US dollars; null where unknown. */
  readonly cost: number | null;
}

/** Tokens of an answer with as many suggestions as are asked for, about. */
const presumedAnswerTokens = 3000;

/**
 * What asking a model for further metrics and cases would take.
 * @throws {EvalError} model-not-set, key-missing
 */
export async function planSuggestions(
  { prompt, suite, model: choice, registry }: SuggestionInput,
  { ports }: EvaluationContext,
): Promise<SuggestionPlan> {
  const judge = await new JudgeModels(ports.models, choice).open(undefined);
  const question = suggestionQuestion(prompt, suite, registry);
  const spending = new Spending(new Budget({}));
  const calls = new JudgeCalls({
    ...{ store: ports.store, useCache: true, spending },
    calls: { ask: () => Promise.reject(new EvalError('not-cached', 'Nothing is sent.')) },
  });
  const isKnown = await calls.isKnown(judge, question);
  const { info } = judge.model;
  return {
    model: info,
    calls: isKnown ? 0 : 1,
    estimatedCost: isKnown
      ? 0
      : ports.pricing.cost(info, presumedUsage(question.messages, presumedAnswerTokens)),
    judge,
    question,
  };
}

/**
 * Asks as planned, and keeps what is right: read by the suite reader, told apart from what is there, tried on its own examples.
 * @throws {EvalError} aborted; model-bad-response when the answer cannot be read at all; budget-exceeded, or what the model says
 */
export async function askForSuggestions(
  { model, judge, question }: SuggestionPlan,
  { prompt, suite, registry }: SuggestionInput,
  budget: BudgetLimits,
  { ports, pool }: EvaluationContext,
  signal: AbortSignal,
): Promise<Suggestions> {
  const spending = await openSpending(budget, ports.clock.now(), ports.store);
  const calls = new ModelCalls({ ports, pool, spending, isAllowed: true, signal });
  const asking = new JudgeCalls({ store: ports.store, calls, spending, useCache: true });
  const answer = await asking.ask(judge, question);
  const read = readSuggestions(answer, prompt, suite, registry);
  if ('problem' in read)
    throw new EvalError(
      'model-bad-response',
      `${model.name} made no suggestions: ${read.problem} Try again with another model.`,
    );
  const tried = await tryDrafts(read.metrics, prompt, registry, ports.scorer, signal);
  return {
    model,
    metrics: tried.metrics,
    cases: read.cases,
    leftOut: [...read.leftOut, ...tried.leftOut],
    cost: spending.cost,
  };
}
