import { array, boolean, type Checked, count, nullable, object, string } from '../shape.ts';
import { caseLabelShape, rowVerdictShape, rowVerdicts } from './verdicts.ts';

export const caseFilterShape = object({
  verdicts: array(rowVerdictShape, rowVerdicts.length),
  /** Metric id. */
  metric: nullable(string),
  /** Text of the goal. */
  goal: nullable(string),
  tag: nullable(string),
  /** Looked for in id, tags and outputs, upper and lower case alike. */
  text: string,
});

/** What of the list is shown: all conditions hold together; empty ones let everything through. */
export type CaseFilter = Checked<typeof caseFilterShape>;

export const noFilter: CaseFilter = { verdicts: [], metric: null, goal: null, tag: null, text: '' };

const caseRowShape = object({
  id: string,
  verdict: rowVerdictShape,
  /** What is known of the case by itself, e.g. `flipped`; null without a comparison. */
  label: nullable(caseLabelShape),
  tags: array(string),
  /** Per metric, four numbers: old passed, old scored, new passed, new scored. */
  counts: array(count),
  /** Start of the new output on one line. */
  preview: string,
  hasError: boolean,
  /** True while a run is going on and this case's new result is not in yet. */
  isPending: boolean,
});

export type CaseRow = Checked<typeof caseRowShape>;

export const caseListShape = object({
  /** Grows with every change, so that a page of an older list is recognised. */
  revision: count,
  total: count,
  /** Cases by verdict, without any filter. */
  verdicts: array(object({ verdict: rowVerdictShape, count })),
  tags: array(object({ tag: string, count })),
});

/** What the list as a whole holds; its rows come in pages. */
export type CaseListSlice = Checked<typeof caseListShape>;

export const casePageShape = object({
  revision: count,
  /** Rows that the filter lets through. */
  total: count,
  offset: count,
  rows: array(caseRowShape),
});

export type CasePage = Checked<typeof casePageShape>;

export const casePlaceShape = object({ index: count, id: string });

/** A place in the filtered list. */
export type CasePlace = Checked<typeof casePlaceShape>;
