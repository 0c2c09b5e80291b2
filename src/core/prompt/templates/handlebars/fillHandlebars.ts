import type { JsonObject } from '../../../json.ts';
import { badTemplate, Effort } from '../effort.ts';
import { mark } from '../marks.ts';
import type { Stretch, TemplatePlace } from '../template.ts';
import type { Dialect } from './helpers.ts';
import type { Call, Expression, Hash, Node, Path } from './tree.ts';

/** Values of a template: JSON, and nothing for what is not there. */
type Value = unknown;

/** Where a node is filled in. */
interface Scope {
  /** From the inside out; the first is `this`. */
  readonly contexts: readonly Value[];
  /** `@index` and the like. */
  readonly data: { readonly root: JsonObject; readonly [name: string]: Value };
  readonly names: ReadonlyMap<string, Value>;
  readonly depth: number;
}

/**
 * Fills in a parsed template as Handlebars does, step by step rather than as generated code: so the work has a limit, a name
 * finds only what the variables hold themselves, and missing variables are known.
 */
export class HandlebarsFiller {
  text = '';
  readonly missing = new Set<string>();
  /** The tag that is filled in. */
  place: TemplatePlace | undefined;
  private fragment: string | undefined;
  private readonly effort = new Effort();
  private readonly dialect: Dialect;
  private readonly partials: ReadonlyMap<string, readonly Node[]>;

  constructor(dialect: Dialect, partials: ReadonlyMap<string, readonly Node[]>) {
    this.dialect = dialect;
    this.partials = partials;
  }

  run(nodes: readonly Node[], variables: JsonObject): void {
    const data = { root: variables };
    this.fill(nodes, { contexts: [variables], data, names: new Map(), depth: 0 });
  }

  private fill(nodes: readonly Node[], scope: Scope): void {
    this.effort.checkNesting(scope.depth);
    for (const node of nodes) {
      this.effort.spend(1);
      if (node.kind !== 'text') this.place = this.placeOf(node);
      switch (node.kind) {
        case 'text':
          this.add(node.text);
          break;
        case 'output':
          this.output(node, scope);
          break;
        case 'block':
          this.block(node, scope);
          break;
        case 'partial':
          this.partial(node, scope);
      }
    }
  }

  private placeOf({ start, end }: Stretch): TemplatePlace {
    return { start, end, ...(this.fragment !== undefined && { fragment: this.fragment }) };
  }

  private add(text: string): void {
    this.text += text;
    this.effort.checkLength(this.text.length);
  }

  private output(node: Node & { readonly kind: 'output' }, scope: Scope): void {
    const { call } = node;
    const isHelper = this.isHelper(call);
    const value = this.call(call, scope, true);
    const text = value === null || value === undefined ? '' : this.written(value);
    this.add(node.isEscaped && this.dialect.escapes && !isHelper ? escaped(text) : text);
  }

  /** As JavaScript writes a value. */
  private written(value: Value): string {
    const text = String(value);
    this.effort.spend(Math.ceil(text.length / 64));
    return text;
  }

  private isHelper({ path }: Call): boolean {
    if (path.kind !== 'path' || path.isScoped || path.depth > 0 || path.isData) return false;
    return path.parts.length === 1 && this.dialect.helpers.has(path.parts[0] ?? '');
  }

  private call(call: Call, scope: Scope, isWritten: boolean): Value {
    if (this.isHelper(call) && call.path.kind === 'path')
      return this.helper(call.path.parts[0] ?? '', call, scope);
    if (call.params.length > 0)
      throw badTemplate(`There is no helper '${call.path.kind === 'path' ? call.path.name : ''}'.`);
    return this.value(call.path, scope, isWritten);
  }

  private helper(name: string, { params, hash }: Call, scope: Scope): Value {
    const param = (index: number) => {
      const expression = params[index];
      return expression === undefined ? undefined : this.value(expression, scope, true);
    };
    const option = (key: string) => {
      const found = hash.find(([one]) => one === key)?.[1];
      return found === undefined ? undefined : this.value(found, scope, true);
    };
    switch (name) {
      case 'json': {
        const indent = option('indent');
        const json = JSON.stringify(param(0), null, typeof indent === 'number' ? indent : 0);
        this.effort.spend(Math.ceil((json?.length ?? 0) / 64));
        return json;
      }
      case 'role':
        return mark('role', String(param(0) ?? ''));
      case 'history':
        return mark('history');
      case 'lookup': {
        const key = param(1);
        return member(param(0), typeof key === 'number' ? String(key) : text(key));
      }
      // What a section or a medium would put in is not text; readers say so where they see one.
      case 'media':
      case 'section':
      case 'log':
        return '';
      default:
        throw badTemplate(`'${name}' needs a block: {{#${name} ...}} ... {{/${name}}}.`);
    }
  }

  private block(node: Node & { readonly kind: 'block' }, scope: Scope): void {
    const scopes = this.scopesOf(node, scope);
    for (const inner of scopes) this.fill(node.body ?? [], inner);
    if (scopes.length === 0) this.fill(node.inverse ?? [], scope);
  }

