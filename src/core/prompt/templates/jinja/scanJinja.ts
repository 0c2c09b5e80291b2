import type { TemplateFault } from '../template.ts';

/** A piece of a Jinja template; offsets are UTF-16. */
export type JinjaPiece =
  | { readonly kind: 'text'; readonly text: string; readonly start: number; readonly end: number }
  | JinjaTag;

export interface JinjaTag {
  readonly kind: 'output' | 'statement' | 'comment';
  readonly start: number;
  readonly end: number;
  /** What stands between the delimiters and their `-` or `+`. */
  readonly inner: string;
  readonly innerStart: number;
}

export interface JinjaScan {
  readonly pieces: readonly JinjaPiece[];
  readonly faults: readonly TemplateFault[];
}

/** Longest tag that is read. */
const maxTag = 4000;
const closings = { output: '}}', statement: '%}' } as const;

/** Takes a template apart into text and tags. White space that `-` takes away is taken away; `raw` blocks become text. */
export function scanJinja(template: string): JinjaScan {
  const pieces: JinjaPiece[] = [];
  const opening = /\{[{%#]/g;
  let at = 0;
  let trimsStart = false;
  const text = (
    from: number,
    to: number,
    trimsEnd: boolean,
    written = template.slice(from, to),
  ) => {
    let piece = trimsStart ? written.trimStart() : written;
    if (trimsEnd) piece = piece.trimEnd();
    trimsStart = false;
    if (piece !== '') pieces.push({ kind: 'text', text: piece, start: from, end: to });
  };
  for (;;) {
    opening.lastIndex = at;
    const match = opening.exec(template);
    if (match === null) break;
    const start = match.index;
    const kind = match[0] === '{{' ? 'output' : match[0] === '{%' ? 'statement' : 'comment';
    const end =
      kind === 'comment'
        ? closeOfComment(template, start)
        : closeOfTag(template, start, closings[kind]);
    if (typeof end === 'object') return { pieces, faults: [end] };
    let innerStart = start + 2;
    let innerEnd = end - 2;
    const control = template[innerStart];
    if (innerStart < innerEnd && (control === '-' || control === '+')) innerStart++;
    const endControl = template[innerEnd - 1];
    const hasEndControl = innerEnd > innerStart && (endControl === '-' || endControl === '+');
    if (hasEndControl) innerEnd--;
    text(at, start, control === '-');
    trimsStart = hasEndControl && endControl === '-';
    const inner = template.slice(innerStart, innerEnd);
    at = end;
    if (kind === 'statement' && inner.trim() === 'raw') {
      const closing = /\{%([-+]?)\s*endraw\s*([-+]?)%\}/g;
      closing.lastIndex = at;
      const raw = closing.exec(template);
      if (raw === null)
        return { pieces, faults: [unclosed(start, end, '{% raw %}', '{% endraw %}')] };
      text(at, raw.index, raw[1] === '-');
      trimsStart = raw[2] === '-';
      at = raw.index + raw[0].length;
      continue;
    }
    pieces.push({ kind, start, end, inner, innerStart });
  }
  text(at, template.length, false);
  return { pieces, faults: [] };
}

function unclosed(start: number, end: number, what: string, remedy: string): TemplateFault {
  return {
    start,
    end,
    severity: 'error',
    code: 'template-syntax',
    message: `'${what}' is not closed. Add '${remedy}'.`,
  };
}

function closeOfComment(template: string, start: number): number | TemplateFault {
  const end = template.indexOf('#}', start + 2);
  return end < 0 ? unclosed(start, start + 2, '{#', '#}') : end + 2;
}

/** The end of a tag; quotes and braces inside it are minded. */
function closeOfTag(template: string, start: number, close: '}}' | '%}'): number | TemplateFault {
  let quote: string | undefined;
  let depth = 0;
  const limit = Math.min(template.length, start + maxTag);
  for (let i = start + 2; i < limit; i++) {
    const char = template[i];
    if (quote !== undefined) {
      if (char === '\\') i++;
      else if (char === quote) quote = undefined;
      continue;
    }
    if (char === '"' || char === "'") quote = char;
    else if (template.startsWith(close, i) && (close === '%}' || depth === 0)) return i + 2;
    else if (char === '{') depth++;
    else if (char === '}') depth = Math.max(0, depth - 1);
  }
  if (limit < template.length && limit === start + maxTag)
    return {
      start,
      end: start + 2,
      severity: 'error',
      code: 'template-syntax',
      message: `The tag that starts here has no '${close}' within ${maxTag} characters. Close it, or set parts of it with '{% set %}'.`,
    };
  const hint = quote === undefined ? '' : ` A ${quote} in it is not closed either.`;
  const fault = unclosed(start, start + 2, template.slice(start, start + 2), close);
  return { ...fault, message: `${fault.message}${hint}` };
}
