import type { JsonObject } from '../../json.ts';
import type { Severity } from '../../problem.ts';

/** A language in which placeholders, conditions and loops of a prompt are written. */
export type TemplateLanguage = 'jinja' | 'mustache' | 'handlebars' | 'dotprompt';

/** A stretch of a template: UTF-16 offsets, `end` exclusive. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** A stretch of a template, or of a text that it includes. */
export interface TemplatePlace extends Stretch {
  /** What the template calls the included text; absent for the template itself. */
  readonly fragment?: string;
}

/** What is wrong with a template, and where. */
export interface TemplateFault extends Stretch {
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
  readonly replacement?: string;
}

export interface NamedStretch extends Stretch {
  readonly name: string;
}

/** What can be said of a template without filling it in. */
export interface TemplateAnalysis {
  readonly faults: readonly TemplateFault[];
  /** Uses of variables that a case gives, each at its name. */
  readonly variables: readonly NamedStretch[];
  /** Texts that are put in, by the name that the template calls them. */
  readonly includes: readonly NamedStretch[];
  /** Comments, which are no part of what the template means. */
  readonly comments: readonly Stretch[];
  /** Places at which a message of a role begins, for languages that have a word for it. */
  readonly roles: readonly NamedStretch[];
}

/** A template ready to be filled in again and again. */
export interface CompiledTemplate {
  /** @throws {TemplateError} when it asks for what cannot be done, or for too much */
  fill(variables: JsonObject): FilledTemplate;
}

export interface FilledTemplate {
  readonly text: string;
  /** Names that the template writes out and the variables do not give, in order of first use. */
  readonly missing: readonly string[];
}

export interface TemplateEngine {
  analyse(text: string): TemplateAnalysis;
  /**
   * @param fragments text of included files, by the names that the templates call them
   * @throws {EvalError} bad-template
   */
  compile(text: string, fragments: ReadonlyMap<string, string>): CompiledTemplate;
}
