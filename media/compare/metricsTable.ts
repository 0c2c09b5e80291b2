import { html, nothing, type TemplateResult } from 'lit';
import type { CaseFilter } from '../../src/panel/slices/cases.ts';
import type { GoalRow, MetricRow, MetricTableSlice } from '../../src/panel/slices/metrics.ts';
import { visibleLine } from '../../src/panel/viewModel/visibleText.ts';
import { icon } from './icons.ts';
import { intervalPlot, plotScale } from './intervalPlot.ts';
import { plainText } from './textView.ts';
import { trendPlot } from './trendPlot.ts';
import { amount, changeWords, lookOf, percent } from './words.ts';

/** What the table can be asked for. */
export interface MetricHandlers {
  choose(metric: string | null): void;
  chooseGoal(goal: string | null): void;
  /** Shows where a metric is written; absent where the host cannot. */
  reveal?: ((metric: string) => void) | undefined;
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
  const goals = new Map(table.goals.map((row) => [row.goal, row]));
  const hasTrend = table.metrics.some(({ trend }) => trend.length > 1);
  const columns = { hasOld, hasTrend };
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
          ${hasTrend ? html`<th scope="col">Trend over versions</th>` : nothing}
        </tr>
      </thead>
      ${[...groups].map(
        ([goal, metrics]) => html`<tbody>
          ${hasGoals ? goalRow(goal, goals.get(goal ?? ''), (hasOld ? 5 : 3) + (hasTrend ? 1 : 0), filter, handlers) : nothing}
          ${metrics.map((metric) => metricRow(metric, scale, columns, filter, handlers))}
        </tbody>`,
      )}
    </table>
  </section>`;
}

function goalRow(
  goal: string | null,
  summary: GoalRow | undefined,
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
          ><span class="kind">Goal</span> <span dir="auto">${plainText(goal)}</span></button>${goalFacts(summary)}`
    }</th>
  </tr>`;
}

/** How the goal stands, and what a regression means for it. */
function goalFacts(summary: GoalRow | undefined): TemplateResult | typeof nothing {
  if (summary === undefined || summary.rate === null) return nothing;
  const isMoved = summary.before !== null && percent(summary.before) !== percent(summary.rate);
  const risk = summary.atRisk.map(visibleLine).join(', ');
  return html`<span class="goal-facts"
    ><span class="goal-rate">${isMoved ? html`<span class="quiet">${percent(summary.before)}</span><span class="arrow" aria-label="to"> \u2192 </span>` : nothing}${percent(summary.rate)}</span>${
      summary.atRisk.length === 0
        ? nothing
        : html`<span class="at-risk tone-bad" title="Got worse: ${risk}">${icon('warning')}<span>at risk</span></span>`
    }</span>`;
}

function metricRow(
  metric: MetricRow,
  scale: number,
  { hasOld, hasTrend }: { readonly hasOld: boolean; readonly hasTrend: boolean },
  filter: CaseFilter,
  handlers: MetricHandlers,
): TemplateResult {
  const isChosen = filter.metric === metric.id;
  // What stands still is calm, whether or not a change can be ruled out.
  const moved =
    metric.difference !== null &&
    metric.verdict !== 'unchanged' &&
    (metric.verdict !== 'inconclusive' || Math.abs(metric.difference) >= 0.005);
  return html`<tr class="metric ${isChosen ? 'is-chosen' : ''} ${moved ? 'has-moved' : ''}">
    <td class="verdict">${verdictCell(metric)}</td>
    <th scope="row">
      <button
        class="name"
        aria-pressed=${isChosen}
        title=${metric.summary === '' ? 'Show only cases of this metric' : metric.summary}
        @click=${() => handlers.choose(isChosen ? null : metric.id)}
      ><span dir="auto">${plainText(metric.name)}</span></button>
      ${metric.stage === 'real-time' ? nothing : html`<span class="small quiet" title=${stageTitle(metric.stage)}>${metric.stage}</span>`}
      ${metric.failed > 0 ? html`<span class="tone-bad small">${icon('warning')}${amount(metric.failed, 'sample')} could not be scored</span>` : nothing}
      ${isChosen ? chosenView(metric, handlers) : nothing}
    </th>
    <td class="rates">${
      hasOld
        ? html`<span class="old">${percent(metric.old)}</span><span class="arrow" aria-label="to">\u2192</span><span class="new">${percent(metric.new)}</span>`
        : html`<span class="new">${percent(metric.new)}</span> ${metric.scored === 0 ? nothing : html`<span class="of">${metric.passed} of ${metric.scored}</span>`}`
    }</td>
    ${
      hasOld
        ? html`<td class="change ${moved ? '' : 'quiet'}"><span class="narrow-word" aria-hidden="true">${metric.told === null ? '' : lookOf(metric.told).word} \u00b7 </span>${changeWords(metric)}</td>
            <td class="plot-cell">${intervalPlot(metric, scale)}</td>`
        : nothing
    }
    ${hasTrend ? html`<td class="trend-cell">${trendPlot(metric.trend)}</td>` : nothing}
  </tr>`;
}

function stageTitle(stage: string): string {
  return stage === 'offline'
    ? 'Runs on command (Run Suite with Offline Metrics), in CI and on logs; not on a save'
    : 'Runs once the editor is idle';
}

/** What there is to say and to do of a metric that is looked at. */
function chosenView(
  metric: MetricRow,
  { reveal }: MetricHandlers,
): TemplateResult | typeof nothing {
  if (metric.summary === '' && reveal === undefined) return nothing;
  return html`<p class="summary" dir="auto">${plainText(metric.summary)} ${
    reveal === undefined
      ? nothing
      : html`<button class="link" @click=${() => reveal(metric.id)}>${icon('goToFile')}Go to the metric</button>`
  }</p>`;
}

function verdictCell(metric: MetricRow): TemplateResult {
  if (metric.told === null) {
    if (metric.scored === 0) return look('unscored');
    const target = metric.target ?? 1;
    return look((metric.new ?? 0) >= target ? 'passing' : 'failing');
  }
  const extra = metric.isMixed ? ', mixed' : metric.isSmall ? ', a little' : '';
  return look(metric.told, extra);
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
