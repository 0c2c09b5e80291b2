import {
  array,
  boolean,
  type Checked,
  count,
  literal,
  nullable,
  object,
  string,
} from '../shape.ts';
import { segmentShape } from './segments.ts';

const rowShape = object({
  kind: literal('same', 'added', 'removed', 'gap'),
  /** 0-based line in the old and the new text; null where there is none. For a gap: its first line. */
  oldLine: nullable(count),
  newLine: nullable(count),
  segments: array(segmentShape),
  /** Lines left out by a gap. */
  hidden: count,
  /** Indices of metrics that guard text on this line. */
  guardedBy: array(count),
  /** What experiments said of the change that begins here; null: it is not to blame, or nobody looked. */
  cause: nullable(string),
});

/** One line of the prompt comparison; `gap` stands for lines that are equal and left out. */
export type PromptDiffRow = Checked<typeof rowShape>;

export const promptDiffShape = object({
  /**
   * `none`: there is no older version; `same`: both texts are equal; `unknown`: the text of a side is not known, and the
   * rows are those of the other one.
   */
  status: literal('none', 'same', 'changed', 'unknown'),
  /** What is not known; empty otherwise. */
  note: string,
  added: count,
  removed: count,
  rows: array(rowShape),
  /** Rows left out at the end because there are too many. */
  omitted: count,
  /** True when the texts differ too much for an exact comparison in bounded time. */
  isCoarse: boolean,
});

export type PromptDiffSlice = Checked<typeof promptDiffShape>;
