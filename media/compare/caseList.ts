import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { ActionName } from '../../src/panel/slices/actions.ts';
import type { CaseRow } from '../../src/panel/slices/cases.ts';
import type { MetricRow } from '../../src/panel/slices/metrics.ts';
import { visibleLine } from '../../src/panel/viewModel/visibleText.ts';
import { caseRowCells, maxMarks } from './caseRowView.ts';
import type { CaseStore } from './caseStore.ts';
import type { Connection } from './connection.ts';
import { offsetOf, rowWindow } from './rowWindow.ts';
import { lookOfCase } from './words.ts';

/** Height of a row in CSS pixels; the style sheet has the same. */
export const rowHeight = 24;
/** Assumed height of details that were never drawn. */
const assumedDetails = 240;
/** Details that wait for the host are lower than this, in pixels. */
const fetched = 48;
/** Pixels drawn beyond what is in sight. */
const overscan = 300;

/** Rows beyond those drawn that are fetched, so that they are here when they scroll in. */
const ahead = 60;

/** Where the list is, in CSS pixels. Kept, because asking the page for it in the midst of changes makes it lay out. */
interface Place {
  /** From the top of what scrolls to the first row. */
  readonly top: number;
  /** Of what is in sight. */
  readonly height: number;
  readonly scrollTop: number;
  /** Height of the filters where they stay in sight above the rows; else 0. */
  readonly sticky: number;
}

/** The cases: only what is in sight is drawn, and only pages near it are fetched. */
export class CaseListElement extends LitElement {
  static override properties = {
    metrics: { attribute: false },
    actions: { attribute: false },
    layout: {},
    active: {},
    open: { attribute: false },
    revision: {},
  };

  declare store: CaseStore;
  declare connection: Connection;
  declare metrics: readonly MetricRow[];
  declare actions: readonly ActionName[];
  declare layout: 'inline' | 'side';
  /** Index of the row that keys act on; -1: none. */
  declare active: number;
  declare open: ReadonlySet<string>;
  declare revision: number;
  declare onActivate: (index: number, id: string) => void;
  declare onToggle: (index: number) => void;
  declare onLayout: (layout: 'inline' | 'side') => void;
  private readonly heights = new Map<string, number>();
  private toReveal: { readonly id: string; readonly index: number } | undefined;
  /** What of the list had the focus before it was drawn. */
  private focused: Element | null = null;
  private observer: ResizeObserver | undefined;
  /** Watches what stands above the list. */
  private surroundings: ResizeObserver | undefined;
  /** The element that scrolls. */
  private scroller: Element = document.documentElement;
  private place: Place | undefined;
  private readonly onScroll = () => {
    // Read while the layout is clean: an event of scrolling comes before anything changes the page.
    if (this.place !== undefined)
      this.place = { ...this.place, scrollTop: this.scroller.scrollTop };
    this.requestUpdate();
  };
  private readonly onResize = () => {
    const before = this.place;
    this.place = this.measured();
    const { top, height, sticky } = this.place;
    if (before?.top !== top || before.height !== height || before.sticky !== sticky)
      this.requestUpdate();
  };

  constructor() {
    super();
    this.metrics = [];
    this.actions = [];
    this.layout = 'inline';
    this.active = -1;
    this.open = new Set();
    this.revision = 0;
  }

  override createRenderRoot(): this {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.scroller = this.closest('.scroller') ?? document.documentElement;
    this.scroller.addEventListener('scroll', this.onScroll, { passive: true });
    this.observer = new ResizeObserver((entries) => this.measure(entries));
    this.surroundings = new ResizeObserver(this.onResize);
    const around = this.scroller.querySelectorAll('.above, .filters');
    for (const element of [this.scroller, ...around]) this.surroundings.observe(element);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.scroller.removeEventListener('scroll', this.onScroll);
    this.observer?.disconnect();
    this.surroundings?.disconnect();
    this.place = undefined;
  }

