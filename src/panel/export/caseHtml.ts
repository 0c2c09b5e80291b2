import type { CaseDetails, CaseMetricSlice } from '../slices/details.ts';
import type { MetricRow } from '../slices/metrics.ts';
import type { TurnSlice } from '../slices/replies.ts';
import { type Mark, sideRuns, textRuns } from '../viewModel/textRuns.ts';
import { brief, shown, shownRuns } from './htmlText.ts';

/** What an open case shows: why, both replies of every turn with their differences, and tool calls. */
export function caseHtml(details: CaseDetails, metrics: readonly MetricRow[]): string {
  return [
    errorHtml('Old side', details.oldError),
    errorHtml('New side', details.newError),
    details.isMissing ? '<p class="quiet">This run has no result of this case.</p>' : '',
    details.isInputChanged
      ? '<p class="quiet">The input of this case changed too: its results are not compared.</p>'
      : '',
    scoresHtml(details.metrics, metrics),
    ...details.turns.map((turn, index) => turnHtml(turn, index, details)),
  ].join('');
}

function errorHtml(side: string, error: string | null): string {
  return error === null ? '' : `<p class="bad">\u26a0 ${side}: ${brief(error)}</p>`;
}

/** Scores that moved or fail; the rest is counted. */
function scoresHtml(slices: readonly CaseMetricSlice[], metrics: readonly MetricRow[]): string {
  const isTold = ({ verdict, new: now }: CaseMetricSlice) =>
    now?.passed === false || (verdict !== null && verdict !== 'unchanged');
  const rows = slices.filter(isTold).map((slice) => {
    const counts = [
      slice.oldScored > 0 ? `${slice.oldPassed}/${slice.oldScored}` : '\u2013',
      slice.newScored > 0 ? `${slice.newPassed}/${slice.newScored}` : '\u2013',
    ].join(' \u2192 ');
    const why = slice.new?.explanation ?? slice.old?.explanation ?? '';
    return `<p><strong>${brief(metrics[slice.metric]?.name ?? '')}</strong> <span class="quiet number">passed ${counts}</span> ${brief(why)} <span class="quiet">${brief(slice.summary)}</span></p>`;
  });
  const calm = slices.length - rows.length;
  return `${rows.join('')}${calm === 0 ? '' : `<p class="quiet">${calm} other ${calm === 1 ? 'metric passes' : 'metrics pass'}.</p>`}`;
}

function turnHtml(turn: TurnSlice, index: number, details: CaseDetails): string {
  const { old, new: now } = turn;
  const label = details.turns.length > 1 ? `Turn ${index + 1}` : 'Reply';
  const user =
    turn.user === null
      ? ''
      : `<p class="quiet">user</p><div class="text" dir="auto">${shown(turn.user)}</div>`;
  return `<h3>${label}</h3>${user}${replyHtml(turn, index, details)}${cutHtml(old)}${cutHtml(now)}${callsHtml(turn)}`;
}

function callsHtml({ calls }: TurnSlice): string {
  if (calls.length === 0) return '';
  const texts = calls.map(
    (call) => `<div class="text" dir="auto">${shownRuns(textRuns(call, [], []))}</div>`,
  );
  return `<p class="quiet">tool calls</p>${texts.join('')}`;
}

function replyHtml(turn: TurnSlice, index: number, details: CaseDetails): string {
  const { old, new: now, segments } = turn;
  const box = (label: string, text: string) =>
    `<p class="quiet">${label}</p><div class="text" dir="auto">${text === '' ? '<span class="quiet">empty</span>' : text}</div>`;
  const marks = (side: 'old' | 'new') => (turn.isStructural ? [] : marksOf(details, side, index));
  const whole = (text: string, side: 'old' | 'new') =>
    shownRuns(sideRuns([{ kind: 'same', text }], 'new', marks(side)));
  if (now === null) return old === null ? '' : box('before', whole(old.text, 'old'));
  if (old === null) return box('reply', whole(now.text, 'new'));
  if (old.text === now.text) return box('reply, the same text', whole(now.text, 'new'));
  if (segments.every(({ kind }) => kind !== 'same'))
    return `${box('before', whole(old.text, 'old'))}${box('now', whole(now.text, 'new'))}`;
  return box('reply, with what changed', shownRuns(textRuns(segments, marks('old'), marks('new'))));
}

function cutHtml(reply: TurnSlice['new']): string {
  return reply !== null && reply.length > reply.text.length
    ? `<p class="quiet">Cut after ${reply.text.length.toLocaleString('en')} of ${reply.length.toLocaleString('en')} characters.</p>`
    : '';
}

function marksOf(details: CaseDetails, side: 'old' | 'new', reply: number): Mark[] {
  return details.metrics.flatMap((metric) => {
    const score = side === 'old' ? metric.old : metric.new;
    if (score?.passed !== false) return [];
    return score.evidence
      .filter((span) => span.reply === reply)
      .map(({ start, end, label }) => ({ start, end, label: label ?? score.explanation }));
  });
}
