import { html, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import type { ActionName } from '../../src/panel/slices/actions.ts';
import type { CaseRow } from '../../src/panel/slices/cases.ts';
import type { MetricRow } from '../../src/panel/slices/metrics.ts';
import { visibleLine } from '../../src/panel/viewModel/visibleText.ts';
import { caseRowCells } from './caseRowView.ts';
import type { Connection } from './connection.ts';
import { lookOfCase } from './words.ts';

/** What the rows of a list share. */
export interface RowContext {
  readonly connection: Connection;
  readonly metrics: readonly MetricRow[];
  readonly actions: readonly ActionName[];
  readonly layout: 'inline' | 'side';
  readonly revision: number;
  readonly onLayout: (layout: 'inline' | 'side') => void;
}

/** A row that is on its way. */
export function loadingRow(index: number): TemplateResult {
  return html`<div class="case is-loading" role="row" aria-rowindex=${index + 1} aria-busy="true"><span role="gridcell">\u2026</span></div>`;
}

/** A row, and the details of an open one below it. */
export function caseListRow(
  row: CaseRow,
  index: number,
  state: { readonly isOpen: boolean; readonly isActive: boolean },
  context: RowContext,
  onClick: () => void,
): TemplateResult {
  const { isOpen, isActive } = state;
  const cells = guard([row, context.metrics, isOpen], () =>
    caseRowCells(row, context.metrics, isOpen),
  );
  const line = html`<div
    id="case-${index}"
    class="case ${isActive ? 'is-active' : ''} ${isOpen ? 'is-open' : ''} ${row.isPending ? 'is-pending' : ''}"
    role="row"
    aria-level="1"
    aria-rowindex=${index + 1}
    aria-expanded=${isOpen}
    aria-selected=${isActive}
    aria-label=${guard([row], () => rowLabel(row))}
    @click=${onClick}
  >${cells}</div>`;
  // The wrapper ends the stay of an open row above its details.
  return isOpen ? html`<div class="item">${line}${detailsRow(row, context)}</div>` : line;
}

function rowLabel(row: CaseRow): string {
  const { word } = lookOfCase(row.verdict, row.label);
  return `${visibleLine(row.id)}, ${word}${row.isPending ? ', result of the run before' : ''}`;
}

function detailsRow(row: CaseRow, context: RowContext): TemplateResult {
  return html`<div class="details" role="row" aria-level="2" data-case=${row.id}><div role="gridcell" class="detail-cell"><mm-case-details
    .connection=${context.connection}
    .metrics=${context.metrics}
    .actions=${context.actions}
    .layout=${context.layout}
    .onLayout=${context.onLayout}
    .caseId=${row.id}
    .revision=${context.revision}
  ></mm-case-details></div></div>`;
}
