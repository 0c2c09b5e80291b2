import { maxNesting } from '../effort.ts';
import type { NamedStretch, Stretch, TemplateFault } from '../template.ts';

/** A part of a Mustache template; offsets are UTF-16. */
export type MustacheNode =
  | { readonly kind: 'text'; readonly text: string }
  | ({ readonly kind: 'variable'; readonly isEscaped: boolean } & NamedStretch)
  | ({
      readonly kind: 'section';
      readonly isInverted: boolean;
      readonly children: readonly MustacheNode[];
    } & NamedStretch)
  | ({ readonly kind: 'partial'; readonly indent: string } & NamedStretch);

export interface ParsedMustache {
  readonly nodes: readonly MustacheNode[];
  readonly faults: readonly TemplateFault[];
  readonly comments: readonly Stretch[];
}

interface OpenSection extends NamedStretch {
  readonly isInverted: boolean;
  readonly children: MustacheNode[];
}

const name = /^(?:\.|[^\s{}#^/<>$!&=.]+(?:\.[^\s{}.]+)*)$/;
/** Longest tag that is read; comments may be longer. */
const maxTag = 1000;

/** Parses a template as the Mustache specification (https://github.com/mustache/spec) has it, without lambdas and inheritance. */
export function parseMustache(template: string): ParsedMustache {
  const root: MustacheNode[] = [];
  const open: OpenSection[] = [];
  const faults: TemplateFault[] = [];
  const comments: Stretch[] = [];
  let delimiters: readonly [string, string] = ['{{', '}}'];
  let at = 0;
  const add = (node: MustacheNode) => (open.at(-1)?.children ?? root).push(node);
  const addText = (from: number, to: number) => {
    if (to > from) add({ kind: 'text', text: template.slice(from, to) });
  };
  const report = (place: Stretch, message: string, code = 'template-syntax') =>
    faults.push({ start: place.start, end: place.end, severity: 'error', code, message });
  for (;;) {
    const start = template.indexOf(delimiters[0], at);
    if (start < 0) break;
    const sigilAt = start + delimiters[0].length;
    const sigil = template[sigilAt] ?? '';
    const close =
      sigil === '{' ? `}${delimiters[1]}` : sigil === '=' ? `=${delimiters[1]}` : delimiters[1];
    const reach = sigil === '!' ? template.length : sigilAt + maxTag;
    const window = sigil === '!' ? template : template.slice(0, reach);
    const contentStart = /[#^/>&!{=<$]/.test(sigil) ? sigilAt + 1 : sigilAt;
    const contentEnd = window.indexOf(close, contentStart);
    if (contentEnd < 0) {
      report({ start, end: sigilAt }, `The tag that starts here is not closed. Add '${close}'.`);
      return { nodes: root, faults, comments };
    }
    const end = contentEnd + close.length;
    const content = template.slice(contentStart, contentEnd).trim();
    const place = { start, end };
    // A tag alone in its line takes the line with it.
    const line = /[#^/>!=<$]/.test(sigil) ? lineAround(template, at, start, end) : undefined;
    addText(at, line?.start ?? start);
    at = line?.end ?? end;
    const first = template.indexOf(content, contentStart);
    const named = { name: content, start: first, end: first + content.length };
    if (sigil === '!') comments.push(place);
    else if (sigil === '=') {
      const pair = content.split(/\s+/);
      const [left, right] = pair;
      if (pair.length === 2 && left && right && !content.includes('=')) delimiters = [left, right];
      else report(place, "Write two delimiters with a space between them, e.g. '{{=<% %>=}}'.");
    } else if (sigil === '<' || sigil === '$')
      report(
        place,
        'Template inheritance is not supported. Use sections and partials.',
        'template-unsupported',
      );
    else if (sigil === '/') {
      const section = open.pop();
      if (section === undefined)
        report(place, `'${content}' is closed here and not open. Remove this tag.`);
      else {
        if (section.name !== content)
          report(
            place,
            `'${section.name}' is open here, not '${content}'. Close '${section.name}' first.`,
          );
        const { isInverted, children } = section;
        add({
          kind: 'section',
          isInverted,
          children,
          name: section.name,
          start: section.start,
          end: section.end,
        });
      }
    } else if (sigil === '>') {
      if (content === '') report(place, 'This tag names no partial.');
      else add({ kind: 'partial', indent: line?.indent ?? '', ...named });
    } else if (!name.test(content)) {
      report(
        place,
        content === ''
          ? 'This tag is empty. Name a variable, or remove it.'
          : `'${content}' is not a name. Mustache has names and nothing else in its tags.`,
      );
      // Its closing tag must still find it.
      if (sigil === '#' || sigil === '^') open.push({ ...named, isInverted: false, children: [] });
    } else if (sigil === '#' || sigil === '^') {
      open.push({ ...named, isInverted: sigil === '^', children: [] });
      if (open.length > maxNesting) {
        report(place, `Sections are nested more than ${maxNesting} levels deep. Use fewer levels.`);
        return { nodes: root, faults, comments };
      }
    } else add({ kind: 'variable', isEscaped: sigil !== '{' && sigil !== '&', ...named });
  }
  addText(at, template.length);
  for (const { name: section, start, end } of open)
    report({ start, end }, `The section '${section}' is not closed. Add '{{/${section}}}'.`);
  return { nodes: root, faults, comments };
}

function lineAround(template: string, from: number, start: number, end: number) {
  let first = start;
  while (first > from && (template[first - 1] === ' ' || template[first - 1] === '\t')) first--;
  if (first > 0 && template[first - 1] !== '\n') return undefined;
  const rest = /[ \t]*(?:\r?\n|$(?![\s\S]))/y;
  rest.lastIndex = end;
  const match = rest.exec(template);
  return match === null
    ? undefined
    : { start: first, end: end + match[0].length, indent: template.slice(first, start) };
}