  /** The scopes in which a block's body is filled in, one after the other; none: its `else` is. */
  private scopesOf(
    { call, names }: Node & { readonly kind: 'block' },
    scope: Scope,
  ): readonly Scope[] {
    const when = (isTrue: boolean) => (isTrue ? [scope] : []);
    const param = (index: number) => {
      const expression = call.params[index];
      return expression === undefined ? undefined : this.value(expression, scope, false);
    };
    const name = this.isHelper(call) && call.path.kind === 'path' ? call.path.parts[0] : undefined;
    switch (name) {
      case 'if':
      case 'unless': {
        const value = param(0);
        const zero = call.hash.some(
          ([key, expression]) => key === 'includeZero' && this.value(expression, scope, false),
        );
        return when((!isEmpty(value) && (value !== 0 || zero)) === (name === 'if'));
      }
      case 'ifEquals':
      case 'unlessEquals':
        return when((param(0) === param(1)) === (name === 'ifEquals'));
      case 'with': {
        const value = param(0);
        return isEmpty(value) ? [] : [inside(scope, value, {}, names, [value])];
      }
      case 'each':
        return this.eachOf(param(0), scope, names);
      case undefined:
        return this.scopesOfName(call, scope, names);
      default:
        throw badTemplate(`'${name}' is not a block.`);
    }
  }

  /** A name alone: a condition, a loop or a new `this`, by what it holds. */
  private scopesOfName(call: Call, scope: Scope, names: readonly string[]): readonly Scope[] {
    if (call.params.length > 0)
      throw badTemplate(`There is no helper '${call.path.kind === 'path' ? call.path.name : ''}'.`);
    const value = this.value(call.path, scope, false);
    if (value === true) return [scope];
    if (value === false || value === null || value === undefined) return [];
    if (Array.isArray(value)) return this.eachOf(value, scope, names);
    return [inside(scope, value, {}, names, [value])];
  }

  private eachOf(value: Value, scope: Scope, names: readonly string[]): readonly Scope[] {
    const entries: readonly (readonly [string | number, Value])[] = Array.isArray(value)
      ? value.map((item: unknown, index) => [index, item] as const)
      : value !== null && typeof value === 'object'
        ? Object.entries(value)
        : [];
    this.effort.spend(entries.length);
    return entries.map(([key, item], index) => {
      const data = { key, index, first: index === 0, last: index === entries.length - 1 };
      return inside(scope, item, data, names, [item, key]);
    });
  }

  private partial(node: Node & { readonly kind: 'partial' }, scope: Scope): void {
    const nodes = this.partials.get(node.name);
    if (nodes === undefined) throw badTemplate(`The partial '${node.name}' cannot be read.`);
    const context =
      node.context === undefined ? scope.contexts[0] : this.value(node.context, scope, false);
    const given = this.hashOf(node.hash, scope);
    const merged =
      Object.keys(given).length === 0
        ? context
        : { ...(context !== null && typeof context === 'object' ? context : {}), ...given };
    const before = this.text;
    const { fragment } = this;
    this.text = '';
    this.fragment = node.name;
    this.fill(nodes, {
      ...inside(scope, merged, {}, [], []),
      names: new Map(),
      depth: scope.depth + 1,
    });
    const filled = this.text;
    this.text = before;
    this.fragment = fragment;
    this.place = this.placeOf(node);
    this.add(node.indent === '' ? filled : indented(filled, node.indent));
  }

  private hashOf(hash: Hash, scope: Scope): Readonly<Record<string, Value>> {
    return Object.fromEntries(hash.map(([key, value]) => [key, this.value(value, scope, true)]));
  }

  private value(expression: Expression, scope: Scope, isWritten: boolean): Value {
    this.effort.spend(1);
    if (expression.kind === 'literal') return expression.value;
    if (expression.kind === 'call') return this.call(expression.call, scope, isWritten);
    const value = this.lookUp(expression, scope);
    if (value === undefined && isWritten) this.missing.add(nameOf(expression));
    return value;
  }

  private lookUp(path: Path, scope: Scope): Value {
    const [first = '', ...rest] = path.parts;
    let value: Value;
    let steps = path.parts;
    if (path.isData) {
      value = own(scope.data, first);
      if (value === undefined) value = own(scope.data.root, `@${first}`);
      steps = rest;
    } else if (path.depth === 0 && !path.isScoped && scope.names.has(first)) {
      value = scope.names.get(first);
      steps = rest;
    } else value = scope.contexts[path.depth];
    for (const step of steps) value = member(value, step);
    return value;
  }
}

function nameOf({ isData, depth, parts, name }: Path): string {
  if (isData) return `@${parts.join('.')}`;
  return depth > 0 || parts.length === 0 ? name : parts.join('.');
}

/** A context that is the same as the one around it is no new level for `../`. */
function inside(
  scope: Scope,
  context: Value,
  data: Readonly<Record<string, Value>>,
  names: readonly string[],
  values: readonly Value[],
): Scope {
  const contexts = context === scope.contexts[0] ? scope.contexts : [context, ...scope.contexts];
  return {
    contexts,
    data: { ...scope.data, ...data, root: scope.data.root },
    names:
      names.length === 0
        ? scope.names
        : new Map([...scope.names, ...names.map((name, index) => [name, values[index]] as const)]),
    depth: scope.depth,
  };
}

function member(value: Value, key: string): Value {
  if (typeof value === 'string' && key === 'length') return value.length;
  if (Array.isArray(value) && key === 'length') return value.length;
  return own(value, key);
}

function own(value: Value, key: string): Value {
  return value !== null && typeof value === 'object' && Object.hasOwn(value, key)
    ? Reflect.get(value, key)
    : undefined;
}

function isEmpty(value: Value): boolean {
  return (!value && value !== 0) || (Array.isArray(value) && value.length === 0);
}

function text(value: Value): string {
  return value === null || value === undefined ? '' : String(value);
}

function indented(filled: string, indent: string): string {
  const lines = filled.split('\n');
  return lines
    .map((line, index) => (line === '' && index === lines.length - 1 ? line : indent + line))
    .join('\n');
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#x27;',
  '`': '&#x60;',
  '=': '&#x3D;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"'`=]/g, (char) => escapes[char] ?? char);
}
