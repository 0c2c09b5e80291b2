import { html, LitElement, nothing, type PropertyValues } from 'lit';
import type { RevealMessage, Slices } from '../../src/panel/protocol.ts';
import type { CaseFilter, CasePlace } from '../../src/panel/slices/cases.ts';
import type { PromptDiffSlice } from '../../src/panel/slices/promptDiff.ts';
import type { CaseListElement } from './caseList.ts';
import { CaseStore } from './caseStore.ts';
import { Connection, type Pushed, type VsCodeApi } from './connection.ts';
import { filterBar } from './filterBar.ts';
import { announcement, headerView } from './header.ts';
import { type KeyCommand, keyCommand } from './keys.ts';
import { metricsTable } from './metricsTable.ts';
import { promptDiffView } from './promptDiffView.ts';
import { readViewState, type ViewState } from './viewState.ts';

/** The panel: header, prompt, metrics and cases of one comparison. */
export class CompareElement extends LitElement {
  static override properties = {
    slices: { state: true },
    view: { state: true },
    wholeDiff: { state: true },
    active: { state: true },
    said: { state: true },
  };

  declare api: VsCodeApi;
  declare private slices: Required<Slices> | undefined;
  declare private view: ViewState;
  declare private wholeDiff: PromptDiffSlice | undefined;
  declare private active: number;
  declare private said: string;
  declare private connection: Connection;
  declare private store: CaseStore;
  private isRestored = false;
  private shownTotal = 0;
  /** Id of the case that was opened by leading to it, not by the reader. */
  private peeked = '';
  private saveTimer: number | undefined;
  /** What had the focus before the panel was drawn, and what gets it should that be gone. */
  private focused: Element | null = null;
  private heir = '.rows';

  constructor() {
    super();
    this.active = -1;
    this.said = '';
  }

  override createRenderRoot(): this {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.view = readViewState(this.api.getState());
    this.connection = new Connection(this.api, (message) => this.take(message));
    this.store = new CaseStore(
      (request) => this.connection.ask(request),
      () => this.onRows(),
    );
    document.addEventListener('keydown', (event) => this.onKey(event));
    this.connection.start();
  }

  override render(): unknown {
    const { slices, view } = this;
    if (slices === undefined)
      return html`<main class="scroller"><p class="empty">Loading\u2026</p></main>`;
    const { header, metrics, cases } = slices;
    const filter = this.store.filter;
    const can = header.actions;
    return html`<main class="scroller ${header.isStale ? 'is-stale' : ''}" @scroll=${() => this.save()}>
      <div class="above">${headerView(header, Date.now(), (action) => this.connection.act(action))}
      <p class="spoken" role="status" aria-live="polite">${this.said}</p>
      ${promptDiffView(this.wholeDiff ?? slices.promptDiff, metrics.metrics, view.isPromptOpen, {
        toggle: (isPromptOpen) => this.change({ isPromptOpen }),
        showAll: () => void this.showWholePrompt(),
        openInEditor: can.includes('openPromptDiff')
          ? () => this.connection.act('openPromptDiff')
          : undefined,
        chooseMetric: (metric) => this.setFilter({ ...filter, metric }),
        revert: can.includes('revertChange')
          ? () => this.connection.act('revertChange')
          : undefined,
      })}
      ${metricsTable(metrics, header.counts !== null, filter, {
        choose: (metric) => this.setFilter({ ...filter, metric }),
        chooseGoal: (goal) => this.setFilter({ ...filter, goal }),
        reveal: can.includes('revealMetric')
          ? (metric) => this.connection.act('revealMetric', { metric })
          : undefined,
      })}</div>
      ${cases.total === 0 ? this.emptyView() : this.casesView(slices)}
    </main>`;
  }

  protected override willUpdate(): void {
    const { activeElement } = document;
    this.focused = activeElement;
    this.heir = activeElement?.closest('.top') ? '.top .actions button' : '.rows';
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    // A button that leaves, e.g. Run for Stop, hands its focus on.
    if (this.focused?.isConnected === false && document.activeElement === document.body)
      this.querySelector<HTMLElement>(this.heir)?.focus({ preventScroll: true });
    if (!this.isRestored && this.store.total > 0) void this.restorePlace();
  }

  /** Scrolls to where the reader was, once the list has its height. */
  private async restorePlace(): Promise<void> {
    const list = this.list();
    if (list === null) return;
    await list.updateComplete;
    const scroller = this.querySelector('.scroller');
    if (this.isRestored || scroller === null) return;
    this.isRestored = true;
    scroller.scrollTop = this.view.scrollTop;
  }

