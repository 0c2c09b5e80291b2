import { array, boolean, count, literal, nullable, object, type Shape, string } from '../shape.ts';
import { type Segment, type SegmentKind, segmentShape } from './segments.ts';

/** One line of the prompt comparison; `gap` stands for lines that are equal and left out. */
export interface PromptDiffRow {
  readonly kind: SegmentKind | 'gap';
  /** 0-based line in the old and the new text; null where there is none. For a gap: its first line. */
  readonly oldLine: number | null;
  readonly newLine: number | null;
  readonly segments: readonly Segment[];
  /** Lines left out by a gap. */
  readonly hidden: number;
  /** Indices of metrics that guard text on this line. */
  readonly guardedBy: readonly number[];
  /** What experiments said of the change that begins here; null: it is not to blame, or nobody looked. */
  readonly cause: string | null;
}

export interface PromptDiffSlice {
  /** `none`: there is no older version; `same`: both texts are equal. */
  readonly status: 'none' | 'same' | 'changed';
  readonly added: number;
  readonly removed: number;
  readonly rows: readonly PromptDiffRow[];
  /** Rows left out at the end because there are too many. */
  readonly omitted: number;
  /** True when the texts differ too much for an exact comparison in bounded time. */
  readonly isCoarse: boolean;
}

export const promptDiffShape: Shape<PromptDiffSlice> = object<PromptDiffSlice>({
  status: literal('none', 'same', 'changed'),
  added: count,
  removed: count,
  rows: array(
    object<PromptDiffRow>({
      kind: literal('same', 'added', 'removed', 'gap'),
      oldLine: nullable(count),
      newLine: nullable(count),
      segments: array(segmentShape),
      hidden: count,
      guardedBy: array(count),
      cause: nullable(string),
    }),
  ),
  omitted: count,
  isCoarse: boolean,
});
