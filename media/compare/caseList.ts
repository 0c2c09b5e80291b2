import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { ActionName } from '../../src/panel/slices/actions.ts';
import type { CaseRow } from '../../src/panel/slices/cases.ts';
import type { MetricRow } from '../../src/panel/slices/metrics.ts';
import { caseListRow, loadingRow } from './caseListRow.ts';
import { maxMarks } from './caseRowView.ts';
import type { CaseStore } from './caseStore.ts';
import type { Connection } from './connection.ts';
import { isSamePlace, type ListPlace, listPlace } from './listPlace.ts';
import { OpenHeights } from './openHeights.ts';
import { RowSlots } from './rowSlots.ts';
import { offsetOf, rowWindow } from './rowWindow.ts';

/** Height of a row in CSS pixels; the style sheet has the same. */
const rowHeight = 24;
/** Details that wait for the host are lower than this, in pixels. */
const fetched = 48;
/** Pixels drawn beyond what is in sight. */
const overscan = 300;
/** Scrolling is over when nothing moved for as long, in milliseconds. */
const restMs = 100;

/** Rows beyond those drawn that are fetched, so that they are here when they scroll in. */
const ahead = 60;

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
  private readonly heights = new OpenHeights();
  private readonly slots = new RowSlots();
  private toReveal: { readonly id: string; readonly index: number } | undefined;
  /** What of the list had the focus before it was drawn. */
  private focused: Element | null = null;
  private observer: ResizeObserver | undefined;
  /** Watches what stands above the list. */
  private surroundings: ResizeObserver | undefined;
  /** The element that scrolls. */
  private scroller: Element = document.documentElement;
  private place: ListPlace | undefined;
  /** While set, the reader races through the list: nothing but what is in sight is worth drawing. */
  private racing: number | undefined;
  private readonly onScroll = () => {
    // Read while the layout is clean: an event of scrolling comes before anything changes the page.
    if (this.place !== undefined) {
      const { scrollTop } = this.scroller;
      const isJump = Math.abs(scrollTop - this.place.scrollTop) > this.place.height / 2;
      if (isJump || this.racing !== undefined) this.race();
      this.place = { ...this.place, scrollTop };
    }
    this.requestUpdate();
  };
  private readonly onResize = () => {
    const before = this.place;
    this.place = this.measured();
    if (!isSamePlace(before, this.place)) this.requestUpdate();
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
    window.clearTimeout(this.racing);
    this.racing = undefined;
  }

  private race(): void {
    window.clearTimeout(this.racing);
    this.racing = window.setTimeout(() => {
      this.racing = undefined;
      this.requestUpdate();
    }, restMs);
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
    const top = place.top + offsetOf(index, rowHeight, this.heights.extra(this.store, this.open));
    const row = this.store.row(index);
    const isOpen = row !== undefined && this.open.has(row.id);
    const height = rowHeight + (isOpen ? this.heights.of(row.id) : 0);
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
      this.heights.extra(this.store, this.open),
      top,
      top + this.place.height,
      this.racing === undefined ? overscan : 0,
    );
    this.slots.move(view.start, view.end);
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
        (index) => this.keyOf(index),
        (index) => this.rowView(index),
      )}
      <div role="presentation" class="space" .style=${`height:${view.after}px`}></div>
    </div>`;
  }

  /** Once per frame, however much is asked for: every drawing makes the page lay out anew. */
  protected override async scheduleUpdate(): Promise<void> {
    await new Promise(requestAnimationFrame);
    // What stands above is on the screen before the rows are made, so that neither takes long.
    if (!this.hasUpdated) await new Promise((done) => window.setTimeout(done));
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
    if (row === undefined) return loadingRow(index);
    const state = { isOpen: this.open.has(row.id), isActive: index === this.active };
    return caseListRow(row, index, state, this, () => this.onRowClick(index, row));
  }

  /** Rows that scroll out lend their elements to those that scroll in; an open one keeps its own. */
  private keyOf(index: number): string {
    const row = this.store.row(index);
    if (row !== undefined && this.open.has(row.id)) return `open ${row.id}`;
    return `${row === undefined ? 'loading' : 'row'} ${this.slots.slotOf(index)}`;
  }

  private onRowClick(index: number, row: CaseRow): void {
    this.onActivate(index, row.id);
    this.onToggle(index);
  }

  private measure(entries: readonly ResizeObserverEntry[]): void {
    let isChanged = false;
    for (const { target } of entries) {
      const id = target.getAttribute('data-case');
      const height = target.getBoundingClientRect().height;
      if (id === null || height === 0) continue;
      if (this.heights.set(id, height)) isChanged = true;
      const { toReveal } = this;
      if (toReveal?.id !== id || height < fetched) continue;
      this.toReveal = undefined;
      this.scrollToRow(toReveal.index);
      this.revealFailing(id);
    }
    if (isChanged) this.requestUpdate();
  }

  private measured(): ListPlace {
    const place = listPlace(this, this.scroller);
    if (this.scroller instanceof HTMLElement)
      this.scroller.style.setProperty('--mm-sticky', `${place.sticky}px`);
    return place;
  }
}