  private casesView(slices: Required<Slices>): unknown {
    return html`<section class="cases" aria-labelledby="cases-heading">
      ${filterBar(
        slices.cases,
        this.store.total,
        this.store.filter,
        slices.metrics.metrics,
        (filter) => this.setFilter(filter),
      )}
      <mm-case-list
        .store=${this.store}
        .connection=${this.connection}
        .metrics=${slices.metrics.metrics}
        .actions=${slices.header.actions}
        .layout=${this.view.layout}
        .open=${new Set(this.view.open)}
        .active=${this.active}
        .revision=${slices.cases.revision}
        .onActivate=${(index: number) => this.activate(index)}
        .onToggle=${(index: number) => this.toggle(index)}
        .onLayout=${(layout: 'inline' | 'side') => this.change({ layout })}
      ></mm-case-list>
      ${this.store.total === 0 ? html`<p class="empty">No case matches. <button class="link" @click=${() => this.clearFilter()}>Remove the filters</button></p>` : nothing}
    </section>`;
  }

  private emptyView(): unknown {
    const header = this.slices?.header;
    if (header?.run.state === 'running')
      return html`<p class="empty">The first results are on their way.</p>`;
    if (header?.run.state === 'complete')
      return html`<p class="empty">This suite has no cases yet.</p>`;
    return html`<p class="empty">No run yet. Save the prompt or its suite to run it.</p>`;
  }

  private take(message: Pushed): void {
    switch (message.type) {
      case 'state':
        if (this.view.key !== message.key)
          this.view = { ...readViewState(undefined), key: message.key };
        this.slices = message.slices;
        this.wholeDiff = undefined;
        this.store.setFilter(this.view.filter);
        this.store.setList(message.slices.cases);
        this.save();
        return;
      case 'update':
        this.applyUpdate(message.slices);
        return;
      case 'reveal':
        void this.reveal(message);
        return;
    }
  }

  private applyUpdate(changed: Slices): void {
    const before = this.slices;
    if (before === undefined) return;
    this.slices = {
      header: changed.header ?? before.header,
      promptDiff: changed.promptDiff ?? before.promptDiff,
      metrics: changed.metrics ?? before.metrics,
      cases: changed.cases ?? before.cases,
    };
    if (changed.promptDiff !== undefined) this.wholeDiff = undefined;
    if (changed.cases !== undefined) this.store.setList(changed.cases);
    if (changed.header !== undefined && changed.header.run.state !== before.header.run.state) {
      this.said = announcement(changed.header);
    }
  }

  /** Rows came: all but the list is drawn anew only where it says how many there are. */
  private onRows(): void {
    if (this.active < 0 && this.view.active !== '') {
      for (const [index, row] of this.store.loaded())
        if (row.id === this.view.active) this.active = index;
    }
    if (this.shownTotal !== this.store.total) this.requestUpdate();
    this.shownTotal = this.store.total;
    this.list()?.requestUpdate();
  }

  private onKey(event: KeyboardEvent): void {
    const command = keyCommand(event);
    if (command === undefined) return;
    event.preventDefault();
    void this.perform(command);
  }

  private async perform(command: KeyCommand): Promise<void> {
    switch (command) {
      case 'next':
      case 'previous':
      case 'pageDown':
      case 'pageUp': {
        const step =
          command === 'next' || command === 'previous' ? 1 : (this.list()?.pageRows ?? 10);
        this.focusRow(this.active + (command === 'next' || command === 'pageDown' ? step : -step));
        return;
      }
      case 'first':
        return this.focusRow(0);
      case 'last':
        return this.focusRow(this.store.total - 1);
      case 'nextRegression':
        return await this.toRegression(1);
      case 'previousRegression':
        return await this.toRegression(-1);
      case 'enter': {
        const row = this.store.row(this.active);
        if (row !== undefined && this.view.open.includes(row.id)) return this.openDiff();
        return this.setOpen(this.active, true);
      }
      case 'diff':
        return this.openDiff();
      case 'toggle':
        return this.toggle(this.active);
      case 'open':
        return this.setOpen(this.active, true);
      case 'close':
        return this.setOpen(this.active, false);
      case 'filter':
        this.querySelector<HTMLInputElement>('.text-filter')?.focus();
        return;
      case 'escape':
        return this.escape();
    }
  }

