import type { JsonObject, JsonValue } from '../json.ts';

/** A stretch of a template. Offsets are UTF-16, into the template; `end` exclusive. */
export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'variable';
      readonly name: string;
      /** Of the name, without braces. */
      readonly start: number;
      readonly end: number;
    }
  /** Braces around something that is no variable; sent as written. */
  | { readonly kind: 'other'; readonly text: string; readonly start: number; readonly end: number };

export interface TemplateSyntax {
  /** Whether `${input:name}` and `${input:name:placeholder}` are variables too. */
  readonly hasInputs: boolean;
  /** Whether `{{ name }}` is a variable; default true. */
  readonly hasBraces?: boolean;
}

/** Longest text between braces that is looked at. */
const maxPlaceholder = 200;
const variableName = /^[\p{L}_][\p{L}\p{N}_-]*(?:\.[\p{L}\p{N}_-]+)*$/u;

/**
 * Takes a template apart: `{{ name }}` and `${input:name}` are variables. A backslash before them makes them plain text
 * (`\{{`), and a backslash before that one is a backslash.
 */
export function parseTemplate(template: string, syntax: TemplateSyntax): readonly TemplatePart[] {
  const parts: TemplatePart[] = [];
  let text = '';
  let at = 0;
  const flush = () => {
    if (text !== '') parts.push({ kind: 'text', text });
    text = '';
  };
  const opening = openingOf(syntax);
  for (;;) {
    opening.lastIndex = at;
    const match = opening.exec(template);
    if (match === null) break;
    const [brace] = match;
    const start = match.index;
    // Counted from here rather than in the expression, which would try every backslash of a long run.
    let slashes = 0;
    while (start - slashes > at && template[start - slashes - 1] === '\\') slashes++;
    text += template.slice(at, start - slashes) + '\\'.repeat(slashes >> 1);
    at = start + brace.length;
    if (slashes % 2 === 1) {
      text += brace;
      continue;
    }
    if (brace === '{{' && template[at] === '{') {
      // Of three braces the first is text, so that JSON around a variable needs no escapes.
      text += '{';
      at = start + 1;
      continue;
    }
    const close = brace === '{{' ? '}}' : '}';
    const inner = template.slice(at, at + maxPlaceholder);
    const length = inner.indexOf(close);
    const content = length < 0 ? undefined : inner.slice(0, length);
    if (content === undefined || /[\r\n]/.test(content)) {
      text += brace;
      continue;
    }
    const written = brace === '{{' ? content : (content.split(':', 1)[0] ?? '');
    const name = written.trim();
    const end = at + content.length + close.length;
    flush();
    if (variableName.test(name)) {
      const nameStart = at + (written.length - written.trimStart().length);
      parts.push({ kind: 'variable', name, start: nameStart, end: nameStart + name.length });
    } else parts.push({ kind: 'other', text: template.slice(start, end), start, end });
    at = end;
  }
  text += template.slice(at);
  flush();
  return parts;
}

function openingOf({ hasInputs, hasBraces = true }: TemplateSyntax): RegExp {
  if (!hasBraces) return /\$\{input:/g;
  return hasInputs ? /\{\{|\$\{input:/g : /\{\{/g;
}

/** A template filled in. Values are not searched for variables again. */
export function fillTemplate(
  template: string,
  syntax: TemplateSyntax,
  lookUp: (name: string) => JsonValue | undefined,
): { readonly text: string; readonly missing: readonly string[] } {
  const missing = new Set<string>();
  let text = '';
  for (const part of parseTemplate(template, syntax)) {
    if (part.kind !== 'variable') text += part.text;
    else {
      const value = lookUp(part.name);
      if (value === undefined) missing.add(part.name);
      text += value === undefined ? `{{ ${part.name} }}` : asText(value);
    }
  }
  return { text, missing: [...missing] };
}

/** The value of `name`, or of `a.b` inside the variable `a`. */
export function lookUpVariable(variables: JsonObject, name: string): JsonValue | undefined {
  if (Object.hasOwn(variables, name)) return variables[name];
  let value: JsonValue | undefined = variables;
  for (const step of name.split('.')) {
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, step))
      return undefined;
    value = Object.entries(value).find(([key]) => key === step)?.[1];
  }
  return value;
}

/** Text as it is, nothing as nothing, the rest as JSON. */
function asText(value: JsonValue): string {
  if (typeof value === 'string') return value;
  return value === null ? '' : JSON.stringify(value);
}
