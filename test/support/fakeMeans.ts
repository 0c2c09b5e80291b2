import { EvalError } from '../../src/core/errors.ts';
import type { JsonValue } from '../../src/core/json.ts';
import { builtInMetrics } from '../../src/core/metrics/builtIn.ts';
import type { JudgeAnswer, Means, Question } from '../../src/core/metrics/means.ts';
import type { Score } from '../../src/core/metrics/metric.ts';
import type { Sample } from '../../src/core/metrics/sample.ts';
import { scoreSample } from '../../src/core/metrics/scoreSample.ts';
import type { Metric } from './metricSample.ts';

/** What a judge is shown: the material of a question as an object. */
export function materialIn(question: Question): Record<string, unknown> {
  const content = question.messages.findLast(({ role }) => role === 'user')?.content ?? '';
  const material: unknown = JSON.parse(content);
  if (material === null || typeof material !== 'object') throw new Error('No material.');
  return { ...material };
}

export function systemIn(question: Question): string {
  return question.messages.find(({ role }) => role === 'system')?.content ?? '';
}

/** The answer of a judge that chooses. */
export function chosen(choice: string, quotes: readonly string[] = [], reasons = 'Because.') {
  return JSON.stringify({ reasons, quotes, choice });
}

/** Means whose judge answers by a function; what it is asked is kept. */
export class FakeMeans implements Means {
  readonly asked: Question[] = [];
  private readonly answer: (question: Question, index: number) => string | JudgeAnswer;

  constructor(answer: (question: Question, index: number) => string | JudgeAnswer) {
    this.answer = answer;
  }

  async ask(question: Question): Promise<JudgeAnswer> {
    const index = this.asked.push(question) - 1;
    const answer = this.answer(question, index);
    return typeof answer === 'string' ? { text: answer, finishReason: 'stop' } : answer;
  }

  embed: Means['embed'] = async () => {
    throw new EvalError('model-not-set', 'No embeddings here.');
  };
  moderate: Means['moderate'] = async () => {
    throw new EvalError('model-not-set', 'No moderation here.');
  };
  render: Means['render'] = async () => {
    throw new EvalError('file-missing', 'No file here.');
  };
  run: (...args: Parameters<Means['run']>) => Promise<JsonValue> = async () => {
    throw new EvalError('untrusted', 'No code here.');
  };
  async score(...[sample, type, parameters]: Parameters<Means['score']>): Promise<Score> {
    const [score] = await scoreSample(sample, [{ type, parameters }], builtInMetrics);
    if (score === undefined) throw new Error('No score came back.');
    return score;
  }
}

/** The score of a metric that asks. */
export async function judgedBy(
  means: Means,
  { type, ...parameters }: Metric,
  sample: Sample,
): Promise<Score> {
  const [score] = await scoreSample(sample, [{ type, parameters }], builtInMetrics, means);
  if (score === undefined) throw new Error('No score came back.');
  return score;
}
