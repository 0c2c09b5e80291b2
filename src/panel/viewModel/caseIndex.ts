import { finished } from '../slicedWork.ts';
import { type CaseFilter, type CaseListSlice, type CaseRow, noFilter } from '../slices/cases.ts';
import type { MetricRow } from '../slices/metrics.ts';
import { rowVerdicts } from '../slices/verdicts.ts';
import type { PanelInput } from '../source.ts';
import { CaseCounter } from './caseCounts.ts';
import { filtering } from './caseFilter.ts';
import { keepOrder, orderRows } from './caseOrder.ts';
import { type CaseParts, caseRow } from './caseRow.ts';

/** UTF-16 units of an output that text is looked for in. */
const maxSearched = 20_000;
/** Tags offered for filtering, most used first. */
const maxTags = 50;

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

  /** `previous` lends its unchanged rows, and its order while a run is going on. */
  constructor(
    input: PanelInput,
    metrics: readonly MetricRow[],
    previous?: CaseIndex,
    made: MadeRows = finished(makeRows(input, metrics, previous)),
  ) {
    this.metrics = metrics;
    this.isRunning = input.progress !== undefined;
    this.counter = made.counter;
    this.searchTexts = previous?.searchTexts ?? new WeakMap();
    this.parts = made.parts;
    this.rows = this.isRunning
      ? keepOrder(made.rows, previous?.rows.map(({ id }) => id) ?? [])
      : orderRows(made.rows, metrics);
    this.rowOf = new Map(this.rows.map((row) => [row.id, row]));
    this.slice = {
      revision: (previous?.slice.revision ?? 0) + 1,
      total: this.rows.length,
      verdicts: countBy(this.rows.map((row) => row.verdict))
        .sort(([a], [b]) => rowVerdicts.indexOf(a) - rowVerdicts.indexOf(b))
        .map(([verdict, count]) => ({ verdict, count })),
      tags: countBy(this.rows.flatMap((row) => row.tags))
        .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
        .slice(0, maxTags)
        .map(([tag, count]) => ({ tag, count })),
    };
  }

  /** The same in small steps, for a thread that others wait for. */
  static *building(
    input: PanelInput,
    metrics: readonly MetricRow[],
    previous?: CaseIndex,
  ): Generator<void, CaseIndex> {
    const made = yield* makeRows(input, metrics, previous);
    yield;
    return new CaseIndex(input, metrics, previous, made);
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
  for (const part of yield* partsOf(input)) {
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

function* partsOf(input: PanelInput): Generator<void, CaseParts[]> {
  const shownOld = yield* byId(input.old?.run?.cases);
  const shownNew = yield* byId(input.new?.run?.cases);
  const compared = yield* byId(input.comparison?.cases);
  const settled = yield* byId(input.progress?.settled);
  const baseline = yield* byId(input.progress?.baseline?.cases);
  const ids = new Set([...shownNew.keys(), ...shownOld.keys(), ...settled.keys()]);
  yield;
  return [...ids].map((id) => {
    const now = settled.get(id);
    if (now !== undefined) {
      const hasOld = input.progress?.baseline !== undefined;
      return { id, old: baseline.get(id), now, compared: undefined, hasOld, phase: 'settled' };
    }
    return {
      id,
      old: shownOld.get(id),
      now: shownNew.get(id),
      compared: compared.get(id),
      hasOld: input.comparison !== undefined,
      phase: input.progress === undefined ? 'shown' : 'pending',
    };
  });
}

function* byId<T extends { readonly id: string }>(
  items: readonly T[] | undefined,
): Generator<void, Map<string, T>> {
  const found = new Map(items?.map((item) => [item.id, item]));
  yield;
  return found;
}

function sameParts(a: CaseParts, b: CaseParts): boolean {
  return (
    a.old === b.old &&
    a.now === b.now &&
    a.compared === b.compared &&
    a.hasOld === b.hasOld &&
    a.phase === b.phase
  );
}

function sameIds(a: readonly MetricRow[], b: readonly MetricRow[]): boolean {
  return a.length === b.length && a.every((row, index) => row.id === b[index]?.id);
}

function countBy<T>(values: readonly T[]): [T, number][] {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts];
}
