import { isEvalError, messageOf } from '../errors.ts';
import { LineMap, type Position, type Range } from '../text.ts';
import { maxProblems, type ProblemList } from '../yaml/problemList.ts';
import type { ReadContext } from './format.ts';
import type { TemplateBody, VariableUse } from './prompt.ts';
import type { NamedStretch, TemplateEngine } from './templates/template.ts';

/** Most files that one prompt includes. */
const maxFragments = 200;
/** Most text that one prompt includes, in UTF-16 units (4 MiB). */
const maxLength = 4 * 1024 * 1024;

export interface FragmentOptions {
  readonly engine: TemplateEngine;
  readonly context: ReadContext;
  readonly reading: ProblemList;
  /** Paths at which the text of a name may stand, the likeliest first. */
  readonly pathsOf: (name: string) => readonly string[];
  /** What of a file's text goes in. */
  readonly partOf: (text: string) => { readonly text: string; readonly offset: number };
}

/** An included text as it stands in its file. */
export interface LoadedFragment {
  /** As the template calls it. */
  readonly name: string;
  /** Absolute path. */
  readonly path: string;
  readonly text: string;
  /** Where the text begins in the file. */
  readonly start: Position;
}

/**
 * Reads what a template includes, and what that includes. Mistakes in an included file are reported there; its variables stand
 * where the template includes it.
 */
export async function loadFragments(
  includes: readonly (NamedStretch & { readonly range: Range })[],
  options: FragmentOptions,
): Promise<{
  readonly fragments: readonly LoadedFragment[];
  readonly variables: readonly VariableUse[];
}> {
  const { engine, reading } = options;
  const fragments = new Map<string, LoadedFragment>();
  const variables: VariableUse[] = [];
  const seen = new Set<string>();
  const waiting = includes.map(({ name, range }) => ({ name, range }));
  let length = 0;
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { name, range } = next;
    if (seen.has(name)) continue;
    seen.add(name);
    const found = await firstOf(name, range, options);
    if (found === undefined) continue;
    length += found.text.length;
    if (fragments.size >= maxFragments || length > maxLength) {
      reading.report(
        range,
        'error',
        'include-too-much',
        `The prompt includes too much: at most ${maxFragments} files and 4 MiB are read.`,
      );
      break;
    }
    const { text, offset } = options.partOf(found.text);
    const lines = new LineMap(found.text);
    fragments.set(name, { name, path: found.path, text, start: lines.positionAt(offset) });
    const analysis = engine.analyse(text);
    for (const { start, end, severity, code, message } of analysis.faults)
      if (reading.problems.length < maxProblems)
        reading.problems.push({
          file: found.path,
          range: lines.range(offset + start, offset + end),
          severity,
          code,
          message,
        });
    variables.push(...analysis.variables.map((use) => ({ name: use.name, range })));
    waiting.push(...analysis.includes.map((include) => ({ name: include.name, range })));
  }
  return { fragments: [...fragments.values()], variables };
}

async function firstOf(
  name: string,
  range: Range,
  { context, reading, pathsOf }: FragmentOptions,
): Promise<{ readonly path: string; readonly text: string } | undefined> {
  for (const path of pathsOf(name)) {
    try {
      return { path, text: await context.readText(path) };
    } catch (error) {
      if (isEvalError(error, 'file-missing')) continue;
      const code = isEvalError(error) ? error.code : 'bad-file';
      reading.report(range, 'error', code, messageOf(error));
      return undefined;
    }
  }
  reading.report(
    range,
    'error',
    'include-missing',
    `There is no file '${name}'. Names are relative to the prompt.`,
  );
  return undefined;
}

/** What a template includes, by the name it has there. */
export function namedTexts({
  fragments,
}: Pick<TemplateBody, 'fragments'>): ReadonlyMap<string, string> {
  return new Map(fragments.map(({ name, text }) => [name, text]));
}
