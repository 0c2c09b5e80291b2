import { html, nothing, type TemplateResult } from 'lit';
import type { CaseRow } from '../../src/panel/slices/cases.ts';
import type { MetricRow } from '../../src/panel/slices/metrics.ts';
import { visibleLine } from '../../src/panel/viewModel/visibleText.ts';
import { byMove } from './byMove.ts';
import { icon } from './icons.ts';
import { plainText } from './textView.ts';
import { lookOfCase } from './words.ts';

/** Metrics drawn as marks at most. */
export const maxMarks = 16;

/** How one metric did on a case. */
interface Movement {
  readonly metric: MetricRow;
  readonly text: string;
  readonly drop: number;
  readonly mark: 'worse' | 'better' | 'fails' | 'passes' | 'none';
}

const marks = { worse: '\u2193', better: '\u2191', fails: '\u00d7', passes: '\u00b7', none: ' ' };
const markWords = { worse: 'worse', better: 'better', fails: 'fails', passes: 'passes', none: '' };

/** The cells of one row. */
export function caseRowCells(
  row: CaseRow,
  metrics: readonly MetricRow[],
  isOpen: boolean,
): TemplateResult {
  const look = lookOfCase(row.verdict, row.label);
  const movements = metrics.map((metric, index) => movement(metric, row.counts, index));
  const told = movements
    .filter(
      ({ mark }) =>
        mark === 'worse' || mark === 'better' || (mark === 'fails' && row.verdict !== 'unchanged'),
    )
    .sort((a, b) => byMove(a.drop, b.drop));
  const first = told[0];
  const spoken = spokenMarks(movements);
  return html`<span role="gridcell" class="cell verdict tone-${look.tone}"
      >${icon(isOpen ? 'chevronDown' : 'chevronRight', 'twistie')}${icon(look.icon)}<span class="word">${look.word}</span></span
    ><span role="gridcell" class="cell id"
      ><span class="case-id" dir="auto" title=${visibleLine(row.id)}>${plainText(row.id)}</span>${row.tags.slice(0, 3).map((tag) => html`<span class="tag" dir="auto">${plainText(tag)}</span>`)}${
        row.tags.length > 3 ? html`<span class="tag">+${row.tags.length - 3}</span>` : nothing
      }</span
    ><span role="gridcell" class="cell marks" aria-label=${spoken} title=${spoken}
      >${markRuns(movements).map(({ mark, length }) => html`<span class="mark ${mark}" aria-hidden="true">${marks[mark].repeat(length)}</span>`)}</span
    ><span role="gridcell" class="cell moved"
      >${
        row.hasError
          ? html`<span class="tone-bad">${icon('warning')}error</span>`
          : first === undefined
            ? nothing
            : html`<span class="metric-name" dir="auto">${plainText(first.metric.name)}</span><span class="ratio">${first.text}</span>${
                told.length > 1 ? html`<span class="more">+${told.length - 1}</span>` : nothing
              }`
      }</span
    ><span role="gridcell" class="cell preview" dir="auto">${plainText(row.preview)}</span>`;
}

/** Neighbours with the same mark as one, for most rows are all alike. */
function markRuns(movements: readonly Movement[]): { mark: Movement['mark']; length: number }[] {
  const runs: { mark: Movement['mark']; length: number }[] = [];
  for (const { mark } of movements.slice(0, maxMarks)) {
    const last = runs.at(-1);
    if (last?.mark === mark) last.length++;
    else runs.push({ mark, length: 1 });
  }
  return runs;
}

function movement(metric: MetricRow, counts: readonly number[], index: number): Movement {
  const op = counts[index * 4] ?? 0;
  const os = counts[index * 4 + 1] ?? 0;
  const np = counts[index * 4 + 2] ?? 0;
  const ns = counts[index * 4 + 3] ?? 0;
  const old = os === 0 ? null : op / os;
  const now = ns === 0 ? null : np / ns;
  const drop = old === null || now === null ? 0 : now - old;
  const text = `${os === 0 ? '' : `${op}/${os} \u2192 `}${ns === 0 ? '\u2013' : `${np}/${ns}`}`;
  const mark =
    now === null ? 'none' : drop < 0 ? 'worse' : drop > 0 ? 'better' : now < 1 ? 'fails' : 'passes';
  return { metric, text, drop, mark };
}

function spokenMarks(movements: readonly Movement[]): string {
  const told = movements.filter(({ mark }) => mark !== 'passes' && mark !== 'none');
  if (told.length === 0)
    return movements.some(({ mark }) => mark === 'passes') ? 'all metrics pass' : 'no scores';
  return told
    .slice(0, 5)
    .map(({ metric, mark, text }) => `${visibleLine(metric.name)} ${markWords[mark]} (${text})`)
    .join(', ');
}
