import type { JsonObject, JsonValue } from '../../../json.ts';
import { asBadTemplate, badTemplate, Effort, TemplateError } from '../effort.ts';
import type { NamedStretch, Stretch, TemplateEngine, TemplatePlace } from '../template.ts';
import { type MustacheNode, parseMustache } from './parseMustache.ts';

/** Mustache by an interpreter: names find what the variables hold themselves, and nothing that objects inherit. */
export const mustacheEngine: TemplateEngine = {
  analyse(text) {
    const { nodes, faults, comments } = parseMustache(text);
    const variables: NamedStretch[] = [];
    const includes: NamedStretch[] = [];
    collect(nodes, variables, includes);
    return { faults, variables, includes, comments, roles: [] };
  },
  compile(text, fragments) {
    const nodes = nodesOf(text);
    const partials = new Map(
      [...fragments].map(([name, part]) => [name, { text: part, parsed: new Map() }]),
    );
    return {
      fill(variables) {
        const filler = new Filler(partials);
        try {
          filler.fill(nodes, [variables], 0);
        } catch (error) {
          throw new TemplateError(asBadTemplate(error), filler.place);
        }
        return { text: filler.text, missing: [...filler.missing] };
      },
    };
  },
};

/** Names inside of a section may be members of its items; they count too, as a name is also looked for outside of it. */
function collect(
  nodes: readonly MustacheNode[],
  variables: NamedStretch[],
  includes: NamedStretch[],
): void {
  for (const node of nodes) {
    if (node.kind === 'text') continue;
    const { name, start, end } = node;
    if (node.kind === 'partial') includes.push({ name, start, end });
    else {
      if (name !== '.') variables.push({ name, start, end });
      if (node.kind === 'section') collect(node.children, variables, includes);
    }
  }
}

interface Partial {
  readonly text: string;
  /** By the indentation that its lines get. */
  readonly parsed: Map<string, readonly MustacheNode[]>;
}

function nodesOf(text: string): readonly MustacheNode[] {
  const { nodes, faults } = parseMustache(text);
  if (faults[0] !== undefined) throw badTemplate(faults[0].message);
  return nodes;
}

class Filler {
  text = '';
  readonly missing = new Set<string>();
  /** The tag that is filled in. */
  place: TemplatePlace | undefined;
  private fragment: string | undefined;
  /** Inside of an indented partial, whose places are shifted, its tag counts. */
  private isShifted = false;
  private readonly effort = new Effort();
  private readonly partials: ReadonlyMap<string, Partial>;

  constructor(partials: ReadonlyMap<string, Partial>) {
    this.partials = partials;
  }

  fill(nodes: readonly MustacheNode[], scopes: readonly JsonValue[], depth: number): void {
    this.effort.checkNesting(depth);
    for (const node of nodes) {
      this.effort.spend(1);
      if (node.kind !== 'text' && !this.isShifted) this.place = this.placeOf(node);
      switch (node.kind) {
        case 'text':
          this.add(node.text);
          break;
        case 'variable': {
          const value = find(scopes, node.name);
          if (value === undefined) this.missing.add(node.name);
          const text = asText(value ?? null);
          this.add(node.isEscaped ? escaped(text) : text);
          break;
        }
        case 'section':
          this.section(node, scopes, depth);
          break;
        case 'partial': {
          const partial = this.partials.get(node.name);
          if (partial === undefined)
            throw badTemplate(`The partial '${node.name}' cannot be read.`);
          const { indent } = node;
          const parsed =
            partial.parsed.get(indent) ?? nodesOf(partial.text.replace(/^(?=.)/gm, indent));
          partial.parsed.set(indent, parsed);
          const { fragment, isShifted } = this;
          this.fragment = node.name;
          this.isShifted ||= indent !== '';
          this.fill(parsed, scopes, depth + 1);
          this.fragment = fragment;
          this.isShifted = isShifted;
        }
      }
    }
  }

  private placeOf({ start, end }: Stretch): TemplatePlace {
    return { start, end, ...(this.fragment !== undefined && { fragment: this.fragment }) };
  }

  private section(
    node: MustacheNode & { readonly kind: 'section' },
    scopes: readonly JsonValue[],
    depth: number,
  ): void {
    const value = find(scopes, node.name) ?? null;
    const isEmpty = !value || (Array.isArray(value) && value.length === 0);
    if (isEmpty !== node.isInverted) return;
    if (isEmpty || value === true) this.fill(node.children, scopes, depth);
    else
      for (const item of Array.isArray(value) ? value : [value]) {
        this.effort.spend(1);
        this.fill(node.children, [...scopes, item], depth);
      }
  }

  private add(text: string): void {
    this.text += text;
    this.effort.checkLength(this.text.length);
  }
}

/** A name is looked for from the inside out, its further parts only in what the first part found. */
function find(scopes: readonly JsonValue[], name: string): JsonValue | undefined {
  if (name === '.') return scopes.at(-1);
  const [first = '', ...rest] = name.split('.');
  let value: JsonValue | undefined;
  for (const scope of scopes.toReversed()) {
    value = memberOf(scope, first);
    if (value !== undefined) break;
  }
  for (const step of rest) value = value === undefined ? undefined : memberOf(value, step);
  return value;
}

function memberOf(value: JsonValue, key: string): JsonValue | undefined {
  if (value === null || typeof value !== 'object' || !Object.hasOwn(value, key)) return undefined;
  if (Array.isArray(value)) return /^\d+$/.test(key) ? value[Number(key)] : undefined;
  const members: JsonObject = Object.fromEntries(Object.entries(value));
  return members[key];
}

function asText(value: JsonValue): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** As the specification wants it; names in three braces are not escaped. */
function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