  /** The last replies of the active case, in the diff editor. */
  private openDiff(): void {
    const row = this.store.row(this.active);
    if (row !== undefined && this.slices?.header.actions.includes('openEditorDiff') === true)
      this.connection.act('openEditorDiff', { caseId: row.id });
  }

  private async toRegression(step: 1 | -1): Promise<void> {
    const target = { type: 'regression', from: this.active, step } as const;
    const place = await this.connection.ask({ type: 'find', filter: this.store.filter, target });
    if (place === null)
      this.said = step === 1 ? 'No further regression.' : 'No earlier regression.';
    else {
      this.focusRow(place.index);
      this.peek(place);
    }
  }

  /** Opens a case that a key leads to, and closes the one that the key before had opened. */
  private peek({ id, index }: CasePlace): void {
    const { open } = this.view;
    const isOpen = open.includes(id);
    if (!isOpen || this.peeked !== id)
      this.change({ open: [...open.filter((other) => other !== this.peeked && other !== id), id] });
    if (!isOpen) this.peeked = id;
    this.list()?.revealOpened(id, index);
  }

  private async reveal(message: RevealMessage): Promise<void> {
    if (message.metric !== undefined) {
      this.setFilter({ ...this.store.filter, metric: message.metric });
    }
    if (message.caseId === undefined) return;
    const target = { type: 'case', caseId: message.caseId } as const;
    let place = await this.connection.ask({ type: 'find', filter: this.store.filter, target });
    if (place === null) {
      this.clearFilter();
      place = await this.connection.ask({ type: 'find', filter: this.store.filter, target });
    }
    if (place === null) return;
    this.change({ open: [...new Set([...this.view.open, place.id])] });
    this.focusRow(place.index);
    this.list()?.revealOpened(place.id, place.index);
  }

  /** Closes the open case; else removes the filters. */
  private escape(): void {
    const row = this.store.row(this.active);
    if (document.activeElement instanceof HTMLInputElement) {
      if (this.store.filter.text !== '') this.setFilter({ ...this.store.filter, text: '' });
      this.focusRows();
    } else if (row !== undefined && this.view.open.includes(row.id)) {
      this.setOpen(this.active, false);
      this.focusRows();
    } else this.clearFilter();
  }

  private focusRow(index: number): void {
    if (this.store.total === 0) return;
    this.activate(Math.max(0, Math.min(index, this.store.total - 1)));
    void this.list()?.reveal(this.active);
    this.focusRows();
  }

  private focusRows(): void {
    this.querySelector<HTMLElement>('.rows')?.focus({ preventScroll: true });
  }

  private activate(index: number): void {
    this.active = index;
    this.change({ active: this.store.row(index)?.id ?? '' });
  }

  private toggle(index: number): void {
    const row = this.store.row(index);
    if (row !== undefined) this.setOpen(index, !this.view.open.includes(row.id));
  }

  private setOpen(index: number, isOpen: boolean): void {
    const row = this.store.row(index);
    if (row === undefined) return;
    const others = this.view.open.filter((id) => id !== row.id);
    // What the reader opens or closes is theirs.
    if (this.peeked === row.id) this.peeked = '';
    this.change({ open: isOpen ? [...others, row.id] : others });
    if (isOpen) this.list()?.revealOpened(row.id, index);
  }

  private setFilter(filter: CaseFilter): void {
    this.active = -1;
    this.change({ filter, active: '' });
    this.store.setFilter(filter);
  }

  private clearFilter(): void {
    this.setFilter(readViewState(undefined).filter);
  }

  private async showWholePrompt(): Promise<void> {
    this.wholeDiff = await this.connection.ask({ type: 'wholePromptDiff' });
  }

  private change(part: Partial<ViewState>): void {
    this.view = { ...this.view, ...part };
    this.save();
  }

  /** Kept a moment later, so that scrolling does not write at every step. */
  private save(): void {
    if (this.saveTimer !== undefined || this.slices === undefined) return;
    this.saveTimer = window.setTimeout(() => {
      this.saveTimer = undefined;
      const scrollTop = this.isRestored
        ? (this.querySelector('.scroller')?.scrollTop ?? 0)
        : this.view.scrollTop;
      this.api.setState({ ...this.view, scrollTop });
    }, 150);
  }

  private list(): CaseListElement | null {
    return this.querySelector<CaseListElement>('mm-case-list');
  }
}
