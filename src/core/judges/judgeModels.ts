import { EvalError } from '../errors.ts';
import { canonicalJson } from '../json.ts';
import type { Question, TextQuestion } from '../metrics/means.ts';
import type { Model, Models } from '../ports.ts';
import type { ModelChoice, ModelParameters } from '../prompt/prompt.ts';
import type { RenderedRequest } from '../run/request.ts';

/** A model as a judge uses it. */
export interface OpenJudge {
  readonly model: Model;
  readonly parameters: ModelParameters;
}

/** What a call asks of a judge besides the answer; some servers refuse one or the other. */
export interface JudgeShape {
  /** Temperature 0, where the judge has none of its own. */
  readonly hasTemperature: boolean;
  /** The JSON Schema of the answer. Without it, the messages alone say what form it has. */
  readonly hasForm: boolean;
}

/** From the one that gives the steadiest answers to the one that every server takes. */
export const judgeShapes: readonly JudgeShape[] = [
  { hasTemperature: true, hasForm: true },
  { hasTemperature: false, hasForm: true },
  { hasTemperature: true, hasForm: false },
  { hasTemperature: false, hasForm: false },
];

/** Finds the models that judge, each opened once. */
export class JudgeModels {
  private readonly models: Models;
  private readonly judge: ModelChoice | undefined;
  private readonly opened = new Map<string, Promise<OpenJudge>>();

  /** @param judge of the suite, else the model under test; undefined: none is known */
  constructor(models: Models, judge: ModelChoice | undefined) {
    this.models = models;
    this.judge = judge;
  }

  /** @throws {EvalError} model-not-set, key-missing */
  open(choice: ModelChoice | undefined): Promise<OpenJudge> {
    const wanted = choice === undefined ? this.judge : besides(choice, this.judge);
    if (wanted === undefined) {
      throw new EvalError(
        'model-not-set',
        "No judge is set. Name a model in the suite, e.g. 'judge: { provider: openai, name: gpt-5 }'.",
      );
    }
    const name = canonicalJson(wanted);
    const opened = this.opened.get(name) ?? this.openNow(wanted);
    this.opened.set(name, opened);
    return opened;
  }

  /** A model at the judge's endpoint that is no judge, such as one for embeddings. */
  openOther(choice: ModelChoice | undefined, name: string): Promise<OpenJudge> {
    return this.open({ ...choice, name: choice?.name ?? name, parameters: {} });
  }

  private async openNow(choice: ModelChoice): Promise<OpenJudge> {
    const model = await this.models.open(choice);
    if (model.answersByCase)
      throw new EvalError(
        'model-not-set',
        "Recordings cannot judge. Name a model that can, e.g. 'judge: { provider: openai, name: gpt-5 }' in the suite.",
      );
    return { model, parameters: choice.parameters ?? {} };
  }
}

/** A bare name means a model at the endpoint of the suite's judge; a provider or address stands for itself. */
function besides(choice: ModelChoice, judge: ModelChoice | undefined): ModelChoice {
  if (choice.provider !== undefined || choice.baseUrl !== undefined || judge === undefined)
    return choice;
  const { parameters: _, name: __, ...endpoint } = judge;
  return { ...endpoint, ...choice };
}

/**
 * The judge of a suite: its own, else the model under test. A judge that is only named is looked for at the endpoint of
 * the model under test when that is one of the OpenAI protocol. The model's sampling is never the judge's.
 */
export function judgeChoice(judge: ModelChoice | undefined, model: ModelChoice): ModelChoice {
  const { provider, baseUrl } = model;
  const isOpenAI = provider === undefined || provider.startsWith('openai');
  if (judge === undefined) {
    const { parameters: _, ...same } = model;
    return same;
  }
  if (judge.provider !== undefined || judge.baseUrl !== undefined || !isOpenAI) return judge;
  return { ...(provider && { provider }), ...(baseUrl && { baseUrl }), ...judge };
}

/** The request that a question to a judge leads to. */
export function judgeRequest(
  { model, parameters }: OpenJudge,
  { messages, form, repetition }: Question,
  shape: JudgeShape,
): RenderedRequest {
  const { name, schema } = form;
  return {
    endpoint: model.endpoint,
    model: model.info.name,
    parameters: {
      ...(shape.hasTemperature && { temperature: 0 }),
      ...(shape.hasForm && {
        responseFormat: { type: 'json_schema', json_schema: { name, strict: true, schema } },
      }),
      ...parameters,
    },
    messages,
    tools: [],
    trial: repetition ?? 0,
  };
}

/** The request for an endpoint that says something about a text. */
export function textRequest(
  { model }: OpenJudge,
  { text }: TextQuestion,
  api: 'embeddings' | 'moderations',
): RenderedRequest {
  return {
    endpoint: model.endpoint,
    model: model.info.name,
    parameters: { extra: { api, stream: false } },
    messages: [{ role: 'user', content: text }],
    tools: [],
    trial: 0,
  };
}

export const defaultEmbeddingModel = 'text-embedding-3-small';
export const defaultModerationModel = 'omni-moderation-latest';
