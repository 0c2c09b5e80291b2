import { html, LitElement, nothing, type PropertyValues } from 'lit';
import type { Slices } from '../../src/panel/protocol.ts';
import type { ActionName } from '../../src/panel/slices/actions.ts';
import type { CaseFilter } from '../../src/panel/slices/cases.ts';
import type { PromptDiffSlice } from '../../src/panel/slices/promptDiff.ts';
import type { CaseListElement } from './caseList.ts';
import { CaseStore } from './caseStore.ts';
import { Connection, type Pushed, type VsCodeApi } from './connection.ts';
import { filterBar } from './filterBar.ts';
import { announcement, headerView } from './header.ts';
import { metricsTable } from './metricsTable.ts';
import { type Navigable, Navigation } from './navigation.ts';
import { promptDiffView } from './promptDiffView.ts';
import { returnToPlace } from './returnToPlace.ts';
import { readViewState, type ViewState } from './viewState.ts';

/** The panel: header, prompt, metrics and cases of one comparison. */
export class CompareElement extends LitElement implements Navigable {
  static override properties = {
    slices: { state: true },
    view: { state: true },
    wholeDiff: { state: true },
    active: { state: true },
    said: { state: true },
    ended: { state: true },
  };

  declare api: VsCodeApi;
  declare private slices: Required<Slices> | undefined;
  declare view: ViewState;
  declare private wholeDiff: PromptDiffSlice | undefined;
  declare active: number;
  declare private said: string;
  /** Why a key or button led nowhere, until the reader goes on. */
  declare private ended: string;
  declare connection: Connection;
  declare store: CaseStore;
  private readonly navigation = new Navigation(this);
  /** Whether the reader is where the stored view was left, on the way there, or has gone on. */
  private place: 'stored' | 'returning' | 'own' = 'stored';
  /** Ends the way back to the stored place. */
  private stay: () => void = () => {};
  private shownTotal = 0;
  private saveTimer: number | undefined;
  /** What had the focus before the panel was drawn, and what gets it should that be gone. */
  private focused: Element | null = null;
  private heir = '.rows';

  constructor() {
    super();
    this.active = -1;
    this.said = '';
    this.ended = '';
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
    document.addEventListener('keydown', (event) => this.navigation.onKey(event));
    this.connection.start();
  }

  override render(): unknown {
    const { slices, view } = this;
    if (slices === undefined)
      return html`<main class="scroller"><p class="empty">Loading\u2026</p></main>`;
    const { header, metrics, cases } = slices;
    const filter = this.store.filter;
    return html`<main class="scroller ${header.isStale ? 'is-stale' : ''}" @scroll=${() => this.save()}>
      <div class="above">${headerView(header, Date.now(), (action) => this.connection.act(action))}
      <p class="spoken" role="status" aria-live="polite">${this.said}</p>
      ${promptDiffView(this.wholeDiff ?? slices.promptDiff, metrics.metrics, view.isPromptOpen, {
        toggle: (isPromptOpen) => this.change({ isPromptOpen }),
        showAll: () => void this.showWholePrompt(),
        openInEditor: this.can('openPromptDiff')
          ? () => this.connection.act('openPromptDiff')
          : undefined,
        chooseMetric: (metric) => this.setFilter({ ...filter, metric }),
        revert: this.can('revertChange') ? () => this.connection.act('revertChange') : undefined,
      })}
      ${metricsTable(metrics, header.counts !== null, filter, {
        choose: (metric) => this.setFilter({ ...filter, metric }),
        chooseGoal: (goal) => this.setFilter({ ...filter, goal }),
        reveal: this.can('revealMetric')
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
  }

  /** Scrolls to where the reader was, once the rows of the filter are there. */
  private async restorePlace(): Promise<void> {
    await this.updateComplete;
    await this.list()?.updateComplete;
    const scroller = this.querySelector('.scroller');
    if (this.place !== 'stored' || scroller === null) return;
    this.place = 'returning';
    this.stay = returnToPlace(scroller, this.view.scrollTop, () => {
      this.place = 'own';
      this.save();
    });
  }

  private casesView(slices: Required<Slices>): unknown {
    return html`<section class="cases" aria-labelledby="cases-heading">
      ${filterBar(
        slices.cases,
        this.store.total,
        this.store.filter,
        slices.metrics.metrics,
        this.ended,
        {
          change: (next) => this.setFilter(next),
          toRegression: (step) => void this.navigation.toRegression(step),
        },
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
        .onActivate=${(index: number) => this.navigation.activate(index)}
        .onToggle=${(index: number) => this.navigation.toggle(index)}
        .onLayout=${(layout: 'inline' | 'side') => this.change({ layout })}
      ></mm-case-list>
      ${this.store.total === 0 ? html`<p class="empty">No case matches. <button class="link" @click=${() => this.navigation.clearFilter()}>Remove the filters</button></p>` : nothing}
    </section>`;
  }

  private emptyView(): unknown {
    const header = this.slices?.header;
    if (header?.run.state === 'running')
      return html`<p class="empty">The first results are on their way.</p>`;
    if (header?.run.state === 'complete')
      return html`<p class="empty">This suite has no cases yet.</p>`;
    const hasMetrics = (this.slices?.metrics.metrics.length ?? 0) > 0;
    return html`<p class="empty">No run yet. Save the prompt or its suite to run it.${hasMetrics ? nothing : html` A prompt without a suite gets one by the command Micro Metrics: New Suite for This Prompt.`}</p>`;
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
        this.goOn();
        void this.navigation.reveal(message);
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
    if (this.place === 'stored' && this.store.row(0) !== undefined) void this.restorePlace();
  }

  /** The reader goes on, or is led on, from wherever they were. */
  private goOn(): void {
    this.stay();
    this.place = 'own';
  }

  setFilter(filter: CaseFilter): void {
    this.goOn();
    this.active = -1;
    this.change({ filter, active: '' });
    this.store.setFilter(filter);
  }

  can(action: ActionName): boolean {
    return this.slices?.header.actions.includes(action) === true;
  }

  say(text: string): void {
    this.said = text;
    this.ended = text;
  }

  focusRows(): void {
    this.querySelector<HTMLElement>('.rows')?.focus({ preventScroll: true });
  }

  focusFilter(): void {
    this.querySelector<HTMLInputElement>('.text-filter')?.focus();
  }

  private async showWholePrompt(): Promise<void> {
    this.wholeDiff = await this.connection.ask({ type: 'wholePromptDiff' });
  }

  change(part: Partial<ViewState>): void {
    this.ended = '';
    this.view = { ...this.view, ...part };
    this.save();
  }

  /** Kept a moment later, so that scrolling does not write at every step. */
  private save(): void {
    if (this.saveTimer !== undefined || this.slices === undefined) return;
    this.saveTimer = window.setTimeout(() => {
      this.saveTimer = undefined;
      const scrollTop =
        this.place === 'own'
          ? (this.querySelector('.scroller')?.scrollTop ?? 0)
          : this.view.scrollTop;
      this.api.setState({ ...this.view, scrollTop });
    }, 150);
  }

  list(): CaseListElement | null {
    return this.querySelector<CaseListElement>('mm-case-list');
  }
}
