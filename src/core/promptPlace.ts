import { type Cause, guiltyHunks } from './blame/cause.ts';
import { changedLines } from './compare/changedLines.ts';
import { locateText } from './prompt/locateText.ts';
import type { Prompt } from './prompt/prompt.ts';
import type { MetricSpec } from './suite/suite.ts';
import { LineMap, type Range, startOfText } from './text.ts';

/** Where in the text of a prompt a finding stands. */
export interface PromptPlace {
  /** Absolute path of the included file that it stands in; absent for the prompt's own. */
  readonly file?: string;
  readonly range: Range;
  /** Takes back what caused it; of the text that ran. */
  readonly fix?: Fix;
  /** Lines of the old text that were taken away at this place, where nothing new stands. */
  readonly removed?: readonly string[];
}

/** Edits of the finding's file that repair it. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly { readonly range: Range; readonly newText: string }[];
}

/** At the guarded text; else where the prompt was changed; else on its first line. */
export function placeInPrompt(
  input: { readonly prompt: Prompt; readonly baselineSource?: string },
  metric: MetricSpec,
): PromptPlace {
  const { source } = input.prompt;
  const guarded = metric.guards === undefined ? undefined : locateText(input.prompt, metric.guards);
  if (guarded !== undefined) return guarded;
  const map = new LineMap(source);
  const changes =
    input.baselineSource === undefined ? [] : changedLines(input.baselineSource, source);
  // The guarded text may be what was taken away: then its gap is the place.
  const guilty = changes.find(({ removed }) =>
    removed.some((line) => metric.guards !== undefined && line.includes(metric.guards)),
  );
  const change = guilty ?? changes[0];
  if (change === undefined) return { range: map.lineRange(0) };
  const { removed } = change;
  switch (change.kind) {
    case 'removed-before':
      return { range: startOfText, removed };
    case 'removed-behind': {
      // The lines around a gap are innocent: only the place between them is meant.
      const gap = { line: change.first, column: map.line(change.first).length };
      return { range: { start: gap, end: gap }, removed };
    }
    case 'changed': {
      const start = map.lineRange(change.first).start;
      return { range: { start, end: map.lineRange(change.last).end } };
    }
  }
}

/** Where the change stands that was found to be the cause, with the way back. */
export function placeOfCause(prompt: Prompt, cause: Cause | undefined): PromptPlace | undefined {
  const guilty = cause === undefined ? [] : guiltyHunks(cause);
  const [first] = guilty;
  if (first === undefined) return undefined;
  const map = new LineMap(prompt.source);
  const fix = {
    title: guilty.length === 1 ? 'Revert this change' : `Revert these ${guilty.length} changes`,
    edits: guilty.map(({ start, end, oldText }) => ({
      range: map.range(start, end),
      newText: oldText,
    })),
  };
  const isGone = first.newText.trim() === '';
  return {
    range: isGone ? gapBefore(map, first.start) : map.range(first.start, first.end),
    ...(isGone && { removed: first.oldText.trim().split(/\r?\n/) }),
    fix,
  };
}

/** Text that was taken away leaves no place of its own: it is shown where the text before it ends. */
function gapBefore(map: LineMap, offset: number): Range {
  const at = map.positionAt(offset);
  const line = at.column === 0 && at.line > 0 ? at.line - 1 : at.line;
  const place = line === at.line ? at : { line, column: map.line(line).length };
  return { start: place, end: place };
}
