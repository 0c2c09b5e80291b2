import { html, nothing, type TemplateResult } from 'lit';
import type { CaseFilter, MetricRow, MetricTableSlice } from '../../src/panel/slices.ts';
import { icon } from './icons.ts';
import { intervalPlot, plotScale } from './intervalPlot.ts';
import { plainText } from './textView.ts';
import { amount, change, lookOf, percent } from './words.ts';

/** What the table can be asked for. */
export interface MetricHandlers {
  choose(metric: string | null): void;
  chooseGoal(goal: string | null): void;
}

/** Metrics grouped by goal: old and new rate, difference with interval, verdict. */
export function metricsTable(
  table: MetricTableSlice,
  hasOld: boolean,
  filter: CaseFilter,
  handlers: MetricHandlers,
): TemplateResult | typeof nothing {
  if (table.metrics.length === 0) return nothing;
  const scale = plotScale(table.metrics);
  const groups = byGoal(table.metrics);
  const hasGoals = groups.size > 1 || !groups.has(null);
  return html`<section aria-labelledby="metrics-heading" class="metrics ${hasOld ? '' : 'single'}">
    <h2 id="metrics-heading">Metrics</h2>
    <table>
      <thead class="spoken-head">
        <tr>
          <th scope="col">Verdict</th>
          <th scope="col">Metric</th>
          <th scope="col">${hasOld ? 'Old and new pass rate' : 'Pass rate'}</th>
          ${hasOld ? html`<th scope="col">Difference and its 95 % interval</th><td></td>` : nothing}
        </tr>
      </thead>
      ${[...groups].map(
        ([goal, metrics]) => html`<tbody>
          ${hasGoals ? goalRow(goal, hasOld ? 5 : 3, filter, handlers) : nothing}
          ${metrics.map((metric) => metricRow(metric, scale, hasOld, filter, handlers))}
        </tbody>`,
      )}
    </table>
  </section>`;
}

function goalRow(
  goal: string | null,
  columns: number,
  filter: CaseFilter,
  handlers: MetricHandlers,
): TemplateResult {
  const isChosen = goal !== null && filter.goal === goal;
  return html`<tr class="goal">
    <th scope="rowgroup" colspan=${columns}>${
      goal === null
        ? html`<span class="name">No goal</span>`
        : html`<button
            class="name"
            aria-pressed=${isChosen}
            title="Show only cases of this goal"
            @click=${() => handlers.chooseGoal(isChosen ? null : goal)}
          ><span class="kind">Goal</span> <span dir="auto">${plainText(goal)}</span></button>`
    }</th>
  </tr>`;
}

function metricRow(
  metric: MetricRow,
  scale: number,
  hasOld: boolean,
  filter: CaseFilter,
  handlers: MetricHandlers,
): TemplateResult {
  const isChosen = filter.metric === metric.id;
  const moved = metric.verdict !== 'unchanged' && metric.difference !== null;
  return html`<tr class=${isChosen ? 'metric is-chosen' : 'metric'}>
    <td class="verdict">${verdictCell(metric)}</td>
    <th scope="row">
      <button
        class="name"
        aria-pressed=${isChosen}
        title=${metric.summary === '' ? 'Show only cases of this metric' : metric.summary}
        @click=${() => handlers.choose(isChosen ? null : metric.id)}
      ><span dir="auto">${plainText(metric.name)}</span></button>
      ${metric.failed > 0 ? html`<span class="tone-bad small">${icon('warning')}${amount(metric.failed, 'sample')} could not be scored</span>` : nothing}
      ${isChosen && metric.summary !== '' ? html`<p class="summary" dir="auto">${plainText(metric.summary)}</p>` : nothing}
    </th>
    <td class="rates">${
      hasOld
        ? html`<span class="old">${percent(metric.old)}</span><span class="arrow" aria-label="to">\u2192</span><span class="new">${percent(metric.new)}</span>`
        : html`<span class="new">${percent(metric.new)}</span> ${metric.scored === 0 ? nothing : html`<span class="of">${metric.passed} of ${metric.scored}</span>`}`
    }</td>
    ${
      hasOld
        ? html`<td class="change ${moved ? '' : 'quiet'}">${change(metric.difference, metric.interval)}</td>
            <td class="plot-cell">${intervalPlot(metric, scale)}</td>`
        : nothing
    }
  </tr>`;
}

function verdictCell(metric: MetricRow): TemplateResult {
  if (metric.verdict === null) {
    if (metric.scored === 0) return look('unscored');
    const target = metric.target ?? 1;
    return look((metric.new ?? 0) >= target ? 'passing' : 'failing');
  }
  const extra = metric.isMixed ? ', mixed' : metric.isSmall ? ', small' : '';
  return look(metric.verdict, extra);
}

function look(verdict: Parameters<typeof lookOf>[0], extra = ''): TemplateResult {
  const { icon: name, word, tone } = lookOf(verdict);
  return html`<span class="tone-${tone}">${icon(name)}<span class="word">${word}${extra}</span></span>`;
}

function byGoal(metrics: readonly MetricRow[]): Map<string | null, MetricRow[]> {
  const groups = new Map<string | null, MetricRow[]>();
  for (const metric of metrics) {
    const group = groups.get(metric.goal);
    if (group === undefined) groups.set(metric.goal, [metric]);
    else group.push(metric);
  }
  return groups;
}
