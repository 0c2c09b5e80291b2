import type { Segment, SegmentKind } from '../slices/segments.ts';

/** A stretch that evidence points at. UTF-16 offsets into one side's text, `end` exclusive. */
export interface Mark {
  readonly start: number;
  readonly end: number;
  readonly label: string;
}

/** A stretch of text drawn in one way. */
export interface TextRun {
  readonly kind: SegmentKind;
  readonly text: string;
  /** What points at it; empty: nothing. */
  readonly labels: readonly string[];
}

/**
 * Cuts a comparison at the ends of its evidence. The old side's marks show on what was removed, the new side's
 * on the rest. Marks outside the text are ignored.
 */
export function textRuns(
  segments: readonly Segment[],
  oldMarks: readonly Mark[],
  newMarks: readonly Mark[],
): TextRun[] {
  const runs: TextRun[] = [];
  let oldAt = 0;
  let newAt = 0;
  for (const segment of segments) {
    const isRemoved = segment.kind === 'removed';
    runs.push(...cutAtMarks(segment, isRemoved ? oldAt : newAt, isRemoved ? oldMarks : newMarks));
    if (segment.kind !== 'added') oldAt += segment.text.length;
    if (!isRemoved) newAt += segment.text.length;
  }
  return runs;
}

/** One side of a comparison: its text with the words that the other side lacks. */
export function sideRuns(
  segments: readonly Segment[],
  side: 'old' | 'new',
  marks: readonly Mark[],
): TextRun[] {
  const runs: TextRun[] = [];
  let at = 0;
  for (const segment of segments) {
    if (segment.kind === (side === 'old' ? 'added' : 'removed')) continue;
    runs.push(...cutAtMarks(segment, at, marks));
    at += segment.text.length;
  }
  return runs;
}

function cutAtMarks(segment: Segment, from: number, marks: readonly Mark[]): TextRun[] {
  const to = from + segment.text.length;
  const near = marks.filter((mark) => mark.start < to && mark.end > from && mark.start < mark.end);
  if (near.length === 0) return [{ ...segment, labels: [] }];
  const cuts = new Set([from, to]);
  for (const mark of near) {
    cuts.add(Math.max(from, mark.start));
    cuts.add(Math.min(to, mark.end));
  }
  const sorted = [...cuts].sort((a, b) => a - b);
  return sorted.slice(0, -1).map((start, index) => {
    const end = sorted[index + 1] ?? to;
    return {
      kind: segment.kind,
      text: segment.text.slice(start - from, end - from),
      labels: near
        .filter((mark) => mark.start <= start && mark.end >= end)
        .map(({ label }) => label),
    };
  });
}
