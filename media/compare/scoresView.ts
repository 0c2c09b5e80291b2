import { html, nothing, type TemplateResult } from 'lit';
import type { ActionName } from '../../src/panel/slices/actions.ts';
import type { CaseMetricSlice, ScoreSlice } from '../../src/panel/slices/details.ts';
import type { MetricRow } from '../../src/panel/slices/metrics.ts';
import { visibleLine } from '../../src/panel/viewModel/visibleText.ts';
import type { IconName } from './iconName.ts';
import { icon } from './icons.ts';
import { plainText } from './textView.ts';
import { amount, lookOfCase } from './words.ts';

/** What a person can say of scores. */
export interface ScoreHandlers {
  can(action: ActionName): boolean;
  act(action: 'judgeRight' | 'judgeWrong', metric: string): void;
}

const verdictOrder = [
  'regressed',
  'failing',
  'inconclusive',
  'flaky',
  'missing',
  'unrun',
  'unscored',
  'improved',
];

/** Why the verdict of a case is what it is: what moved or fails first, what passes as before folded away. */
export function scoresView(
  slices: readonly CaseMetricSlice[],
  metrics: readonly MetricRow[],
  handlers: ScoreHandlers,
): TemplateResult | typeof nothing {
  if (slices.length === 0) return nothing;
  const sorted = [...slices].sort((a, b) => rank(a) - rank(b));
  const told = sorted.filter((slice) => !isCalm(slice));
  const calm = sorted.filter(isCalm);
  const list = (of: readonly CaseMetricSlice[], label: string) =>
    html`<ul class="scores" aria-label=${label}>${of.map((slice) => scoreView(slice, metrics[slice.metric], handlers))}</ul>`;
  return html`${told.length === 0 ? nothing : list(told, 'Scores')}
    ${calm.length === 0 ? nothing : html`<details class="passing"><summary>${amount(calm.length, 'metric')} ${calm.length === 1 ? 'passes' : 'pass'}${calm.some(({ verdict }) => verdict !== null) ? ' as before' : ''}</summary>${list(calm, 'Scores that pass')}</details>`}`;
}

function rank(slice: CaseMetricSlice): number {
  const at = verdictOrder.indexOf(slice.verdict ?? '');
  return (at < 0 ? verdictOrder.length : at) * 2 + (slice.new?.passed === false ? 0 : 1);
}

function isCalm({ verdict, new: now }: CaseMetricSlice): boolean {
  return (verdict === null || verdict === 'unchanged') && now?.passed === true;
}

function scoreView(
  slice: CaseMetricSlice,
  metric: MetricRow | undefined,
  handlers: ScoreHandlers,
): TemplateResult {
  const verdict =
    slice.verdict ??
    (slice.new?.passed == null ? 'unscored' : slice.new.passed ? 'passing' : 'failing');
  const look = lookOfCase(verdict, slice.label);
  const counts = [
    slice.oldScored > 0 ? `${slice.oldPassed}/${slice.oldScored}` : null,
    slice.newScored > 0
      ? `${slice.newPassed}/${slice.newScored}`
      : slice.oldScored > 0
        ? '\u2013'
        : null,
  ].filter((text) => text !== null);
  return html`<li>
    <span class="verdict tone-${look.tone}">${icon(look.icon)}<span class="word">${look.word}</span></span>
    <span class="metric-name" dir="auto">${plainText(metric?.name ?? '')}</span>
    <span class="ratio">${counts.length === 0 ? '' : `passed ${counts.join(' \u2192 ')}`}</span>
    <span class="why">${explanation(slice)}${slice.verdict === 'unchanged' || slice.summary === '' ? nothing : html` <span class="hint" dir="auto">${plainText(slice.summary)}</span>`}${judgeView(slice, metric, handlers)}</span>
  </li>`;
}

/** A person's word on a judge's score of the shown reply. */
function judgeView(
  slice: CaseMetricSlice,
  metric: MetricRow | undefined,
  { can, act }: ScoreHandlers,
): TemplateResult | typeof nothing {
  if (metric?.isJudged !== true || slice.new?.passed == null) return nothing;
  const say = (action: 'judgeRight' | 'judgeWrong', name: IconName, label: string) =>
    can(action)
      ? html`<button class="action" title=${label} aria-label="${label}: ${visibleLine(metric.name)}" @click=${() => act(action, metric.id)}>${icon(name)}</button>`
      : nothing;
  return html` <span class="judge">${say('judgeRight', 'thumbsUp', 'The judge is right')}${say('judgeWrong', 'thumbsDown', 'The judge is wrong')}</span>`;
}

function explanation({ old, new: now }: CaseMetricSlice): unknown {
  const say = (score: ScoreSlice) =>
    html`<span dir="auto">${score.status === 'scored' ? nothing : html`<span class="kind">${score.status === 'failed' ? 'not scored' : 'skipped'}: </span>`}${plainText(score.explanation)}</span>`;
  if (now === null)
    return old === null ? nothing : html`<span class="kind">before: </span>${say(old)}`;
  const isWorthOld = old !== null && old.passed !== now.passed;
  return html`${say(now)}${isWorthOld ? html` <span class="before"><span class="kind">before: </span>${say(old)}</span>` : nothing}`;
}
