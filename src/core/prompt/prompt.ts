import type { JsonObject, JsonValue } from '../json.ts';
import type { Range } from '../text.ts';
import type { Role } from './message.ts';
import type { PlacedText } from './placedText.ts';
import type { TemplateLanguage } from './templates/template.ts';

/** Sampling parameters; an absent one is left to the server. */
export interface ModelParameters {
  readonly temperature?: number;
  readonly topP?: number;
  readonly maxTokens?: number;
  readonly seed?: number;
  readonly stop?: readonly string[];
  readonly reasoningEffort?: string;
  /** As the OpenAI protocol has it, e.g. `{ type: 'json_schema', json_schema: {...} }`. */
  readonly responseFormat?: JsonValue;
  /** Anything else, sent as written under its own name. */
  readonly extra?: JsonObject;
}

/** Which model a prompt, a suite or a setting asks for; every part may be left open. */
export interface ModelChoice {
  /** `openai`, `vscode`, `replay`, `simulated`. */
  readonly provider?: string;
  readonly name?: string;
  readonly baseUrl?: string;
  readonly parameters?: ModelParameters;
}

export interface ToolDefinition {
  readonly name: string;
  readonly description?: string;
  /** JSON Schema of the arguments. */
  readonly parameters?: JsonObject;
}

/** A message of a prompt file, its placeholders not yet filled. */
export interface PromptMessage {
  readonly role: Role;
  readonly template: string;
  /** Where the template stands in the file. */
  readonly range: Range;
}

/** Text of another file that goes into a template. */
export interface Fragment extends PlacedText {
  /** As the template calls it. */
  readonly name: string;
  /** Absolute path. */
  readonly path: string;
}

/** The template of a whole conversation, for formats whose conditions and loops may span messages. */
export interface TemplateBody {
  readonly language: TemplateLanguage;
  /** With marks where messages begin. */
  readonly template: PlacedText;
  /** Of the text before the first mark. */
  readonly firstRole: Role;
  readonly fragments: readonly Fragment[];
  /** Variables that hold earlier messages rather than text. */
  readonly threads: readonly string[];
  /** Whether blank lines around a message are layout. */
  readonly trims: boolean;
}

/** One use of a variable in a prompt. */
export interface VariableUse {
  readonly name: string;
  readonly range: Range;
}

/** A parsed prompt file. */
export interface Prompt {
  /** Absolute path. */
  readonly path: string;
  /** Id of the format that read it, and renders it. */
  readonly format: string;
  /** The whole text of the file. */
  readonly source: string;
  readonly messages: readonly PromptMessage[];
  readonly model: ModelChoice;
  readonly tools: readonly ToolDefinition[];
  readonly variables: readonly VariableUse[];
  /** What is filled in where the messages alone do not say it. */
  readonly body?: TemplateBody;
  /** Values for variables that a case does not give. */
  readonly defaults: JsonObject;
  /** Absolute paths of other files whose text went into this prompt. */
  readonly dependencies: readonly string[];
  /** Front matter keys that the format keeps without using them. */
  readonly metadata?: JsonObject;
}

/** A version of a prompt: the hash of its meaning, with source and time. */
export interface PromptVersion {
  /** Hash of messages, model, parameters and tools; layout and comments do not count. */
  readonly id: string;
  /** Absolute path of the prompt file. */
  readonly prompt: string;
  readonly source: string;
  /** Texts that it included, by their paths relative to the folder of the prompt; absent where there were none. */
  readonly parts?: Readonly<Record<string, string>>;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly commit?: string;
}
