/** Helpers that every Handlebars knows. */
export const plainHelpers: ReadonlySet<string> = new Set([
  'if',
  'unless',
  'each',
  'with',
  'lookup',
  'log',
]);

/** Those of dotprompt besides, https://google.github.io/dotprompt/reference/template/ */
export const dotpromptHelpers: ReadonlySet<string> = new Set([
  ...plainHelpers,
  'json',
  'role',
  'history',
  'media',
  'section',
  'ifEquals',
  'unlessEquals',
]);

/** Helpers that must have a block. */
export const blockHelpers: ReadonlySet<string> = new Set([
  'if',
  'unless',
  'each',
  'with',
  'ifEquals',
  'unlessEquals',
]);

export interface Dialect {
  readonly helpers: ReadonlySet<string>;
  /** Whether `{{name}}` writes `&`, `<` and the like as HTML does. */
  readonly escapes: boolean;
}

export const plainDialect: Dialect = { helpers: plainHelpers, escapes: true };
export const dotpromptDialect: Dialect = { helpers: dotpromptHelpers, escapes: false };
