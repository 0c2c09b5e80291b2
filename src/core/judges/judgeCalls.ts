import { type EvalError, isEvalError } from '../errors.ts';
import type { JudgeAnswer, Question } from '../metrics/means.ts';
import type { Model, Store } from '../ports.ts';
import type { StoredCompletion } from '../run/completion.ts';
import type { AskedModel, ModelCalls } from '../run/modelCalls.ts';
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
  /** By model: what it takes, and the error that told. */
  private readonly refusals = new Map<string, Refusal>();

  constructor(options: JudgeCallsOptions) {
    this.options = options;
  }

  /** @throws {EvalError} what the call says */
  async ask(judge: OpenJudge, question: Question): Promise<JudgeAnswer> {
    const name = nameOf(judge.model);
    const shapes = judgeShapes.map((shape) => judgeRequest(judge, question, shape));
    const stored = await this.stored(shapes);
    if (stored !== undefined) return answerOf(stored);
    for (;;) {
      const shape = this.refusals.get(name)?.shape ?? fullShape;
      try {
        const request = judgeRequest(judge, question, shape);
        return answerOf(await this.options.calls.ask(this.informed(judge.model, shape), request));
      } catch (error) {
        const known = this.refusals.get(name);
        if (known !== undefined && !isSame(known.shape, shape)) continue;
        // Another run made the call that this one joined.
        const plainer = plainerShape(error, shape);
        if (plainer === undefined || !isEvalError(error)) throw error;
        this.refusals.set(name, { shape: plainer, error });
      }
    }
  }

  /** Whether the answer is known already, so that asking costs nothing. */
  async isKnown(judge: OpenJudge, question: Question): Promise<boolean> {
    const { store, useCache } = this.options;
    if (!useCache) return false;
    const keys = judgeShapes.map((shape) => requestKey(judgeRequest(judge, question, shape)));
    return (await store.completions([...new Set(keys)])).size > 0;
  }

  /**
   * The model, learning from refusals. A call that waited while another one was refused what it asks for too is not
   * sent.
   */
  private informed(model: Model, shape: JudgeShape): AskedModel {
    const { info, endpoint, answersByCase } = model;
    return {
      info,
      endpoint,
      answersByCase,
      refusal: () => {
        const known = this.refusals.get(nameOf(model));
        return known === undefined || isSame(known.shape, shape) ? undefined : known.error;
      },
      complete: async (request, signal) => {
        try {
          return await model.complete(request, signal);
        } catch (error) {
          const plainer = plainerShape(error, shape);
          if (plainer !== undefined && isEvalError(error))
            this.refusals.set(nameOf(model), { shape: plainer, error });
          throw error;
        }
      },
    };
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

interface Refusal {
  readonly shape: JudgeShape;
  readonly error: EvalError;
}

const fullShape: JudgeShape = { hasTemperature: true, hasForm: true };

function isSame(a: JudgeShape, b: JudgeShape): boolean {
  return a.hasTemperature === b.hasTemperature && a.hasForm === b.hasForm;
}

function nameOf({ endpoint, info }: Model): string {
  return `${endpoint} ${info.name}`;
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
