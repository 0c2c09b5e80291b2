import type { JsonObject, JsonValue } from '../json.ts';
import type { Message } from '../prompt/message.ts';
import type { ModelChoice } from '../prompt/prompt.ts';
import type { Sample } from './sample.ts';
import type { Score } from './score.ts';

/** What is asked of a judge: a model that is asked about a reply. */
export interface Question {
  /** Default: the judge of the suite. */
  readonly judge?: ModelChoice | undefined;
  readonly messages: readonly Message[];
  /** The form of the answer, as a JSON Schema with a name. */
  readonly form: { readonly name: string; readonly schema: JsonObject };
  /** 0-based: how often the same was asked before. Part of the request key, like the trial of a case. */
  readonly repetition?: number;
}

export interface JudgeAnswer {
  readonly text: string;
  readonly finishReason?: string;
}

/** A text for an endpoint that says something about texts. */
export interface TextQuestion {
  readonly model?: ModelChoice | undefined;
  readonly text: string;
}

/** Custom code of a suite: a module, or a program with its arguments. Paths are relative to the file that names them. */
export interface CodeCall {
  readonly kind: 'javascript' | 'command';
  readonly run: readonly string[];
  /** What the code is given: plain data. */
  readonly input: JsonObject;
  readonly timeLimitMs: number;
  readonly memoryMb: number;
}

/**
 * What a metric may ask of its surroundings. Every method rejects with an `EvalError` that tells the user why
 * there is no answer; a metric turns that into a `failed` score.
 */
export interface Means {
  /** Asks a judge. */
  ask(question: Question): Promise<JudgeAnswer>;
  /** The vector that an embedding model gives a text. */
  embed(question: TextQuestion): Promise<readonly number[]>;
  /** What a moderation endpoint says of a text: its categories with scores from 0 to 1. */
  moderate(question: TextQuestion): Promise<Moderation>;
  /** The messages of a prompt file beside the suite, and the variables that it lacks. */
  render(
    path: string,
    variables: JsonObject,
  ): Promise<{ readonly messages: readonly Message[]; readonly missing: readonly string[] }>;
  /** Runs custom code. */
  run(call: CodeCall): Promise<JsonValue>;
  /** Scores with a metric that needs none of this, where it can do no harm. */
  score(sample: Sample, type: string, parameters: JsonObject): Promise<Score>;
}

export interface Moderation {
  readonly flagged: boolean;
  readonly categories: Readonly<Record<string, boolean>>;
  readonly scores: Readonly<Record<string, number>>;
}
