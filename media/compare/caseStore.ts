import type { CasesRequest } from '../../src/panel/protocol.ts';
import {
  type CaseFilter,
  type CaseListSlice,
  type CasePage,
  type CaseRow,
  noFilter,
} from '../../src/panel/slices/cases.ts';

/** Rows in a page. */
const pageSize = 100;
/** Pages kept; the farthest from the reader go first. */
const maxPages = 30;

/** Asks the host for a page. */
export type FetchPage = (request: CasesRequest) => Promise<CasePage>;

/** The pages of the filtered list that were fetched so far. Older rows stay until newer ones are in. */
export class CaseStore {
  filter: CaseFilter = noFilter;
  /** Rows that the filter lets through. */
  total = 0;
  private readonly fetchPage: FetchPage;
  private readonly onDidChange: () => void;
  private pages = new Map<
    number,
    { readonly revision: number; readonly rows: readonly CaseRow[] }
  >();
  private readonly fetching = new Set<string>();
  private revision = 0;
  /** Grows with every filter, so that answers to an older one are dropped. */
  private generation = 0;
  private isFilterFresh = true;

  constructor(fetchPage: FetchPage, onDidChange: () => void) {
    this.fetchPage = fetchPage;
    this.onDidChange = onDidChange;
  }

  /** A newer list: what is shown stays and is replaced as its pages are needed again. */
  setList(list: CaseListSlice): void {
    this.revision = list.revision;
    if (this.pages.size === 0) this.total = list.total;
    this.need(0, 1);
  }

  setFilter(filter: CaseFilter): void {
    this.filter = filter;
    this.generation++;
    this.isFilterFresh = true;
    this.need(0, 1);
  }

  row(index: number): CaseRow | undefined {
    return this.pages.get(Math.floor(index / pageSize))?.rows[index % pageSize];
  }

  /** Rows that are here, with their places. */
  *loaded(): Iterable<readonly [number, CaseRow]> {
    for (const [page, { rows }] of this.pages) {
      for (const [at, row] of rows.entries()) yield [page * pageSize + at, row];
    }
  }

  /** Makes sure that the rows from `start` to `end` (exclusive) are there or on their way. */
  need(start: number, end: number): void {
    const last = Math.max(start, end - 1);
    for (let page = Math.floor(start / pageSize); page <= Math.floor(last / pageSize); page++) {
      const known = this.pages.get(page);
      if (known !== undefined && known.revision >= this.revision && !this.isFilterFresh) continue;
      void this.fetch(page);
    }
  }

  private async fetch(page: number): Promise<void> {
    const generation = this.generation;
    const key = `${generation}/${this.revision}/${page}`;
    if (this.fetching.has(key)) return;
    this.fetching.add(key);
    try {
      const answer = await this.fetchPage({
        type: 'cases',
        filter: this.filter,
        offset: page * pageSize,
        limit: pageSize,
      });
      if (generation !== this.generation) return;
      if (this.isFilterFresh) {
        this.pages.clear();
        this.isFilterFresh = false;
      }
      this.pages.set(page, answer);
      this.total = answer.total;
      this.forgetFarFrom(page);
      this.onDidChange();
    } catch (error) {
      console.warn(`Cases could not be fetched: ${String(error)}`);
    } finally {
      this.fetching.delete(key);
    }
  }

  private forgetFarFrom(page: number): void {
    const far = [...this.pages.keys()].sort((a, b) => Math.abs(b - page) - Math.abs(a - page));
    for (const old of far.slice(0, Math.max(0, this.pages.size - maxPages))) this.pages.delete(old);
  }
}
