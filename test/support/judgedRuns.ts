import assert from 'node:assert/strict';
import type { Model, Ports } from '../../src/core/ports.ts';
import type { ModelChoice } from '../../src/core/prompt/prompt.ts';
import type { RunResult } from '../../src/core/results/runResult.ts';
import { CallPool } from '../../src/core/run/callPool.ts';
import type { Completion, StoredCompletion } from '../../src/core/run/completion.ts';
import { type EvaluationInput, evaluate } from '../../src/core/run/evaluate.ts';
import type { RunEvent } from '../../src/core/run/events.ts';
import type { RenderedRequest } from '../../src/core/run/request.ts';
import { chosen } from './fakeMeans.ts';
import { completion, FakeModel, fakePorts } from './fakePorts.ts';
import { caseOf, metricOf, promptOf, suiteOf } from './suites.ts';

/** A model under test and judges by name, as ports have them. */
export function portsWith(
  judges: Readonly<Record<string, Model>>,
  own: Partial<Ports> = {},
): Ports {
  const open = async ({ name = '' }: ModelChoice) => judges[name] ?? assert.fail(`no ${name}`);
  return fakePorts({ models: { open }, ...own });
}

/** A judge that answers by a function of what it is shown; passes by default. */
export function judgeModel(
  answer: (request: RenderedRequest) => Completion | Promise<Completion> = () =>
    completion(chosen('pass')),
): FakeModel {
  const model = new FakeModel(async (request) => answer(request));
  return Object.assign(model, { endpoint: 'fake http://judge' });
}

export const polite = metricOf('', {
  id: 'polite',
  type: 'judge',
  parameters: { criteria: 'It is polite.' },
});

export function judgedInput(model: Model, own: Partial<EvaluationInput> = {}): EvaluationInput {
  return {
    prompt: promptOf('Be kind.'),
    suite: suiteOf({ metrics: [polite] }),
    cases: [caseOf('a'), caseOf('b')],
    model,
    judge: { name: 'judge' },
    parameters: { temperature: 0.7 },
    trials: 1,
    stages: ['real-time'],
    ...own,
  };
}

/** Runs to the end, with all events. */
export async function runOf(
  input: EvaluationInput,
  ports: Ports,
  signal: AbortSignal = new AbortController().signal,
  onEvent: (event: RunEvent) => void = () => undefined,
): Promise<RunResult> {
  let result: RunResult | undefined;
  const context = { ports, pool: new CallPool<StoredCompletion>(4) };
  for await (const event of evaluate(input, context, signal)) {
    onEvent(event);
    if (event.type === 'finished') result = event.run;
  }
  assert.ok(result);
  return result;
}
