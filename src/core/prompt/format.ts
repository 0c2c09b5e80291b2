import type { JsonObject } from '../json.ts';
import type { MetricRegistry } from '../metrics/registry.ts';
import type { ReadResult } from '../problem.ts';
import type { Suite } from '../suite/suite.ts';
import type { SourceFile } from '../text.ts';
import type { Message } from './message.ts';
import type { Prompt } from './prompt.ts';

/** What a reader may ask for besides the text of the file itself. */
export interface ReadContext {
  /** Text of a file that the prompt includes; absolute path. @throws {EvalError} file-missing, path-outside, file-too-large */
  readText(path: string): Promise<string>;
}

/** A prompt with the variables of a case filled in. */
export interface RenderedPrompt {
  readonly messages: readonly Message[];
  /** Names of variables that neither the case nor the defaults give, in order of first use. */
  readonly missing: readonly string[];
  /** Before which message earlier messages of a case belong; absent: after all. */
  readonly historyAt?: number;
}

/** A kind of prompt file. All formats are known to one registry. */
export interface PromptFormat {
  /** Stable, e.g. `prompt-md`. */
  readonly id: string;
  /** For people, e.g. `Markdown prompt`. */
  readonly label: string;
  /** Globs on the file name, for editors and file search, e.g. `*.prompt.md`. */
  readonly patterns: readonly string[];
  /** Whether a file of this name is of this format. The first registered format that says yes reads it. */
  recognises(path: string): boolean;
  /** Never throws for bad input: what is wrong becomes problems with ranges. */
  read(source: SourceFile, context: ReadContext): Promise<ReadResult<Prompt>>;
  render(prompt: Prompt, variables: JsonObject): RenderedPrompt | Promise<RenderedPrompt>;
  /** The suite inside the prompt file, for formats that embed test data. */
  embeddedSuite?(source: SourceFile, prompt: Prompt, registry: MetricRegistry): ReadResult<Suite>;
  /** Every prompt of a file, for formats whose files may hold several. The first is the one that `read` gives. */
  readAll?(source: SourceFile, context: ReadContext): Promise<ReadResult<readonly Prompt[]>>;
}
