import { html, nothing, type TemplateResult } from 'lit';
import type { CaseFilter, CaseListSlice } from '../../src/panel/slices/cases.ts';
import type { MetricRow } from '../../src/panel/slices/metrics.ts';
import type { RowVerdict } from '../../src/panel/slices/verdicts.ts';
import { visibleLine } from '../../src/panel/viewModel/visibleText.ts';
import type { IconName } from './iconName.ts';
import { icon } from './icons.ts';
import { plainText } from './textView.ts';
import { lookOf } from './words.ts';

/** What the bar can be asked for. */
export interface FilterHandlers {
  change(filter: CaseFilter): void;
  /** Leads to the next or the previous case that got worse. */
  toRegression(step: 1 | -1): void;
}

/** Verdict chips, the way through what got worse, tag, text, and what the tables above narrowed the list to. */
export function filterBar(
  list: CaseListSlice,
  shown: number,
  filter: CaseFilter,
  metrics: readonly MetricRow[],
  ended: string,
  { change, toRegression }: FilterHandlers,
): TemplateResult {
  const isFiltered =
    filter.verdicts.length > 0 ||
    filter.metric !== null ||
    filter.goal !== null ||
    filter.tag !== null ||
    filter.text !== '';
  return html`<div class="filters" role="search" aria-label="Cases">
    <h2 id="cases-heading">
      Cases <span class="count">${isFiltered ? `${shown.toLocaleString('en')} of ${list.total.toLocaleString('en')}` : list.total.toLocaleString('en')}</span>
    </h2>
    <div class="chips" role="group" aria-label="Verdict">
      ${list.verdicts.length < 2 && filter.verdicts.length === 0 ? nothing : list.verdicts.map(({ verdict, count }) => chip(verdict, count, filter, change))}
    </div>
    ${list.verdicts.some(({ verdict }) => verdict === 'regressed' || verdict === 'failing') ? steps(toRegression, ended) : nothing}
    ${narrowed(
      'Metric',
      metrics.find(({ id }) => id === filter.metric)?.name ?? filter.metric,
      () => change({ ...filter, metric: null }),
    )}
    ${narrowed('Goal', filter.goal, () => change({ ...filter, goal: null }))}
    ${list.tags.length === 0 ? nothing : tagChoice(list, filter, change)}
    <input
      class="text-filter"
      type="search"
      placeholder="Filter"
      title="Words in the id, tags or outputs of a case (/)"
      aria-label="Filter by text in id, tags or outputs"
      .value=${filter.text}
      @input=${(event: Event) => {
        if (event.target instanceof HTMLInputElement) {
          change({ ...filter, text: event.target.value });
        }
      }}
    />
  </div>`;
}

function chip(
  verdict: RowVerdict,
  count: number,
  filter: CaseFilter,
  change: (filter: CaseFilter) => void,
): TemplateResult {
  const { icon: name, word, tone } = lookOf(verdict);
  const isOn = filter.verdicts.includes(verdict);
  const toggled = isOn
    ? filter.verdicts.filter((other) => other !== verdict)
    : [...filter.verdicts, verdict];
  return html`<button
    class="chip tone-${tone}"
    aria-pressed=${isOn}
    @click=${() => change({ ...filter, verdicts: toggled })}
  >${icon(name)}<span>${word} <span class="count">${count.toLocaleString('en')}</span></span></button>`;
}

/** As in the diff editor, for those who go by mouse or do not know the keys yet. */
function steps(toRegression: FilterHandlers['toRegression'], ended: string): TemplateResult {
  const step = (name: IconName, label: string, keys: string, by: 1 | -1) =>
    html`<button class="action" title="${label} (${keys})" aria-label=${label} @click=${() => toRegression(by)}>${icon(name)}</button>`;
  return html`<div class="steps">${step('arrowUp', 'Previous regression', 'p, Shift+F7', -1)}${step('arrowDown', 'Next regression', 'n, F7', 1)}${
    // The live region says it too.
    ended === '' ? nothing : html`<span class="quiet" aria-hidden="true">${ended}</span>`
  }</div>`;
}

function narrowed(
  kind: string,
  value: string | null,
  clear: () => void,
): TemplateResult | typeof nothing {
  if (value === null) return nothing;
  return html`<button
    class="chip narrowed"
    aria-label="${kind} ${visibleLine(value)}: remove this filter"
    title="Remove this filter"
    @click=${clear}
  ><span class="value" dir="auto">${kind}: ${plainText(value)}</span>${icon('close')}</button>`;
}

function tagChoice(
  list: CaseListSlice,
  filter: CaseFilter,
  change: (filter: CaseFilter) => void,
): TemplateResult {
  return html`<select
    aria-label="Tag"
    @change=${(event: Event) => {
      if (event.target instanceof HTMLSelectElement) {
        change({ ...filter, tag: event.target.value === '' ? null : event.target.value });
      }
    }}
  >
    <option value="" ?selected=${filter.tag === null}>Any tag</option>
    ${list.tags.map(
      ({ tag, count }) =>
        html`<option value=${tag} ?selected=${filter.tag === tag}>${visibleLine(tag)} (${count})</option>`,
    )}
  </select>`;
}
