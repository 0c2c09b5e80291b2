import { EvalError } from '../errors.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import type {
  CodeCall,
  JudgeAnswer,
  Means,
  Moderation,
  Question,
  TextQuestion,
} from '../metrics/means.ts';
import type { Score } from '../metrics/metric.ts';
import type { Sample } from '../metrics/sample.ts';
import { dirname, resolvePath } from '../path.ts';
import type { Ports, Scorer } from '../ports.ts';
import type { RenderedPrompt } from '../prompt/format.ts';
import { readPrompt, renderPrompt } from '../prompt/formats.ts';
import { includeContext } from '../prompt/includeContext.ts';
import type { Prompt } from '../prompt/prompt.ts';
import type { MetricSpec } from '../suite/suite.ts';
import type { JudgeCalls } from './judgeCalls.ts';
import {
  defaultEmbeddingModel,
  defaultModerationModel,
  type JudgeModels,
  textRequest,
} from './judgeModels.ts';
import { readEmbedding, readModeration } from './textAnswers.ts';

export interface SuiteMeansOptions {
  readonly models: JudgeModels;
  readonly calls: JudgeCalls;
  readonly files: Ports['files'];
  readonly code: Ports['code'];
  /** For metrics that only compute. */
  readonly scorer: Scorer;
  readonly signal: AbortSignal;
  /** Prompt files that were read, by path. */
  readonly prompts: Map<string, Promise<Prompt>>;
  /** See `JudgeScoringOptions`. */
  readonly round?: number;
  readonly onAnswer?: (question: Question, answer: JudgeAnswer) => void;
}

/** A metric asks each judge at most as often about one reply; each round begins behind that. */
const mostRepetitions = 20;

/** What one metric of a suite may ask; its paths are relative to the file it is written in. */
export class SuiteMeans implements Means {
  private readonly metric: MetricSpec;
  private readonly options: SuiteMeansOptions;

  constructor(metric: MetricSpec, options: SuiteMeansOptions) {
    this.metric = metric;
    this.options = options;
  }

  async ask(question: Question): Promise<JudgeAnswer> {
    const { models, calls, round = 0, onAnswer } = this.options;
    const repetition = (question.repetition ?? 0) + round * mostRepetitions;
    const answer = await calls.ask(await models.open(question.judge), { ...question, repetition });
    onAnswer?.(question, answer);
    return answer;
  }

  async embed(question: TextQuestion): Promise<readonly number[]> {
    return readEmbedding(await this.about(question, 'embeddings', defaultEmbeddingModel));
  }

  async moderate(question: TextQuestion): Promise<Moderation> {
    return readModeration(await this.about(question, 'moderations', defaultModerationModel));
  }

  async render(path: string, variables: JsonObject): Promise<RenderedPrompt> {
    const prompt = await promptAt(resolvePath(dirname(this.metric.file), path), this.options);
    return renderPrompt(prompt, variables);
  }

  run(call: CodeCall): Promise<JsonValue> {
    const { code, signal } = this.options;
    if (code === undefined) throw new EvalError('untrusted', 'Custom code cannot be run here.');
    return code.run(call, dirname(this.metric.file), signal);
  }

  async score(sample: Sample, type: string, parameters: JsonObject): Promise<Score> {
    const { scorer, signal } = this.options;
    const metrics = [{ ...this.metric, type, parameters }];
    const [scores] = await scorer.score([{ sample, metrics }], signal);
    return scores?.[0] ?? { status: 'failed', explanation: 'Not scored.' };
  }

  private async about(
    question: TextQuestion,
    api: 'embeddings' | 'moderations',
    name: string,
  ): Promise<string> {
    const { models, calls } = this.options;
    const opened = await models.openOther(question.model, name);
    return (await calls.askPlainly(opened.model, textRequest(opened, question, api))).text;
  }
}

/** @throws {EvalError} file-missing, bad-file */
export function promptAt(
  path: string,
  { files, prompts }: Pick<SuiteMeansOptions, 'files' | 'prompts'>,
): Promise<Prompt> {
  const known = prompts.get(path) ?? readPromptAt(path, files);
  prompts.set(path, known);
  return known;
}

async function readPromptAt(path: string, files: Ports['files']): Promise<Prompt> {
  const text = await files.readText(path);
  const { value, problems } = await readPrompt(
    { path, text },
    includeContext(files, dirname(path)),
  );
  if (value !== undefined) return value;
  throw new EvalError(
    'bad-file',
    `The judge's prompt cannot be used: ${problems[0]?.message ?? 'it is no prompt.'}`,
    { file: path },
  );
}
