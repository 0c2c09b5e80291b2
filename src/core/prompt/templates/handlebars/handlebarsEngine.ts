import { didYouMean, nearest } from '../../../nearest.ts';
import { asBadTemplate, badTemplate, TemplateError } from '../effort.ts';
import type { NamedStretch, TemplateAnalysis, TemplateEngine, TemplateFault } from '../template.ts';
import { HandlebarsFiller } from './fillHandlebars.ts';
import { blockHelpers, type Dialect, dotpromptDialect, plainDialect } from './helpers.ts';
import { parseHandlebars } from './parseHandlebars.ts';
import type { Call, Expression, Hash, Node, Path } from './tree.ts';

/** Handlebars with its own helpers; values are escaped as Handlebars does. */
export const handlebarsEngine: TemplateEngine = engineOf(plainDialect);
/** Handlebars with the helpers of dotprompt; values are written as they are. */
export const dotpromptEngine: TemplateEngine = engineOf(dotpromptDialect);

function engineOf(dialect: Dialect): TemplateEngine {
  return {
    analyse: (text) => new Analyst(dialect).analyse(text),
    compile(text, fragments) {
      const nodes = nodesOf(text);
      const partials = new Map([...fragments].map(([name, part]) => [name, nodesOf(part)]));
      return {
        fill(variables) {
          const filler = new HandlebarsFiller(dialect, partials);
          try {
            filler.run(nodes, variables);
          } catch (error) {
            throw new TemplateError(asBadTemplate(error), filler.place);
          }
          return { text: filler.text, missing: [...filler.missing] };
        },
      };
    },
  };
}

function nodesOf(text: string): readonly Node[] {
  const { nodes, faults } = parseHandlebars(text);
  if (faults[0] !== undefined) throw badTemplate(faults[0].message);
  return nodes;
}

/** Finds variables, partials and helpers that are not known. */
class Analyst {
  private readonly dialect: Dialect;
  private readonly faults: TemplateFault[] = [];
  private readonly variables: NamedStretch[] = [];
  private readonly includes: NamedStretch[] = [];
  private readonly roles: NamedStretch[] = [];

  constructor(dialect: Dialect) {
    this.dialect = dialect;
  }

  analyse(text: string): TemplateAnalysis {
    const { nodes, faults, comments } = parseHandlebars(text);
    this.faults.push(...faults);
    this.nodes(nodes, true, []);
    const { variables, includes, roles } = this;
    return { faults: this.faults, variables, includes, comments, roles };
  }

  /** @param isRoot whether `this` is still the case's variables */
  private nodes(nodes: readonly Node[], isRoot: boolean, names: readonly string[]): void {
    for (const node of nodes) {
      if (node.kind === 'output') this.output(node, isRoot, names);
      else if (node.kind === 'partial') {
        this.includes.push({ name: node.name, start: node.start, end: node.end });
        if (node.context !== undefined) this.expression(node.context, isRoot, names);
        this.hash(node.hash, isRoot, names);
      } else if (node.kind === 'block') {
        const helper = this.call(node.call, isRoot, names, node, true);
        const keeps = helper !== undefined && helper !== 'each' && helper !== 'with';
        const inner = [...names, ...node.names];
        // A plain block may be a condition or a loop; its names are variables at least where it is a condition.
        this.nodes(node.body ?? [], isRoot && (keeps || helper === undefined), inner);
        this.nodes(node.inverse ?? [], isRoot, names);
      }
    }
  }

  private output(
    node: Node & { readonly kind: 'output' },
    isRoot: boolean,
    names: readonly string[],
  ): void {
    const { call, start, end } = node;
    const helper = this.call(call, isRoot, names, node, false);
    const [first] = call.params;
    if (helper === 'role') {
      if (first?.kind === 'literal') this.roles.push({ name: String(first.value), start, end });
    } else if (helper === 'media' || helper === 'section')
      this.faults.push({
        start,
        end,
        severity: 'warning',
        code: 'not-sent',
        message:
          helper === 'media'
            ? 'Media are not sent: requests hold text only. The rest of the message is.'
            : 'A section is filled in by the program that runs the prompt; nothing is sent in its place.',
      });
  }

  /** The helper that is called; undefined for a plain name. */
  private call(
    call: Call,
    isRoot: boolean,
    names: readonly string[],
    place: { readonly start: number; readonly end: number },
    isBlock: boolean,
  ): string | undefined {
    const { path, params, hash } = call;
    for (const param of params) this.expression(param, isRoot, names);
    this.hash(hash, isRoot, names);
    if (path.kind !== 'path') return undefined;
    const isSimple = path.parts.length === 1 && !path.isScoped && !path.isData && path.depth === 0;
    const name = path.parts[0] ?? '';
    const { helpers } = this.dialect;
    if (isSimple && helpers.has(name)) {
      if (isBlock !== blockHelpers.has(name))
        this.report(
          place,
          isBlock
            ? `'${name}' has no block. Write '{{${name} ...}}'.`
            : `'${name}' needs a block: '{{#${name} ...}} ... {{/${name}}}'.`,
        );
      return name;
    }
    if (params.length > 0 || hash.length > 0) {
      const close = nearest(name, helpers);
      this.report(path, `There is no helper '${path.name}' here.${didYouMean(close)}`, close);
      return undefined;
    }
    this.path(path, isRoot, names);
    return undefined;
  }

  private report(
    place: { readonly start: number; readonly end: number },
    message: string,
    replacement?: string,
  ): void {
    this.faults.push({
      start: place.start,
      end: place.end,
      severity: 'error',
      code: 'template-unsupported',
      message,
      ...(replacement !== undefined && { replacement }),
    });
  }

  private hash(hash: Hash, isRoot: boolean, names: readonly string[]): void {
    for (const [, value] of hash) this.expression(value, isRoot, names);
  }

  private expression(expression: Expression, isRoot: boolean, names: readonly string[]): void {
    if (expression.kind === 'path') this.path(expression, isRoot, names);
    else if (expression.kind === 'call') {
      const { path } = expression.call;
      const place = path.kind === 'path' ? path : { start: 0, end: 0 };
      this.call(expression.call, isRoot, names, place, false);
    }
  }

  private path(path: Path, isRoot: boolean, names: readonly string[]): void {
    const { isData, depth, parts, start, end } = path;
    const [first] = parts;
    if (first === undefined) return;
    if (isData) {
      if (first === 'root' && parts.length > 1)
        this.variables.push({ name: parts.slice(1).join('.'), start, end });
      return;
    }
    if (names.includes(first) && depth === 0) return;
    // With `../` the name most likely is one of the case's again.
    if (isRoot || depth > 0) this.variables.push({ name: parts.join('.'), start, end });
  }
}