  /** Brings an opened row into sight with its details, and the turn that fails, once their height is known. */
  revealOpened(id: string, index: number): void {
    this.toReveal = { id, index };
    void this.reveal(index);
  }

  /** Brings a row into sight, and its details as far as they fit. */
  async reveal(index: number): Promise<void> {
    // What is yet to be drawn may make the list longer.
    await this.updateComplete;
    this.scrollToRow(index);
  }

  private scrollToRow(index: number): void {
    const place = this.measured();
    const top = place.top + offsetOf(index, rowHeight, this.extraHeights());
    const row = this.store.row(index);
    const isOpen = row !== undefined && this.open.has(row.id);
    const height = rowHeight + (isOpen ? (this.heights.get(row.id) ?? assumedDetails) : 0);
    const view = place.height - place.sticky;
    const above = place.scrollTop + place.sticky;
    if (top < above || height > view) this.scroller.scrollTop = top - place.sticky;
    else if (top + height > above + view) this.scroller.scrollTop = top + height - place.height;
    this.place = { ...place, scrollTop: this.scroller.scrollTop };
    this.requestUpdate();
  }

  /** Where the details are higher than the view, the turn that fails comes to the top, under its row. */
  private revealFailing(id: string): void {
    const details = [...this.querySelectorAll('.details')].find(
      (element) => element.getAttribute('data-case') === id,
    );
    const turn = details?.querySelector('.turn.is-failing')?.getBoundingClientRect();
    if (turn === undefined) return;
    const place = this.measured();
    const view = this.scroller.getBoundingClientRect();
    if (turn.bottom <= view.bottom) return;
    const top = view.top + place.sticky + rowHeight;
    this.scroller.scrollTop += Math.min(turn.bottom - view.bottom, turn.top - top);
    this.place = { ...place, scrollTop: this.scroller.scrollTop };
    this.requestUpdate();
  }

  /** Rows that fit on a page. */
  get pageRows(): number {
    const { height, sticky } = this.measured();
    return Math.max(1, Math.floor((height - sticky) / rowHeight) - 1);
  }

  override render(): unknown {
    this.place ??= this.measured();
    const top = this.place.scrollTop - this.place.top;
    const view = rowWindow(
      this.store.total,
      rowHeight,
      this.extraHeights(),
      top,
      top + this.place.height,
      overscan,
    );
    this.store.need(Math.max(0, view.start - ahead), Math.min(this.store.total, view.end + ahead));
    const indices = Array.from({ length: view.end - view.start }, (_, at) => view.start + at);
    const activeRow = this.active < 0 ? undefined : this.store.row(this.active);
    const isActiveDrawn =
      activeRow !== undefined && this.active >= view.start && this.active < view.end;
    return html`<div
      class="rows"
      role="treegrid"
      tabindex="0"
      aria-label="Cases"
      aria-rowcount=${this.store.total}
      aria-activedescendant=${isActiveDrawn ? `case-${this.active}` : nothing}
      .style=${`--mm-marks:${Math.min(this.metrics.length, maxMarks)}`}
    >
      <div role="presentation" class="space" .style=${`height:${view.before}px`}></div>
      ${repeat(
        indices,
        (index) => this.keyOf(index, indices.length),
        (index) => this.rowView(index),
      )}
      <div role="presentation" class="space" .style=${`height:${view.after}px`}></div>
    </div>`;
  }

  /** Once per frame, however much is asked for: every drawing makes the page lay out anew. */
  protected override async scheduleUpdate(): Promise<void> {
    if (this.hasUpdated) await new Promise(requestAnimationFrame);
    super.scheduleUpdate();
  }

  override willUpdate(): void {
    const { activeElement } = document;
    this.focused = this.contains(activeElement) ? activeElement : null;
  }

  protected override updated(_changed: PropertyValues<this>): void {
    this.keepFocus();
    if (this.open.size === 0) return;
    for (const element of this.querySelectorAll('.details')) this.observer?.observe(element);
  }

