import type { Breather } from '../breather.ts';
import { judgePlan } from '../judges/judgePlan.ts';
import type { Ports } from '../ports.ts';
import type { Message } from '../prompt/message.ts';
import { metricsFor } from '../suite/metricsFor.ts';
import type { Case, MetricSpec } from '../suite/suite.ts';
import type { EvaluationInput } from './evaluation.ts';
import { makePlan, type PlannedTrial, type PlanSummary, type RenderedCase } from './plan.ts';
import { renderCases } from './renderCases.ts';
import type { RenderedRequest } from './request.ts';

/** What an evaluation will do. Nothing is sent yet. */
export interface EvaluationPlan {
  readonly rendered: readonly RenderedCase[];
  readonly trials: readonly PlannedTrial[];
  /** With the calls of judges. */
  readonly summary: PlanSummary;
  /** The request that a conversation leads to. */
  readonly requestFor: RequestMaker;
  readonly metricsOf: (item: Case) => readonly MetricSpec[];
}

export type RequestMaker = (
  messages: readonly Message[],
  trial: number,
  caseId: string,
) => RenderedRequest;

/** Renders the cases and follows them through the store. */
export async function planEvaluation(
  input: EvaluationInput,
  ports: Ports,
  breather: Breather,
): Promise<EvaluationPlan> {
  const requestFor = requestMaker(input);
  const rendered = await renderCases(input.prompt, input.cases, breather);
  const plan = await makePlan(
    {
      cases: rendered,
      trials: input.trials,
      ...(input.trialsOf && { trialsOf: input.trialsOf }),
      model: input.model,
      requestFor,
      useCache: input.useCache ?? true,
    },
    ports.store,
    ports.pricing,
    breather,
  );
  const metricsOf = metricsFor(input.suite, input.stages);
  if (breather.isDue) await breather.pause();
  const summary = await judgePlan(plan, { ...input, metricsFor: metricsOf }, ports);
  if (breather.isDue) await breather.pause();
  return { rendered, trials: plan.trials, summary, requestFor, metricsOf };
}

function requestMaker({ model, parameters, prompt }: EvaluationInput): RequestMaker {
  return (messages, trial, caseId) => ({
    endpoint: model.endpoint,
    model: model.info.name,
    parameters,
    messages,
    tools: prompt.tools,
    trial,
    ...(model.answersByCase && { caseId }),
  });
}
