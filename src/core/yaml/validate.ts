import type * as z from 'zod';
import { capitalised } from '../metrics/wording.ts';
import type { Range } from '../text.ts';
import { type Issue, issueText } from './issueText.ts';
import type { Reading } from './reading.ts';
import { keysAt, knownKeys } from './schemaKeys.ts';
import { reportUnknownKey } from './unknownKey.ts';
import { entryOf, toJson, type YamlNode } from './yamlTree.ts';

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
  const { text, replacement } = issueText(issue, label, at);
  const range =
    at.range.start.line === at.range.end.line && isEmpty(at.range) ? keyRange : at.range;
  reading.report(range ?? at.range, 'error', 'bad-value', text, replacement);
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

function isEmpty(range: Range): boolean {
  return range.start.line === range.end.line && range.start.column === range.end.column;
}