  /** An element that is moved or leaves loses the focus: it gets it back, or the list does. */
  private keepFocus(): void {
    const { focused } = this;
    if (focused === null || document.activeElement !== document.body) return;
    const heir = focused.isConnected ? focused : this.querySelector('.rows');
    if (heir instanceof HTMLElement) heir.focus({ preventScroll: true });
  }

  private rowView(index: number): TemplateResult {
    const row = this.store.row(index);
    if (row === undefined) {
      return html`<div class="case is-loading" role="row" aria-rowindex=${index + 1} aria-busy="true"><span role="gridcell">\u2026</span></div>`;
    }
    const isOpen = this.open.has(row.id);
    const isActive = index === this.active;
    return html`<div class="item">
      <div
        id="case-${index}"
        class="case ${isActive ? 'is-active' : ''} ${isOpen ? 'is-open' : ''} ${row.isPending ? 'is-pending' : ''}"
        role="row"
        aria-level="1"
        aria-rowindex=${index + 1}
        aria-expanded=${isOpen}
        aria-selected=${isActive}
        aria-label="${visibleLine(row.id)}, ${lookOfCase(row.verdict, row.label).word}${row.isPending ? ', result of the run before' : ''}"
        @click=${() => this.onRowClick(index, row)}
      >${caseRowCells(row, this.metrics, isOpen)}</div>
      ${
        isOpen
          ? html`<div class="details" role="row" aria-level="2" data-case=${row.id}><div role="gridcell" class="detail-cell"><mm-case-details
                .connection=${this.connection}
                .metrics=${this.metrics}
                .actions=${this.actions}
                .layout=${this.layout}
                .onLayout=${this.onLayout}
                .caseId=${row.id}
                .revision=${this.revision}
              ></mm-case-details></div></div>`
          : nothing
      }
    </div>`;
  }

  /** Rows that scroll out lend their elements to those that scroll in; an open one keeps its own. */
  private keyOf(index: number, drawn: number): string {
    const row = this.store.row(index);
    if (row !== undefined && this.open.has(row.id)) return `open ${row.id}`;
    const slots = 2 ** Math.max(6, Math.ceil(Math.log2(drawn)));
    return `${row === undefined ? 'loading' : 'row'} ${index % slots}`;
  }

  private onRowClick(index: number, row: CaseRow): void {
    this.onActivate(index, row.id);
    this.onToggle(index);
  }

  private extraHeights(): ReadonlyMap<number, number> {
    const extra = new Map<number, number>();
    if (this.open.size === 0) return extra;
    for (const [index, row] of this.store.loaded()) {
      if (this.open.has(row.id)) extra.set(index, this.heights.get(row.id) ?? assumedDetails);
    }
    return extra;
  }

  private measure(entries: readonly ResizeObserverEntry[]): void {
    let isChanged = false;
    for (const { target } of entries) {
      const id = target.getAttribute('data-case');
      const height = target.getBoundingClientRect().height;
      if (id === null || height === 0) continue;
      isChanged ||= this.heights.get(id) !== height;
      this.heights.set(id, height);
      const { toReveal } = this;
      if (toReveal?.id !== id || height < fetched) continue;
      this.toReveal = undefined;
      this.scrollToRow(toReveal.index);
      this.revealFailing(id);
    }
    if (isChanged) this.requestUpdate();
  }

  private measured(): Place {
    const { scrollTop, clientHeight: height } = this.scroller;
    const top =
      this.getBoundingClientRect().top - this.scroller.getBoundingClientRect().top + scrollTop;
    const filters = this.previousElementSibling;
    const isSticky = filters !== null && getComputedStyle(filters).position === 'sticky';
    const sticky = isSticky ? filters.getBoundingClientRect().height : 0;
    if (this.scroller instanceof HTMLElement)
      this.scroller.style.setProperty('--mm-sticky', `${sticky}px`);
    return { top, height, scrollTop, sticky };
  }
}
