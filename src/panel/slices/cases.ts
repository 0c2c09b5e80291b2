import type { CaseLabel } from '../../core/compare/comparison.ts';
import { array, boolean, count, nullable, object, type Shape, string } from '../shape.ts';
import { caseLabelShape, type RowVerdict, rowVerdictShape, rowVerdicts } from './verdicts.ts';

/** What of the list is shown: all conditions hold together; empty ones let everything through. */
export interface CaseFilter {
  readonly verdicts: readonly RowVerdict[];
  /** Metric id. */
  readonly metric: string | null;
  /** Text of the goal. */
  readonly goal: string | null;
  readonly tag: string | null;
  /** Looked for in id, tags and outputs, upper and lower case alike. */
  readonly text: string;
}

export const noFilter: CaseFilter = { verdicts: [], metric: null, goal: null, tag: null, text: '' };

export interface CaseRow {
  readonly id: string;
  readonly verdict: RowVerdict;
  /** What is known of the case by itself, e.g. `flipped`; null without a comparison. */
  readonly label: CaseLabel | null;
  readonly tags: readonly string[];
  /** Per metric, four numbers: old passed, old scored, new passed, new scored. */
  readonly counts: readonly number[];
  /** Start of the new output on one line. */
  readonly preview: string;
  readonly hasError: boolean;
  /** True while a run is going on and this case's new result is not in yet. */
  readonly isPending: boolean;
}

/** What the list as a whole holds; its rows come in pages. */
export interface CaseListSlice {
  /** Grows with every change, so that a page of an older list is recognised. */
  readonly revision: number;
  readonly total: number;
  /** Cases by verdict, without any filter. */
  readonly verdicts: readonly { readonly verdict: RowVerdict; readonly count: number }[];
  readonly tags: readonly { readonly tag: string; readonly count: number }[];
}

export interface CasePage {
  readonly revision: number;
  /** Rows that the filter lets through. */
  readonly total: number;
  readonly offset: number;
  readonly rows: readonly CaseRow[];
}

/** A place in the filtered list. */
export interface CasePlace {
  readonly index: number;
  readonly id: string;
}

export const caseListShape: Shape<CaseListSlice> = object<CaseListSlice>({
  revision: count,
  total: count,
  verdicts: array(
    object<{ verdict: RowVerdict; count: number }>({ verdict: rowVerdictShape, count }),
  ),
  tags: array(object<{ tag: string; count: number }>({ tag: string, count })),
});

export const caseFilterShape: Shape<CaseFilter> = object<CaseFilter>({
  verdicts: array(rowVerdictShape, rowVerdicts.length),
  metric: nullable(string),
  goal: nullable(string),
  tag: nullable(string),
  text: string,
});

export const casePageShape: Shape<CasePage> = object<CasePage>({
  revision: count,
  total: count,
  offset: count,
  rows: array(
    object<CaseRow>({
      id: string,
      verdict: rowVerdictShape,
      label: nullable(caseLabelShape),
      tags: array(string),
      counts: array(count),
      preview: string,
      hasError: boolean,
      isPending: boolean,
    }),
  ),
});

export const casePlaceShape: Shape<CasePlace> = object<CasePlace>({ index: count, id: string });
