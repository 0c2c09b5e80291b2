import { html, nothing, type TemplateResult } from 'lit';
import type { MetricRow } from '../../src/panel/slices/metrics.ts';
import type { PromptDiffRow, PromptDiffSlice } from '../../src/panel/slices/promptDiff.ts';
import { icon } from './icons.ts';
import { plainText } from './textView.ts';
import { amount } from './words.ts';

/** What the prompt's section can be asked for. */
export interface PromptDiffHandlers {
  toggle(isOpen: boolean): void;
  showAll(): void;
  /** Absent where the host cannot. */
  openInEditor?: (() => void) | undefined;
  chooseMetric(id: string): void;
  /** Takes back the change that is to blame; absent where the host cannot. */
  revert?: (() => void) | undefined;
}

/** What changed in the prompt; on each line the metrics that guard it. */
export function promptDiffView(
  diff: PromptDiffSlice,
  metrics: readonly MetricRow[],
  isOpen: boolean,
  handlers: PromptDiffHandlers,
): TemplateResult | typeof nothing {
  if (diff.status === 'none') return nothing;
  if (diff.status === 'same') {
    return html`<section aria-labelledby="prompt-heading" class="prompt">
      <h2 id="prompt-heading">Prompt <span class="count">no change in its text</span></h2>
    </section>`;
  }
  const isUnknown = diff.status === 'unknown';
  return html`<section aria-labelledby="prompt-heading" class="prompt">
    <div class="bar">
      <h2 id="prompt-heading">
        <button class="fold" aria-expanded=${isOpen} @click=${() => handlers.toggle(!isOpen)}>
          ${icon(isOpen ? 'chevronDown' : 'chevronRight')}Prompt
          ${isUnknown ? html`<span class="count">text not known</span>` : countView(diff)}
        </button>
      </h2>
      ${
        handlers.openInEditor === undefined
          ? nothing
          : html`<button class="link" @click=${handlers.openInEditor}>${icon('diff')}Open as editor diff</button>`
      }
    </div>
    ${isUnknown ? html`<p class="note" dir="auto">${plainText(diff.note)}</p>` : nothing}
    ${isOpen ? linesView(diff, metrics, handlers) : nothing}
  </section>`;
}

function countView(diff: PromptDiffSlice): TemplateResult {
  return html`<span class="count"
    ><span class="plus" aria-label=${amount(diff.added, 'line added', 'lines added')}>+${diff.added}</span>
    <span class="minus" aria-label=${amount(diff.removed, 'line removed', 'lines removed')}>&minus;${diff.removed}</span></span
  >`;
}

function linesView(
  diff: PromptDiffSlice,
  metrics: readonly MetricRow[],
  handlers: PromptDiffHandlers,
): TemplateResult {
  if (diff.rows.length === 0) return html``;
  const isUnknown = diff.status === 'unknown';
  return html`<div class="lines" role="list" aria-label=${isUnknown ? 'Lines of the prompt' : 'Lines of the prompt that changed'}>
      ${diff.rows.map((row) => lineView(row, metrics, handlers))}
    </div>
    ${
      diff.omitted > 0 || diff.rows.some((row) => row.kind === 'gap')
        ? html`<button class="link more" @click=${handlers.showAll}>Show the whole prompt</button>`
        : nothing
    }
    ${diff.isCoarse ? html`<p class="note">The texts differ too much to be compared line by line.</p>` : nothing}`;
}

/** The change below is to blame: what experiments said, and the way back. */
function causeView(cause: string, handlers: PromptDiffHandlers): TemplateResult {
  return html`<div class="cause" role="listitem">${icon('warning', 'tone-bad')}<span dir="auto">${plainText(cause)}</span>${
    handlers.revert === undefined
      ? nothing
      : html`<button class="link" @click=${handlers.revert}>${icon('discard')}Revert this change</button>`
  }</div>`;
}

function lineView(
  row: PromptDiffRow,
  metrics: readonly MetricRow[],
  handlers: PromptDiffHandlers,
): TemplateResult {
  if (row.kind === 'gap') {
    return html`<div class="row gap" role="listitem"><span class="number"></span><span class="sign-column"></span><span class="text">${amount(row.hidden, 'equal line')}</span></div>`;
  }
  const sign = row.kind === 'added' ? '+' : row.kind === 'removed' ? '\u2212' : '';
  const spoken = row.kind === 'added' ? 'added: ' : row.kind === 'removed' ? 'removed: ' : '';
  const line = (row.newLine ?? row.oldLine ?? 0) + 1;
  return html`${row.cause === null ? nothing : causeView(row.cause, handlers)}<div class="row ${row.kind}" role="listitem">
    <span class="number" aria-hidden="true">${line}</span
    ><span class="sign-column" aria-hidden="true">${sign}</span
    ><span class="text" dir="auto"><span class="spoken">${spoken}</span>${row.segments.map(
      (segment) =>
        segment.kind === 'same'
          ? plainText(segment.text)
          : segment.kind === 'added'
            ? html`<ins>${plainText(segment.text)}</ins>`
            : html`<del>${plainText(segment.text)}</del>`,
    )}</span>
    ${row.guardedBy.map((index) => {
      const metric = metrics[index];
      return metric === undefined || row.kind === 'same'
        ? nothing
        : html`<button
            class="guard"
            title="Guarded by this metric: show its cases"
            @click=${() => handlers.chooseMetric(metric.id)}
          >${icon('shield')}<span class="guard-name" dir="auto">${plainText(metric.name)}</span></button>`;
    })}
  </div>`;
}
