/// <reference path="./huggingfaceJinja.d.ts" />
import {
  Environment,
  Interpreter,
  type Program,
  type RuntimeValue,
  type Statement,
} from '@huggingface/jinja';
import { isEvalError } from '../../../errors.ts';
import type { JsonObject } from '../../../json.ts';
import { asBadTemplate, badTemplate, Effort, TemplateError } from '../effort.ts';
import type { FilledTemplate, TemplatePlace } from '../template.ts';
import { tagNumber } from './jinjaTokens.ts';

/** Longest list that `range` makes. */
const maxRange = 100_000;
/** Text that is handled in the time of one step. */
const charactersPerStep = 64;
/** Steps in whose time a loop prepares one item. */
const stepsPerItem = 4;
/** Deepest nesting of expressions, blocks and calls of macros. */
const maxDepth = 400;

/** Names that the interpreter itself fills in. */
export const jinjaGlobals = [
  'namespace',
  'range',
  'true',
  'false',
  'none',
  'True',
  'False',
  'None',
];

/**
 * Fills in a parsed template.
 * @param places of its tags, by their numbers
 * @throws {TemplateError}
 */
export function interpret(
  program: Program,
  places: readonly TemplatePlace[],
  variables: JsonObject,
): FilledTemplate {
  const environment = new Environment();
  for (const [name, value] of [
    ['true', true],
    ['True', true],
    ['false', false],
    ['False', false],
    ['none', null],
    ['None', null],
  ] as const)
    environment.set(name, value);
  environment.set('range', range);
  for (const [name, value] of Object.entries(variables))
    if (!jinjaGlobals.includes(name)) environment.set(name, value);
  const interpreter = new BoundedInterpreter(environment, program);
  try {
    const { value } = interpreter.run(program);
    return { text: String(value), missing: [...interpreter.missing] };
  } catch (error) {
    // What failed most likely failed for want of these.
    if (!isEvalError(error) && interpreter.missing.size > 0)
      return { text: '', missing: [...interpreter.missing] };
    throw new TemplateError(asBadTemplate(error), places[interpreter.tag]);
  }
}

/** What a sign leaves in the text. */
const nothing: Statement & { readonly value: string } = { type: 'StringLiteral', value: '' };

/** The interpreter with a limit on its work; it notes which variables were wanted and not given. */
class BoundedInterpreter extends Interpreter {
  readonly missing = new Set<string>();
  /** Number of the tag that is filled in. */
  tag = -1;
  private readonly effort = new Effort();
  private readonly tolerant: ReadonlySet<object>;
  private readonly parameters: ReadonlySet<string>;
  private tolerance = 0;
  private depth = 0;

  constructor(environment: Environment, program: Program) {
    super(environment);
    const { tolerant, parameters } = tolerantNodes(program);
    this.tolerant = tolerant;
    this.parameters = parameters;
  }

  override evaluate(node: Statement | undefined, scope: Environment): RuntimeValue {
    const sign = node?.type === 'StringLiteral' ? tagNumber(textIn(node, 'value')) : undefined;
    if (sign !== undefined) {
      this.tag = sign;
      return super.evaluate(nothing, scope);
    }
    const { tag } = this;
    const isTolerant = node !== undefined && this.tolerant.has(node);
    // The library takes a full stack for a variable that is not there, so it must not come to that.
    if (this.depth >= maxDepth)
      throw badTemplate('Macros call each other, or expressions are nested, too deeply.');
    this.depth++;
    if (isTolerant) this.tolerance++;
    try {
      const value = this.evaluateOne(node, scope);
      // After a failure it stays at the innermost tag, which is where the failure is.
      this.tag = tag;
      return value;
    } finally {
      this.depth--;
      if (isTolerant) this.tolerance--;
    }
  }

  private evaluateOne(node: Statement | undefined, scope: Environment): RuntimeValue {
    const value = super.evaluate(node, scope);
    const { value: held } = value;
    if (typeof held === 'string') {
      this.effort.checkLength(held.length);
      this.effort.spend(1 + Math.floor(held.length / charactersPerStep));
    } else {
      // A list costs its items: what loops over it makes a scope for each, whether or not anything is in the loop.
      this.effort.spend(1 + (Array.isArray(held) ? held.length * stepsPerItem : 0));
    }
    if (value.type === 'UndefinedValue' && node !== undefined && this.tolerance === 0)
      this.note(node);
    return value;
  }

