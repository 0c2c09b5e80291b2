import type { CaseStore } from './caseStore.ts';
import type { ExtraHeights } from './rowWindow.ts';

/** Assumed height of details that were never drawn. */
const assumed = 240;

/** How high the details of open cases are, in CSS pixels, as far as they were drawn. */
export class OpenHeights {
  private readonly known = new Map<string, number>();

  of(caseId: string): number {
    return this.known.get(caseId) ?? assumed;
  }

  /** True where it differs from what was known. */
  set(caseId: string, height: number): boolean {
    if (this.known.get(caseId) === height) return false;
    this.known.set(caseId, height);
    return true;
  }

  /** By the place in the list, of the rows that are here. */
  extra(store: CaseStore, open: ReadonlySet<string>): ExtraHeights {
    const extra = new Map<number, number>();
    if (open.size === 0) return extra;
    for (const [index, row] of store.loaded()) {
      if (open.has(row.id)) extra.set(index, this.of(row.id));
    }
    return extra;
  }
}
