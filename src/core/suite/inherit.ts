import { isEvalError, messageOf } from '../errors.ts';
import type { MetricRegistry } from '../metrics/registry.ts';
import { basename, dirname, isInside, resolvePath } from '../path.ts';
import type { Files } from '../ports.ts';
import type { Problem, ReadResult } from '../problem.ts';
import { LineMap, type Range, type SourceFile } from '../text.ts';
import { readYaml } from '../yaml/readYaml.ts';
import { entryOf, textOf } from '../yaml/yamlTree.ts';
import { insideOnly } from './insideOnly.ts';
import { type Inherited, readSuite } from './readSuite.ts';
import type { Suite } from './suite.ts';

interface Surroundings {
  readonly files: Pick<Files, 'readText'>;
  readonly registry: MetricRegistry;
  /** No path leads out of this folder. */
  readonly root: string;
}

/** A longer chain of files that extend each other is most likely a mistake. */
const deepest = 10;

/**
 * Reads a suite together with the files that it extends. A mistake in one of these has its place there; that it cannot be read
 * at all is told where it is named.
 */
export async function readWithInherited(
  source: SourceFile,
  workspace: Surroundings,
  chain: readonly string[] = [],
): Promise<ReadResult<Suite>> {
  const inherited: Inherited[] = [];
  const problems: Problem[] = [];
  const dependencies: string[] = [];
  const report = (range: Range, code: string, message: string) =>
    problems.push({ file: source.path, range, severity: 'error', code, message });
  const own = [...chain, source.path];
  for (const { pattern, range } of extendedBy(source.text)) {
    const path = resolvePath(dirname(source.path), pattern.replaceAll('\\', '/'));
    if (!isInside(workspace.root, path)) {
      report(
        range,
        'path-outside',
        `'${pattern}' leads out of the workspace folder and is not read. Move the file into it.`,
      );
      continue;
    }
    dependencies.push(path);
    if (own.includes(path)) {
      const round = [...own.slice(own.indexOf(path)), path].map((file) => basename(file));
      report(range, 'extends-cycle', `Files extend each other in a circle: ${round.join(' -> ')}.`);
      continue;
    }
    if (own.length > deepest) {
      report(range, 'extends-cycle', `More than ${deepest} files extend each other.`);
      continue;
    }
    try {
      const text = await workspace.files.readText(path);
      const { value, problems: faults } = await readWithInherited({ path, text }, workspace, own);
      problems.push(...faults);
      if (value === undefined) continue;
      dependencies.push(...(value.dependencies ?? []));
      const { goals, metrics, judge } = value;
      inherited.push({ goals, metrics, ...(judge !== undefined && { judge }) });
    } catch (error) {
      const code = isEvalError(error) ? error.code : 'bad-file';
      const message =
        code === 'file-missing'
          ? `There is no file '${pattern}'. Paths are relative to this file.`
          : `'${pattern}' cannot be read: ${messageOf(error)}`;
      report(range, code, message);
    }
  }
  const read = readSuite(source, workspace.registry, merged(inherited));
  const { value, problems: outside } = usableOf(read, workspace.root);
  const all = [...problems, ...read.problems, ...outside];
  if (value === undefined) return { problems: all };
  return { value: { ...value, dependencies }, problems: all };
}

/** Later files win over earlier ones. */
function merged(all: readonly Inherited[]): Inherited {
  const judge = all.findLast((one) => one.judge !== undefined)?.judge;
  return {
    goals: lastOfEach(all.flatMap(({ goals }) => goals)),
    metrics: lastOfEach(all.flatMap(({ metrics }) => metrics)),
    ...(judge !== undefined && { judge }),
  };
}

function lastOfEach<T extends { readonly id: string }>(items: readonly T[]): readonly T[] {
  return [...new Map(items.map((item) => [item.id, item])).values()];
}

/** Files that a suite extends, with their places. What is wrong with the key itself, `readSuite` says. */
function extendedBy(text: string): readonly { readonly pattern: string; readonly range: Range }[] {
  if (!/^["']?extends["']?\s*:/m.test(text)) return [];
  const { node } = readYaml(text, { lines: new LineMap(text) });
  const value = node?.kind === 'map' ? entryOf(node, 'extends')?.value : undefined;
  if (value === undefined) return [];
  return (value.kind === 'list' ? value.items : [value]).flatMap((item) => {
    const pattern = textOf(item);
    return pattern === undefined || pattern === '' ? [] : [{ pattern, range: item.range }];
  });
}

/** The suite without metrics that name a file outside the workspace. */
function usableOf({ value }: ReadResult<Suite>, root: string): ReadResult<Suite> {
  if (value === undefined) return { problems: [] };
  const { metrics, problems } = insideOnly(value.metrics, root);
  const cases = value.cases.map((item) => ({ item, own: insideOnly(item.metrics, root) }));
  return {
    value: {
      ...value,
      metrics,
      cases: cases.map(({ item, own }) => ({ ...item, metrics: own.metrics })),
    },
    problems: [...problems, ...cases.flatMap(({ own }) => own.problems)],
  };
}
