import type { Breather } from '../breather.ts';
import { isEvalError, messageOf } from '../errors.ts';
import type { MetricRegistry } from '../metrics/registry.ts';
import { basename, relativePath } from '../path.ts';
import type { Files } from '../ports.ts';
import type { Problem } from '../problem.ts';
import { LineMap, type Range } from '../text.ts';
import { ProblemList } from '../yaml/problemList.ts';
import type { CaseMemory, CollectedCases } from './caseMemory.ts';
import { csvRows, jsonlRows, type Row, type RowForm, yamlRows } from './caseRows.ts';
import { reportDuplicate } from './duplicateId.ts';
import { insideOnly } from './insideOnly.ts';
import { locate } from './locate.ts';
import type { MetricContext } from './readMetric.ts';
import type { Case, CaseFile, Suite } from './suite.ts';

/** What reading of case files needs. */
export interface CaseContext {
  readonly files: Files;
  readonly registry: MetricRegistry;
  /** Folder that no path may lead out of: the workspace folder. */
  readonly root: string;
  /** Absent: case files are read each time. */
  readonly caseMemory?: CaseMemory;
  /** Pauses between rows, where others wait for the event loop. */
  readonly breather?: Breather;
}

/** A case, the problems found while reading it, or both. */
export interface CaseRow {
  readonly case?: Case;
  readonly problems: readonly Problem[];
}

/**
 * All cases of a suite: the inline ones, then those of its files in the order named, row by row as they are read. A bad row
 * gives problems and no case; the others go on. Never throws for bad input.
 */
export async function* readCases(suite: Suite, context: CaseContext): AsyncGenerator<CaseRow> {
  const seen = new Map<string, { readonly file: string; readonly range: Range }>();
  for (const item of suite.cases) {
    seen.set(item.id, item);
    yield { case: item, problems: [] };
  }
  const metrics: MetricContext = {
    registry: context.registry,
    goals: suite.goals.map(({ id }) => id),
    taken: new Map(suite.metrics.map(({ id, range }) => [id, range])),
  };
  for await (const row of fileRows(suite, context, metrics)) {
    const item = row.case;
    const first = item === undefined ? undefined : seen.get(item.id);
    if (item === undefined || first === undefined) {
      if (item !== undefined) seen.set(item.id, item);
      yield row;
      continue;
    }
    const reading = new ProblemList(item.file, new LineMap(''));
    const where = first.file === item.file ? undefined : basename(first.file);
    reportDuplicate('case', item.id, item.range, first.range, reading, where);
    yield { problems: [...row.problems, ...reading.problems] };
  }
}

/** All cases and problems at once; from memory where no case file has changed. */
export async function collectCases(suite: Suite, context: CaseContext): Promise<CollectedCases> {
  const { caseMemory } = context;
  const stamp = caseMemory && (await stampOf(suite, context));
  return caseMemory === undefined || stamp === undefined
    ? collected(suite, context)
    : caseMemory.collect(suite, stamp, () => collected(suite, context));
}

/** Kinds of case file that are read from the disk each time. */
const streamedFile = /\.(?:jsonl|ndjson|csv|tsv)$/i;

/** Tells whether case files are as they were; undefined where that cannot be told. */
async function stampOf(suite: Suite, context: CaseContext): Promise<string | undefined> {
  const stamps = [context.root];
  for (const named of suite.caseFiles) {
    const located = await pathsOf(named, suite, context);
    if ('problem' in located) return undefined;
    for (const path of located.paths) {
      const stamp = streamedFile.test(path) ? await context.files.stamp?.(path) : undefined;
      if (stamp === undefined) return undefined;
      stamps.push(path, stamp);
    }
  }
  return stamps.join('\n');
}

async function collected(suite: Suite, context: CaseContext): Promise<CollectedCases> {
  const cases: Case[] = [];
  const problems: Problem[] = [];
  for await (const row of readCases(suite, context)) {
    if (row.case !== undefined) cases.push(row.case);
    problems.push(...row.problems);
  }
  return { cases, problems };
}

async function* fileRows(
  suite: Suite,
  context: CaseContext,
  metrics: MetricContext,
): AsyncGenerator<CaseRow> {
  const read = new Set<string>();
  for (const named of suite.caseFiles) {
    const atSuite = (code: string, message: string): CaseRow => ({
      problems: [{ file: suite.path, range: named.range, severity: 'error', code, message }],
    });
    const paths = await pathsOf(named, suite, context);
    if ('problem' in paths) {
      yield atSuite(paths.code, paths.problem);
      continue;
    }
    for (const path of paths.paths) {
      // Two globs may meet in a file.
      if (read.has(path)) continue;
      read.add(path);
      const rows = rowsOf(path, named, context, metrics);
      if (rows === undefined) {
        yield atSuite(
          'case-file-kind',
          `'${basename(path)}' is not a kind of case file. Use .jsonl, .csv, .yaml or .json.`,
        );
        continue;
      }
      try {
        for await (const row of rows) {
          yield caseRow(row, path, context.root);
          if (context.breather?.isDue) await context.breather.pause();
        }
      } catch (error) {
        const isMissing = isEvalError(error, 'file-missing');
        yield isMissing
          ? atSuite('case-file-missing', missingText(named, path, suite))
          : atSuite(
              'case-file-unreadable',
              `The case file '${named.pattern}' cannot be read: ${messageOf(error)}`,
            );
      }
    }
  }
}

async function pathsOf(named: CaseFile, suite: Suite, { root, files }: CaseContext) {
  const located = await locate(named.pattern, suite, root, files);
  if ('isOutside' in located)
    return {
      code: 'path-outside',
      problem: `'${named.pattern}' leads out of the workspace folder and is not read. Move the file into it.`,
    };
  if (located.paths.length > 0) return located;
  return {
    code: 'case-file-missing',
    problem: `No file matches '${named.pattern}'. Paths are relative to the suite.`,
  };
}

function missingText(named: CaseFile, path: string, suite: Suite): string {
  const folder = suite.path.slice(0, suite.path.lastIndexOf('/'));
  return `The case file '${named.pattern}' does not exist (looked for ${relativePath(folder, path)} beside the suite). Create it, or correct the path.`;
}

function rowsOf(
  path: string,
  form: RowForm,
  { files }: CaseContext,
  metrics: MetricContext,
): AsyncIterable<Row> | undefined {
  const extension = /\.([A-Za-z]+)$/.exec(basename(path))?.[1]?.toLowerCase();
  switch (extension) {
    case 'jsonl':
    case 'ndjson':
      return jsonlRows(files.readLines(path), path, metrics, form);
    case 'csv':
    case 'tsv':
      return csvRows(files.readLines(path), path, metrics, form);
    case 'yaml':
    case 'yml':
    case 'json':
      return yamlRows(files, path, metrics, form);
    default:
      return undefined;
  }
}

function caseRow(row: Row, path: string, root: string): CaseRow {
  if (row.read === undefined) return { problems: row.problems };
  const { metrics, problems } = insideOnly(row.read.value.metrics, root);
  const stem = basename(path).replace(/\.[^.]*$/, '');
  const id = row.read.id?.text ?? `${stem}-${row.number}`;
  return { case: { id, ...row.read.value, metrics }, problems: [...row.problems, ...problems] };
}
