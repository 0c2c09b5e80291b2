import { finished } from '../slicedWork.ts';
import { type CaseFilter, type CaseListSlice, type CaseRow, noFilter } from '../slices/cases.ts';
import type { MetricRow } from '../slices/metrics.ts';
import type { PanelInput } from '../source.ts';
import { CaseCounter } from './caseCounts.ts';
import { filtering } from './caseFilter.ts';
import { keepOrder, ordering } from './caseOrder.ts';
import { type CaseParts, gathering, sameParts } from './caseParts.ts';
import { caseRow } from './caseRow.ts';
import { tallying } from './caseTally.ts';

/** UTF-16 units of an output that text is looked for in. */
const maxSearched = 20_000;

/** The filter that lets every row through. */
const everything = JSON.stringify(noFilter);

/** Cases between two chances to let others work. */
const stepCases = 20;

interface MadeRows {
  readonly parts: ReadonlyMap<string, CaseParts>;
  /** In the order of the suite. */
  readonly rows: readonly CaseRow[];
  readonly counter: CaseCounter;
}

/** Everything that an index holds. */
interface Made extends Omit<MadeRows, 'rows'> {
  /** In the order of the list. */
  readonly rows: readonly CaseRow[];
  readonly rowOf: ReadonlyMap<string, CaseRow>;
  readonly slice: CaseListSlice;
}

/** All rows of the list in their order, with what they were made of. Built from one input, then read only. */
export class CaseIndex {
  readonly rows: readonly CaseRow[];
  readonly slice: CaseListSlice;
  readonly metrics: readonly MetricRow[];
  private readonly parts: ReadonlyMap<string, CaseParts>;
  readonly counter: CaseCounter;
  private readonly rowOf: ReadonlyMap<string, CaseRow>;
  private readonly searchTexts: WeakMap<CaseParts, readonly string[]>;
  private readonly isRunning: boolean;
  private lastFilter: { readonly key: string; readonly rows: readonly CaseRow[] } | undefined;

  private constructor(
    made: Made,
    metrics: readonly MetricRow[],
    isRunning: boolean,
    previous?: CaseIndex,
  ) {
    this.metrics = metrics;
    this.isRunning = isRunning;
    this.counter = made.counter;
    this.searchTexts = previous?.searchTexts ?? new WeakMap();
    this.parts = made.parts;
    this.rows = made.rows;
    this.rowOf = made.rowOf;
    this.slice = made.slice;
  }

  /** `previous` lends its unchanged rows, and its order while a run is going on. */
  static of(input: PanelInput, metrics: readonly MetricRow[], previous?: CaseIndex): CaseIndex {
    return finished(CaseIndex.building(input, metrics, previous));
  }

  /** The same in small steps, for a thread that others wait for. */
  static *building(
    input: PanelInput,
    metrics: readonly MetricRow[],
    previous?: CaseIndex,
  ): Generator<void, CaseIndex> {
    const isRunning = input.progress !== undefined;
    const { parts, counter, ...made } = yield* makeRows(input, metrics, previous);
    const rows = isRunning
      ? keepOrder(made.rows, previous?.rows.map(({ id }) => id) ?? [])
      : yield* ordering(made.rows, metrics);
    yield;
    const rowOf = new Map(rows.map((row) => [row.id, row]));
    yield;
    const tally = yield* tallying(rows);
    const slice = { revision: (previous?.slice.revision ?? 0) + 1, ...tally };
    return new CaseIndex({ parts, counter, rows, rowOf, slice }, metrics, isRunning, previous);
  }

  /** Makes what text is looked for in, in small steps, so that the first filter does not wait for it. */
  *warming(): Generator<void, void> {
    for (const { id } of this.rows) {
      this.searched(id);
      yield;
    }
  }

  row(caseId: string): CaseRow | undefined {
    return this.rowOf.get(caseId);
  }

  partsOf(caseId: string): CaseParts | undefined {
    return this.parts.get(caseId);
  }

  /** The rows that a filter lets through; the last answer is kept, as pages of one filter follow each other. */
  filtered(filter: CaseFilter): readonly CaseRow[] {
    return finished(this.filtering(filter));
  }

  /** The same in small steps, for a thread that others wait for. */
  *filtering(filter: CaseFilter): Generator<void, readonly CaseRow[]> {
    const key = JSON.stringify(filter);
    if (key === everything) return this.rows;
    if (this.lastFilter?.key === key) return this.lastFilter.rows;
    const search = (caseId: string) => this.searched(caseId);
    const rows = yield* filtering(this.rows, this.metrics, filter, search, this.isRunning);
    this.lastFilter = { key, rows };
    return rows;
  }

  private searched(caseId: string): readonly string[] {
    const parts = this.parts.get(caseId);
    if (parts === undefined) return [];
    const known = this.searchTexts.get(parts);
    if (known !== undefined) return known;
    const tags = parts.now?.tags ?? parts.old?.tags ?? [];
    const replies = [parts.now, parts.old].flatMap(
      (item) => item?.trials.flatMap((trial) => trial.replies.map((reply) => reply.text)) ?? [],
    );
    const texts = [caseId, ...tags, ...replies].map((text) =>
      text.slice(0, maxSearched).toLowerCase(),
    );
    this.searchTexts.set(parts, texts);
    return texts;
  }
}

function* makeRows(
  input: PanelInput,
  metrics: readonly MetricRow[],
  previous: CaseIndex | undefined,
): Generator<void, MadeRows> {
  const same = previous !== undefined && sameIds(previous.metrics, metrics) ? previous : undefined;
  const counter = same?.counter ?? new CaseCounter(metrics.map(({ id }) => id));
  const parts = new Map<string, CaseParts>();
  const rows: CaseRow[] = [];
  for (const part of yield* gathering(input)) {
    const known = same?.partsOf(part.id);
    const isKnown = known !== undefined && sameParts(known, part);
    const used = isKnown ? known : part;
    const row = (isKnown ? same?.row(part.id) : undefined) ?? caseRow(used, counter);
    parts.set(part.id, used);
    rows.push(row);
    if (rows.length % stepCases === 0) yield;
  }
  return { parts, rows, counter };
}

function sameIds(a: readonly MetricRow[], b: readonly MetricRow[]): boolean {
  return a.length === b.length && a.every((row, index) => row.id === b[index]?.id);
}
