import type { RevealMessage } from '../../src/panel/protocol.ts';
import type { ActionName } from '../../src/panel/slices/actions.ts';
import { type CaseFilter, type CasePlace, noFilter } from '../../src/panel/slices/cases.ts';
import type { CaseListElement } from './caseList.ts';
import type { CaseStore } from './caseStore.ts';
import type { Connection } from './connection.ts';
import { type KeyCommand, keyCommand } from './keys.ts';
import type { ViewState } from './viewState.ts';

/** What there is to go about in. */
export interface Navigable {
  readonly store: CaseStore;
  readonly connection: Connection;
  readonly view: ViewState;
  /** Place of the row that keys act on; -1: none. */
  active: number;
  list(): CaseListElement | null;
  can(action: ActionName): boolean;
  change(part: Partial<ViewState>): void;
  setFilter(filter: CaseFilter): void;
  /** Tells it to those who listen. */
  say(text: string): void;
  focusRows(): void;
  focusFilter(): void;
}

/** How a reader goes about in the cases: by keys, by clicks, and led from elsewhere. */
export class Navigation {
  private readonly panel: Navigable;
  /** Id of the case that was opened by leading to it, not by the reader. */
  private peeked = '';

  constructor(panel: Navigable) {
    this.panel = panel;
  }

  onKey(event: KeyboardEvent): void {
    const command = keyCommand(event);
    if (command === undefined) return;
    event.preventDefault();
    void this.perform(command);
  }

  activate(index: number): void {
    this.panel.active = index;
    this.panel.change({ active: this.panel.store.row(index)?.id ?? '' });
  }

  toggle(index: number): void {
    const row = this.panel.store.row(index);
    if (row !== undefined) this.setOpen(index, !this.panel.view.open.includes(row.id));
  }

  clearFilter(): void {
    this.panel.setFilter(noFilter);
  }

  /** Leads to a case or metric, through filters that hide it. */
  async reveal(message: RevealMessage): Promise<void> {
    const { store } = this.panel;
    if (message.metric !== undefined) {
      this.panel.setFilter({ ...store.filter, metric: message.metric });
    }
    if (message.caseId === undefined) return;
    const target = { type: 'case', caseId: message.caseId } as const;
    const find = () => this.panel.connection.ask({ type: 'find', filter: store.filter, target });
    let place = await find();
    if (place === null) {
      this.clearFilter();
      place = await find();
    }
    if (place === null) return;
    this.panel.change({ open: [...new Set([...this.panel.view.open, place.id])] });
    this.focusRow(place.index);
    this.panel.list()?.revealOpened(place.id, place.index);
  }

  private async perform(command: KeyCommand): Promise<void> {
    const { panel } = this;
    switch (command) {
      case 'next':
      case 'previous':
      case 'pageDown':
      case 'pageUp': {
        const isPage = command === 'pageDown' || command === 'pageUp';
        const step = isPage ? (panel.list()?.pageRows ?? 10) : 1;
        const isForward = command === 'next' || command === 'pageDown';
        return this.focusRow(panel.active + (isForward ? step : -step));
      }
      case 'first':
        return this.focusRow(0);
      case 'last':
        return this.focusRow(panel.store.total - 1);
      case 'nextRegression':
        return await this.toRegression(1);
      case 'previousRegression':
        return await this.toRegression(-1);
      case 'enter': {
        const row = panel.store.row(panel.active);
        if (row !== undefined && panel.view.open.includes(row.id)) return this.openDiff();
        return this.setOpen(panel.active, true);
      }
      case 'diff':
        return this.openDiff();
      case 'toggle':
        return this.toggle(panel.active);
      case 'open':
        return this.setOpen(panel.active, true);
      case 'close':
        return this.setOpen(panel.active, false);
      case 'filter':
        return panel.focusFilter();
      case 'escape':
        return this.escape();
    }
  }

  /** The last replies of the active case, in the diff editor. */
  private openDiff(): void {
    const row = this.panel.store.row(this.panel.active);
    if (row !== undefined && this.panel.can('openEditorDiff'))
      this.panel.connection.act('openEditorDiff', { caseId: row.id });
  }

  /** Leads to the next or the previous case that got worse or fails, and opens it. */
  async toRegression(step: 1 | -1): Promise<void> {
    const { store, active, connection } = this.panel;
    const target = { type: 'regression', from: active, step } as const;
    const place = await connection.ask({ type: 'find', filter: store.filter, target });
    if (place === null)
      this.panel.say(step === 1 ? 'No further regression.' : 'No earlier regression.');
    else {
      this.focusRow(place.index);
      this.peek(place);
    }
  }

  /** Opens a case that a key leads to, and closes the one that the key before had opened. */
  private peek({ id, index }: CasePlace): void {
    const { open } = this.panel.view;
    const isOpen = open.includes(id);
    if (!isOpen || this.peeked !== id) {
      const others = open.filter((other) => other !== this.peeked && other !== id);
      this.panel.change({ open: [...others, id] });
    }
    if (!isOpen) this.peeked = id;
    this.panel.list()?.revealOpened(id, index);
  }

  /** Closes the open case; else removes the filters. */
  private escape(): void {
    const { store, view, active } = this.panel;
    const row = store.row(active);
    if (document.activeElement instanceof HTMLInputElement) {
      if (store.filter.text !== '') this.panel.setFilter({ ...store.filter, text: '' });
      this.panel.focusRows();
    } else if (row !== undefined && view.open.includes(row.id)) {
      this.setOpen(active, false);
      this.panel.focusRows();
    } else this.clearFilter();
  }

  private focusRow(index: number): void {
    const { total } = this.panel.store;
    if (total === 0) return;
    this.activate(Math.max(0, Math.min(index, total - 1)));
    void this.panel.list()?.reveal(this.panel.active);
    this.panel.focusRows();
  }

  private setOpen(index: number, isOpen: boolean): void {
    const row = this.panel.store.row(index);
    if (row === undefined) return;
    const others = this.panel.view.open.filter((id) => id !== row.id);
    // What the reader opens or closes is theirs.
    if (this.peeked === row.id) this.peeked = '';
    this.panel.change({ open: isOpen ? [...others, row.id] : others });
    if (isOpen) this.panel.list()?.revealOpened(row.id, index);
  }
}
