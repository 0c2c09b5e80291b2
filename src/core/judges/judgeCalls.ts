import { isEvalError } from '../errors.ts';
import type { JudgeAnswer, Question } from '../metrics/means.ts';
import type { Model, Store } from '../ports.ts';
import type { StoredCompletion } from '../run/completion.ts';
import type { ModelCalls } from '../run/modelCalls.ts';
import type { RenderedRequest } from '../run/request.ts';
import { requestKey } from '../run/requestKey.ts';
import type { Spending } from '../run/spending.ts';
import { type JudgeShape, judgeRequest, judgeShapes, type OpenJudge } from './judgeModels.ts';

export interface JudgeCallsOptions {
  readonly store: Pick<Store, 'completions'>;
  readonly calls: Pick<ModelCalls, 'ask'>;
  readonly spending: Pick<Spending, 'countCached'>;
  /** Whether stored answers are taken. */
  readonly useCache: boolean;
}

/** Asks judges as any other model is asked: from the store where the same was asked before, else with a call. */
export class JudgeCalls {
  private readonly options: JudgeCallsOptions;
  /** By model: what it was found to refuse. */
  private readonly refusals = new Map<string, JudgeShape>();

  constructor(options: JudgeCallsOptions) {
    this.options = options;
  }

  /** @throws {EvalError} what the call says */
  async ask(judge: OpenJudge, question: Question): Promise<JudgeAnswer> {
    const name = `${judge.model.endpoint} ${judge.model.info.name}`;
    const shapes = judgeShapes.map((shape) => judgeRequest(judge, question, shape));
    const stored = await this.stored(shapes);
    if (stored !== undefined) return answerOf(stored);
    for (;;) {
      const shape = this.refusals.get(name) ?? { hasTemperature: true, hasForm: true };
      try {
        const request = judgeRequest(judge, question, shape);
        return answerOf(await this.options.calls.ask(judge.model, request));
      } catch (error) {
        const plainer = plainerShape(error, shape);
        if (plainer === undefined) throw error;
        this.refusals.set(name, plainer);
      }
    }
  }

  /** Asks an endpoint that has one form of request only. */
  async askPlainly(model: Model, request: RenderedRequest): Promise<JudgeAnswer> {
    const stored = await this.stored([request]);
    return answerOf(stored ?? (await this.options.calls.ask(model, request)));
  }

  private async stored(
    requests: readonly RenderedRequest[],
  ): Promise<StoredCompletion | undefined> {
    const { useCache, store, spending } = this.options;
    if (!useCache) return undefined;
    const keys = [...new Set(requests.map(requestKey))];
    const found = await store.completions(keys);
    const first = keys.map((key) => found.get(key)).find((answer) => answer !== undefined);
    if (first !== undefined) spending.countCached();
    return first;
  }
}

function answerOf({ completion }: StoredCompletion): JudgeAnswer {
  const { text, finishReason } = completion;
  return { text, ...(finishReason !== undefined && { finishReason }) };
}

/** What to ask for less of after a refusal; undefined where the refusal is about something else. */
function plainerShape(error: unknown, shape: JudgeShape): JudgeShape | undefined {
  if (!isEvalError(error, 'model-bad-request')) return undefined;
  if (shape.hasTemperature && /temperature/i.test(error.message))
    return { ...shape, hasTemperature: false };
  if (shape.hasForm && /response_format|json_schema|structured output|schema/i.test(error.message))
    return { ...shape, hasForm: false };
  return undefined;
}
