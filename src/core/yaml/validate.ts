import * as z from 'zod';
import { didYouMean, nearest } from '../nearest.ts';
import type { Problem, Severity } from '../problem.ts';
import type { LineMap, Range } from '../text.ts';
import { entryOf, firstLineOf, kindOf, toJson, type YamlNode } from './yamlTree.ts';

/** The file that a node was read from, and where problems go. */
export interface Reading {
  /** Absolute path. */
  readonly file: string;
  readonly lines: LineMap;
  report(
    range: Range,
    severity: Severity,
    code: string,
    message: string,
    replacement?: string,
  ): void;
}

/** Most problems that are kept of one file. */
export const maxProblems = 200;

/** Collects the problems of one file. */
export class ProblemList implements Reading {
  readonly file: string;
  readonly lines: LineMap;
  readonly problems: Problem[] = [];

  constructor(file: string, lines: LineMap) {
    this.file = file;
    this.lines = lines;
  }

  report(
    range: Range,
    severity: Severity,
    code: string,
    message: string,
    replacement?: string,
  ): void {
    // A flood of problems helps nobody.
    if (this.problems.length >= maxProblems) return;
    this.problems.push({
      file: this.file,
      range: firstLineOf(range, this.lines),
      severity,
      code,
      message,
      ...(replacement !== undefined && { replacement }),
    });
  }
}

/**
 * The node as the schema wants it; undefined when it does not fit, and then every misfit is
 * reported at the key or value that it is about.
 */
export function validate<T>(
  schema: z.ZodType<T>,
  node: YamlNode,
  name: string,
  reading: Reading,
): T | undefined {
  const result = schema.safeParse(toJson(node), { reportInput: true });
  if (result.success) return result.data;
  for (const issue of result.error.issues) reportIssue(issue, node, name, schema, reading);
  return undefined;
}

/** The keys that an object schema (or a choice of several) knows. */
export function knownKeys(schema: z.ZodType): readonly string[] {
  return propertyNames(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }));
}

function propertyNames(schema: unknown): readonly string[] {
  if (schema === null || typeof schema !== 'object') return [];
  const own = 'properties' in schema && schema.properties ? Object.keys(schema.properties) : [];
  const more = ['anyOf', 'oneOf', 'allOf'].flatMap((key) => {
    const branches: unknown = Reflect.get(schema, key);
    return Array.isArray(branches) ? branches.flatMap(propertyNames) : [];
  });
  return [...new Set([...own, ...more])];
}

type Issue = z.core.$ZodIssue;

function reportIssue(
  issue: Issue,
  node: YamlNode,
  name: string,
  schema: z.ZodType,
  reading: Reading,
): void {
  const { at, label, keyRange } = follow(node, issue.path, name);
  if (issue.code === 'unrecognized_keys') {
    const present = at.kind === 'map' ? at.entries.map((entry) => entry.key) : [];
    const known = issue.path.length === 0 ? knownKeys(schema) : keysAt(schema, issue.path);
    for (const key of issue.keys)
      reportUnknownKey(key, entryOf(at, key)?.keyRange ?? at.range, label, known, present, reading);
    return;
  }
  if (issue.code === 'invalid_union') {
    const branch = bestBranch(issue.errors);
    if (branch !== undefined) {
      for (const inner of branch)
        reportIssue(
          { ...inner, path: [...issue.path, ...inner.path] },
          node,
          name,
          schema,
          reading,
        );
      return;
    }
  }
  const missing = missingKey(issue, node, name);
  if (missing !== undefined) {
    reading.report(
      missing.range,
      'error',
      'missing-key',
      `${missing.label} needs '${missing.key}'.`,
    );
    return;
  }
  const { text, replacement } = wording(issue, label, at);
  const range =
    at.range.start.line === at.range.end.line && isEmpty(at.range) ? keyRange : at.range;
  reading.report(range ?? at.range, 'error', 'bad-value', text, replacement);
}

/** Reports a key that is not known, with the nearest one that is and does not stand there already. */
export function reportUnknownKey(
  key: string,
  range: Range,
  owner: string,
  known: readonly string[],
  present: readonly string[],
  reading: Reading,
): void {
  const close = nearest(
    key,
    known.filter((candidate) => !present.includes(candidate)),
  );
  const list = known.slice(0, 12).map((word) => `'${word}'`);
  const more = known.length > list.length ? ' and more' : '';
  const hint =
    close !== undefined
      ? didYouMean(close)
      : list.length > 0
        ? ` Known are ${list.join(', ')}${more}.`
        : ' Remove it.';
  reading.report(range, 'error', 'unknown-key', `Unknown key '${key}' in ${owner}.${hint}`, close);
}

function follow(
  node: YamlNode,
  path: readonly PropertyKey[],
  name: string,
): { at: YamlNode; label: string; keyRange?: Range } {
  let at = node;
  let label = name;
  let keyRange: Range | undefined;
  for (const step of path) {
    if (at.kind === 'list' && typeof step === 'number') {
      const item = at.items[step];
      if (item === undefined) break;
      at = item;
      label = `item ${step + 1} of ${label}`;
      continue;
    }
    const entry = entryOf(at, String(step));
    if (entry === undefined) break;
    at = entry.value;
    keyRange = entry.keyRange;
    label = `'${entry.key}'`;
  }
  return { at, label, ...(keyRange !== undefined && { keyRange }) };
}

