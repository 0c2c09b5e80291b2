import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { ActionName, CaseRow, MetricRow } from '../../src/panel/slices.ts';
import { visibleLine } from '../../src/panel/viewModel/visibleText.ts';
import { caseRowCells } from './caseRowView.ts';
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
  private observer: ResizeObserver | undefined;
  /** The element that scrolls. */
  private scroller: Element = document.documentElement;
  private readonly onScroll = () => this.requestUpdate();

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
    window.addEventListener('resize', this.onScroll);
    this.observer = new ResizeObserver((entries) => this.measure(entries));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.scroller.removeEventListener('scroll', this.onScroll);
    window.removeEventListener('resize', this.onScroll);
    this.observer?.disconnect();
  }

  /** Brings an opened row into sight with its details, as soon as their height is known. */
  revealOpened(id: string, index: number): void {
    if (this.heights.has(id)) this.reveal(index);
    this.toReveal = { id, index };
  }

  /** Brings a row into sight with its neighbours, and its details as far as they fit. */
  reveal(index: number): void {
    const top = this.listTop() + offsetOf(index, rowHeight, this.extraHeights());
    const sticky = this.stickyHeight();
    const row = this.store.row(index);
    const isOpen = row !== undefined && this.open.has(row.id);
    const height = rowHeight + (isOpen ? (this.heights.get(row.id) ?? assumedDetails) : 0);
    const view = this.scroller.clientHeight - sticky;
    const above = this.scroller.scrollTop + sticky;
    if (top < above || height > view) this.scroller.scrollTop = top - sticky;
    else if (top + height > above + view) this.scroller.scrollTop = top + height - view - sticky;
    this.requestUpdate();
  }

  /** Rows that fit on a page. */
  get pageRows(): number {
    return Math.max(
      1,
      Math.floor((this.scroller.clientHeight - this.stickyHeight()) / rowHeight) - 1,
    );
  }

  override render(): unknown {
    const top = this.scroller.scrollTop - this.listTop();
    const view = rowWindow(
      this.store.total,
      rowHeight,
      this.extraHeights(),
      top,
      top + this.scroller.clientHeight,
      overscan,
    );
    this.store.need(view.start, view.end);
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
    >
      <div role="presentation" class="space" .style=${`height:${view.before}px`}></div>
      ${repeat(
        indices,
        (index) => this.store.row(index)?.id ?? `#${index}`,
        (index) => this.rowView(index),
      )}
      <div role="presentation" class="space" .style=${`height:${view.after}px`}></div>
    </div>`;
  }

  protected override updated(_changed: PropertyValues<this>): void {
    for (const element of this.querySelectorAll('.details')) this.observer?.observe(element);
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
        class="case ${isActive ? 'is-active' : ''} ${row.isPending ? 'is-pending' : ''}"
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
      if (id === null || height === 0 || this.heights.get(id) === height) continue;
      this.heights.set(id, height);
      isChanged = true;
    }
    if (!isChanged) return;
    this.requestUpdate();
    const { toReveal } = this;
    if (toReveal === undefined || (this.heights.get(toReveal.id) ?? 0) < fetched) return;
    this.toReveal = undefined;
    this.reveal(toReveal.index);
  }

  private listTop(): number {
    return (
      this.getBoundingClientRect().top -
      this.scroller.getBoundingClientRect().top +
      this.scroller.scrollTop
    );
  }

  /** Height of the filters, which stay in sight above the rows. */
  private stickyHeight(): number {
    return this.previousElementSibling?.getBoundingClientRect().height ?? 0;
  }
}