  private note(node: Statement): void {
    const name = pathOf(node);
    const root = name?.split('.', 1)[0];
    if (name === undefined || root === undefined || this.parameters.has(root)) return;
    // `a.b` is missing only where `a` is not.
    if (![...this.missing].some((other) => name === other || name.startsWith(`${other}.`)))
      this.missing.add(name);
  }
}

/** The name that a node reads: `a` or `a.b`. */
function pathOf(node: Statement): string | undefined {
  if (node.type === 'Identifier') return textIn(node, 'value');
  if (node.type !== 'MemberExpression' || memberOf(node, 'computed') === true) return undefined;
  const object = nodeIn(node, 'object');
  const property = nodeIn(node, 'property');
  const path = object === undefined ? undefined : pathOf(object);
  const name = property === undefined ? undefined : textIn(property, 'value');
  return path === undefined || name === undefined ? undefined : `${path}.${name}`;
}

/** Nodes in which a missing value is part of the template's logic, and the parameters of its macros. */
function tolerantNodes(program: Program) {
  const tolerant = new Set<object>();
  const parameters = new Set<string>(['loop', 'caller', 'varargs', 'kwargs']);
  const waiting: unknown[] = [program];
  for (let item = waiting.pop(); item !== undefined; item = waiting.pop()) {
    if (item === null || typeof item !== 'object') continue;
    if (item instanceof Map) {
      waiting.push(...item.keys(), ...item.values());
      continue;
    }
    waiting.push(...Object.values(item));
    const type = memberOf(item, 'type');
    const tolerate = (key: string) => {
      const part = nodeIn(item, key);
      if (part !== undefined) tolerant.add(part);
    };
    if (type === 'If' || type === 'SelectExpression') tolerate('test');
    if (type === 'Ternary') tolerate('condition');
    if (type === 'TestExpression') tolerate('operand');
    if (type === 'FilterExpression' && filterName(item) === 'default') tolerate('operand');
    if (type === 'BinaryExpression' && textIn(nodeIn(item, 'operator'), 'value') === 'or')
      tolerate('left');
    if (type === 'Macro' || type === 'CallStatement') {
      const list = memberOf(item, 'args') ?? memberOf(item, 'callerArgs');
      for (const one of Array.isArray(list) ? list : []) {
        const name = textIn(one, 'value') ?? textIn(nodeIn(one, 'key'), 'value');
        if (name !== undefined) parameters.add(name);
      }
    }
  }
  return { tolerant, parameters };
}

function filterName(node: object): string | undefined {
  const filter = nodeIn(node, 'filter');
  return textIn(filter, 'value') ?? textIn(nodeIn(filter, 'callee'), 'value');
}

function memberOf(item: unknown, key: string): unknown {
  return item !== null && typeof item === 'object' ? Reflect.get(item, key) : undefined;
}

function nodeIn(item: unknown, key: string): Statement | undefined {
  const part = memberOf(item, key);
  return isNode(part) ? part : undefined;
}

function isNode(part: unknown): part is Statement {
  return part !== null && typeof part === 'object' && 'type' in part;
}

function textIn(item: unknown, key: string): string | undefined {
  const text = memberOf(item, key);
  return typeof text === 'string' ? text : undefined;
}

function range(first: unknown, second?: unknown, third?: unknown): number[] {
  const [start, stop] = second === undefined ? [0, Number(first)] : [Number(first), Number(second)];
  const step = third === undefined ? 1 : Number(third);
  const count = Math.ceil((stop - start) / step);
  if (step === 0 || Number.isNaN(count))
    throw badTemplate('range() needs whole numbers, and a step that is not 0.');
  if (count > maxRange) throw badTemplate(`range() makes at most ${maxRange} numbers.`);
  return Array.from({ length: Math.max(0, count) }, (_, index) => start + index * step);
}