/** A required key that is not there at all, as against one with a bad value. */
function missingKey(issue: Issue, node: YamlNode, name: string) {
  const key = issue.path.at(-1);
  if (typeof key !== 'string' || issue.input !== undefined) return undefined;
  const parent = follow(node, issue.path.slice(0, -1), name);
  if (parent.at.kind !== 'map' || entryOf(parent.at, key) !== undefined) return undefined;
  return { key, label: capitalised(parent.label), range: parent.at.range };
}

function wording(
  issue: Issue,
  label: string,
  at: YamlNode,
): { text: string; replacement?: string } {
  const subject = capitalised(label);
  switch (issue.code) {
    case 'invalid_type':
      return {
        text: `${subject} must be ${typeName(issue.expected)}, but is ${kindOf(toJson(at))}.${issue.expected === 'string' ? quoteHint(at) : ''}`,
      };
    case 'invalid_union': {
      const wanted = issue.errors.flatMap((branch) =>
        branch.flatMap((inner) =>
          inner.code === 'invalid_type' && inner.path.length === 0
            ? [typeName(inner.expected)]
            : [],
        ),
      );
      const kinds = [...new Set(wanted)].join(' or ');
      return kinds === ''
        ? { text: `${subject} does not fit.` }
        : { text: `${subject} must be ${kinds}, but is ${kindOf(toJson(at))}.` };
    }
    case 'invalid_value': {
      const given = at.kind === 'scalar' ? String(at.value ?? '') : '';
      const values = issue.values.map(String);
      const close = nearest(given, values);
      const list = values.map((value) => `'${value}'`).join(', ');
      const must = values.length === 1 ? list : `one of ${list}`;
      return {
        text: `${subject} must be ${must}.${didYouMean(close)}`,
        ...(close !== undefined && { replacement: close }),
      };
    }
    case 'too_small':
      return {
        text: `${subject} ${sizeWords(issue.origin, 'least', issue.minimum, issue.inclusive)}.`,
      };
    case 'too_big':
      return {
        text: `${subject} ${sizeWords(issue.origin, 'most', issue.maximum, issue.inclusive)}.`,
      };
    default: {
      const said = issue.message.endsWith('.') ? issue.message : `${issue.message}.`;
      return {
        text: said.startsWith('Invalid') ? `${subject} does not fit: ${said}` : capitalised(said),
      };
    }
  }
}

/** YAML reads `42`, `yes: no` and the like as something else than text. */
function quoteHint(at: YamlNode): string {
  const isLikelyText =
    (at.kind === 'scalar' && at.value !== null) || (at.kind === 'map' && at.entries.length === 1);
  return isLikelyText ? ' Put it in quotes.' : '';
}

function sizeWords(
  origin: string,
  end: 'least' | 'most',
  limit: number | bigint,
  isInclusive: boolean | undefined,
): string {
  switch (origin) {
    case 'string':
      return end === 'least' && limit === 1
        ? 'must not be empty'
        : `must have at ${end} ${limit} characters`;
    case 'array':
      return end === 'least' && limit === 1
        ? 'must not be empty'
        : `must have at ${end} ${limit} items`;
    default:
      if (isInclusive === false)
        return `must be ${end === 'least' ? 'more' : 'less'} than ${limit}`;
      return `must be at ${end} ${limit}`;
  }
}

function typeName(expected: string): string {
  switch (expected) {
    case 'string':
      return 'text';
    case 'number':
      return 'a number';
    case 'int':
      return 'a whole number';
    case 'boolean':
      return 'true or false';
    case 'array':
      return 'a list';
    case 'object':
    case 'record':
      return 'a mapping';
    case 'null':
      return 'nothing';
    default:
      return expected;
  }
}

/** The one branch of a choice that is about the shape that was written, where there is exactly one such. */
function bestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const close = branches.filter(
    (issues) =>
      issues.length > 0 &&
      !issues.some(
        (issue) =>
          issue.path.length === 0 &&
          (issue.code === 'invalid_type' || issue.code === 'invalid_union'),
      ),
  );
  if (close.length === 0) return undefined;
  return close.toSorted((a, b) => misfit(a) - misfit(b))[0];
}

/** Choices that differ in their kind (`type: ...`) are told apart by it. */
function misfit(issues: readonly Issue[]): number {
  return issues.length + (issues.some((issue) => issue.code === 'invalid_value') ? 100 : 0);
}

function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): readonly string[] {
  let at: unknown = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  for (const step of path) {
    const steps = branchesOf(at).flatMap((branch) => stepInto(branch, step));
    at = steps.length === 1 ? steps[0] : { anyOf: steps };
  }
  return propertyNames(at);
}

function branchesOf(schema: unknown): readonly unknown[] {
  if (schema === null || typeof schema !== 'object') return [];
  const inner = ['anyOf', 'oneOf', 'allOf'].flatMap((key) => {
    const branches: unknown = Reflect.get(schema, key);
    return Array.isArray(branches) ? branches.flatMap(branchesOf) : [];
  });
  return [schema, ...inner];
}

function stepInto(schema: unknown, step: PropertyKey): readonly unknown[] {
  if (schema === null || typeof schema !== 'object') return [];
  if (typeof step === 'number') {
    const items: unknown = Reflect.get(schema, 'items');
    return items === undefined ? [] : [items];
  }
  const properties: unknown = Reflect.get(schema, 'properties');
  if (properties === null || typeof properties !== 'object') return [];
  const inner: unknown = Object.hasOwn(properties, step)
    ? Reflect.get(properties, step)
    : undefined;
  return inner === undefined ? [] : [inner];
}

function isEmpty(range: Range): boolean {
  return range.start.line === range.end.line && range.start.column === range.end.column;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
