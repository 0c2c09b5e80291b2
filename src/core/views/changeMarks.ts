import { guiltyHunks } from '../blame/cause.ts';
import { changedLines } from '../compare/changedLines.ts';
import type { Evaluated } from '../live/evaluated.ts';
import { LineMap } from '../text.ts';

/** Lines of a prompt that differ from the version compared with. */
export interface ChangeMark {
  /** 0-based, inclusive, in the text that ran. */
  readonly first: number;
  readonly last: number;
  /** `removed`: text was taken away behind these lines, or before them at the very top. */
  readonly kind: 'changed' | 'removed';
  /** Names of the metrics that experiments say got worse because of it. */
  readonly blamedFor: readonly string[];
}

/** Where a prompt differs from the version that its last result is compared with. None where that text is not known. */
export function changeMarks({
  target: { prompt },
  run,
  baseline,
  causes = [],
}: Pick<Evaluated, 'target' | 'run' | 'baseline' | 'causes'>): readonly ChangeMark[] {
  if (baseline?.source === undefined) return [];
  const names = new Map(run.metrics.map(({ id, name }) => [id, name]));
  const lines = new LineMap(prompt.source);
  const guilty = causes.flatMap((cause) =>
    guiltyHunks(cause).map(({ start, end }) => ({
      name: names.get(cause.metric) ?? cause.metric,
      // A gap is told of at the line before it; a change ends where its line does, not on the next.
      first: Math.max(0, lines.positionAt(start).line - (start === end ? 1 : 0)),
      last: lines.positionAt(start === end ? end : end - 1).line,
    })),
  );
  return changedLines(baseline.source, prompt.source).map(({ first, last, kind }) => ({
    first,
    last,
    kind: kind === 'changed' ? 'changed' : 'removed',
    blamedFor: [
      ...new Set(
        guilty.flatMap((hunk) => (hunk.first <= last && first <= hunk.last ? hunk.name : [])),
      ),
    ],
  }));
}

export interface SinceMark extends ChangeMark {
  /** Label of the version compared with. */
  readonly since: string;
}

/** The marks of several suites, one for each place: where they differ, of the one that blames the change, with all it is blamed for. */
export function mergedMarks(
  suites: readonly { readonly since: string; readonly marks: readonly ChangeMark[] }[],
): readonly SinceMark[] {
  const found = new Map<string, SinceMark>();
  for (const { since, marks } of suites) {
    for (const mark of marks) {
      const place = [mark.first, mark.last, mark.kind].join();
      const known = found.get(place) ?? { ...mark, since, blamedFor: [] };
      const isFirstBlame = known.blamedFor.length === 0 && mark.blamedFor.length > 0;
      const blamedFor = [...new Set([...known.blamedFor, ...mark.blamedFor])];
      found.set(place, { ...known, blamedFor, since: isFirstBlame ? since : known.since });
    }
  }
  return [...found.values()];
}
