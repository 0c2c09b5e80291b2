import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { ActionName } from '../../src/panel/slices/actions.ts';
import type {
  CaseDetails,
  CaseMetricSlice,
  MessageSlice,
  ScoreSlice,
  Side,
} from '../../src/panel/slices/details.ts';
import type { MetricRow } from '../../src/panel/slices/metrics.ts';
import { visibleLine } from '../../src/panel/viewModel/visibleText.ts';
import type { Connection } from './connection.ts';
import type { IconName } from './iconName.ts';
import { icon } from './icons.ts';
import { plainText } from './textView.ts';
import { turnView } from './turnView.ts';
import { amount, lookOfCase } from './words.ts';

const verdictOrder = [
  'regressed',
  'failing',
  'inconclusive',
  'flaky',
  'missing',
  'unscored',
  'improved',
];

/** An open case: why its verdict is what it is, both outputs, and what was sent. Fetched when first shown. */
export class CaseDetailsElement extends LitElement {
  static override properties = {
    caseId: {},
    revision: {},
    metrics: { attribute: false },
    layout: {},
    actions: { attribute: false },
    trial: { state: true },
    details: { state: true },
    problem: { state: true },
    texts: { state: true },
    messages: { state: true },
  };

  declare caseId: string;
  /** Changes when the host's list did, so that the details are fetched again. */
  declare revision: number;
  declare metrics: readonly MetricRow[];
  declare layout: 'inline' | 'side';
  declare actions: readonly ActionName[];
  declare connection: Connection;
  declare onLayout: (layout: 'inline' | 'side') => void;
  declare private trial: number | undefined;
  declare private details: CaseDetails | null | undefined;
  declare private problem: string;
  /** Whole texts by side and reply, or message. */
  declare private texts: ReadonlyMap<string, string>;
  /** What was sent; fetched when it is unfolded. */
  declare private messages: readonly MessageSlice[] | undefined;
  private isRequestOpen = false;

  constructor() {
    super();
    this.texts = new Map();
    this.problem = '';
  }

  override createRenderRoot(): this {
    return this;
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('caseId')) {
      this.trial = undefined;
      this.details = undefined;
    }
    if (changed.has('caseId') || changed.has('revision')) void this.load();
  }

  override render(): unknown {
    if (this.problem !== '') return html`<p class="note">${plainText(this.problem)}</p>`;
    const details = this.details;
    if (details === undefined) return html`<p class="note">\u2026</p>`;
    if (details === null)
      return html`<p class="note">This case is no longer part of the result.</p>`;
    const can = (action: ActionName) => this.actions.includes(action);
    return html`
      <div class="detail-bar">
        ${details.trials.length > 1 ? this.trialsView(details) : nothing}
        ${details.turns.some((turn) => turn.old !== null && turn.new !== null) ? this.layoutView() : nothing}
        <div class="case-actions">
          ${this.caseAction('revealCase', 'goToFile', 'Go to the case', details)}
          ${details.turns.some((turn) => turn.new !== null) ? this.caseAction('acceptOutput', 'check', 'Accept as expected', details) : nothing}
          ${this.caseAction('newCase', 'add', 'Make a case of this', details)}
          ${this.caseAction('copy', 'copy', 'Copy the reply', details)}
        </div>
      </div>
      ${this.errorView('Before', details.oldError)}${this.errorView('Now', details.newError)}
      ${details.isInputChanged ? html`<p class="notice">${icon('info')}The input of this case changed too: its results are not compared.</p>` : nothing}
      ${this.scoresView(details)}
      ${details.turns.map((turn, index) =>
        turnView(turn, index, {
          details,
          layout: this.layout,
          fullText: (side, reply) => this.texts.get(`${side}/${reply}`),
          showAll: (side, reply) => void this.fetchText(side, reply),
          openInEditor: can('openEditorDiff')
            ? (reply) =>
                this.connection.act('openEditorDiff', {
                  caseId: this.caseId,
                  trial: details.trial,
                  reply,
                })
            : undefined,
        }),
      )}
      ${this.requestView(details)}
    `;
  }

  private caseAction(
    action: ActionName,
    name: IconName,
    label: string,
    details: CaseDetails,
  ): TemplateResult | typeof nothing {
    if (!this.actions.includes(action)) return nothing;
    const act = () => this.connection.act(action, { caseId: this.caseId, trial: details.trial });
    return html`<button class="link" @click=${act}>${icon(name)}${label}</button>`;
  }

  /** A person's word on a judge's score of the shown reply. */
  private judgeView(slice: CaseMetricSlice): TemplateResult | typeof nothing {
    const metric = this.metrics[slice.metric];
    if (metric?.isJudged !== true || slice.new?.passed == null) return nothing;
    const say = (action: 'judgeRight' | 'judgeWrong', name: IconName, label: string) =>
      this.actions.includes(action)
        ? html`<button class="action" title=${label} aria-label="${label}: ${visibleLine(metric.name)}" @click=${() =>
            this.connection.act(action, {
              caseId: this.caseId,
              metric: metric.id,
              trial: this.details?.trial,
            })}>${icon(name)}</button>`
        : nothing;
    return html` <span class="judge">${say('judgeRight', 'thumbsUp', 'The judge is right')}${say('judgeWrong', 'thumbsDown', 'The judge is wrong')}</span>`;
  }

  private async load(trial = this.trial): Promise<void> {
    const caseId = this.caseId;
    try {
      const details = await this.connection.ask({ type: 'details', caseId, trial });
      if (caseId !== this.caseId) return;
      if (details?.trial !== this.details?.trial) this.texts = new Map();
      this.details = details;
      this.problem = '';
      this.messages = undefined;
      if (this.isRequestOpen) await this.loadMessages();
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
    }
  }

  private async fetchText(side: Side, reply: number): Promise<void> {
    if (!this.details) return;
    const { id: caseId, trial } = this.details;
    const text = await this.connection.ask({ type: 'text', caseId, side, trial, reply });
    this.keepText(`${side}/${reply}`, text);
  }

  private async loadMessages(): Promise<void> {
    if (!this.details) return;
    const { id: caseId, trial } = this.details;
    const messages = await this.connection.ask({ type: 'messages', caseId, trial });
    if (caseId === this.details?.id && trial === this.details.trial) this.messages = messages ?? [];
  }

  private async fetchMessage(message: number): Promise<void> {
    if (!this.details) return;
    const { id: caseId, trial } = this.details;
    const text = await this.connection.ask({ type: 'messageText', caseId, trial, message });
    this.keepText(`message/${message}`, text);
  }

  private keepText(key: string, text: string | null): void {
    if (text !== null) this.texts = new Map([...this.texts, [key, text]]);
  }

  private trialsView(details: CaseDetails): TemplateResult {
    return html`<div class="switch" role="group" aria-label="Trial"><span class="kind">Trial</span>${details.trials.map(
      ({ trial, old, new: now }) => {
        const passed = now ?? old;
        const word = passed === null ? 'not scored' : passed ? 'passes' : 'fails';
        return html`<button
        aria-pressed=${trial === details.trial}
        aria-label="Trial ${trial + 1}, ${word}"
        title=${word}
        @click=${() => {
          this.trial = trial;
          void this.load(trial);
        }}
      >${trial + 1}${icon(passed === null ? 'circleSlash' : passed ? 'check' : 'close', passed === false ? 'tone-bad' : '')}</button>`;
      },
    )}</div>`;
  }

  private layoutView(): TemplateResult {
    const choice = (layout: 'inline' | 'side', word: string) =>
      html`<button aria-pressed=${this.layout === layout} @click=${() => this.onLayout(layout)}>${word}</button>`;
    return html`<div class="switch" role="group" aria-label="Layout of the difference">${choice('inline', 'Inline')}${choice('side', 'Side by side')}</div>`;
  }

  private errorView(side: string, error: string | null): TemplateResult | typeof nothing {
    if (error === null) return nothing;
    return html`<p class="notice tone-bad">${icon('warning')}<span dir="auto">${side}: ${plainText(error)}</span></p>`;
  }

  private scoresView(details: CaseDetails): TemplateResult | typeof nothing {
    if (details.metrics.length === 0) return nothing;
    const rank = (metric: CaseMetricSlice) => {
      const at = verdictOrder.indexOf(metric.verdict ?? '');
      return (at < 0 ? verdictOrder.length : at) * 2 + (metric.new?.passed === false ? 0 : 1);
    };
    const sorted = [...details.metrics].sort((a, b) => rank(a) - rank(b));
    const isCalm = (metric: CaseMetricSlice) =>
      (metric.verdict === null || metric.verdict === 'unchanged') && metric.new?.passed === true;
    const told = sorted.filter((metric) => !isCalm(metric));
    const calm = sorted.filter(isCalm);
    const list = (metrics: readonly CaseMetricSlice[], label: string) =>
      html`<ul class="scores" aria-label=${label}>${metrics.map((metric) => this.scoreView(metric))}</ul>`;
    return html`${told.length === 0 ? nothing : list(told, 'Scores')}
      ${calm.length === 0 ? nothing : html`<details class="passing"><summary>${amount(calm.length, 'metric')} ${calm.length === 1 ? 'passes' : 'pass'}${calm.some((metric) => metric.verdict !== null) ? ' as before' : ''}</summary>${list(calm, 'Scores that pass')}</details>`}`;
  }

  private scoreView(slice: CaseMetricSlice): TemplateResult {
    const metric = this.metrics[slice.metric];
    const verdict =
      slice.verdict ??
      (slice.new?.passed == null ? 'unscored' : slice.new.passed ? 'passing' : 'failing');
    const look = lookOfCase(verdict, slice.label);
    const counts = [
      slice.oldScored > 0 ? `${slice.oldPassed}/${slice.oldScored}` : null,
      slice.newScored > 0 ? `${slice.newPassed}/${slice.newScored}` : null,
    ].filter((text) => text !== null);
    return html`<li>
      <span class="verdict tone-${look.tone}">${icon(look.icon)}<span class="word">${look.word}</span></span>
      <span class="metric-name" dir="auto">${plainText(metric?.name ?? '')}</span>
      <span class="ratio">${counts.length === 0 ? '' : `passed ${counts.join(' \u2192 ')}`}</span>
      <span class="why">${this.explanation(slice)}${slice.verdict === 'unchanged' || slice.summary === '' ? nothing : html` <span class="hint" dir="auto">${plainText(slice.summary)}</span>`}${this.judgeView(slice)}</span>
    </li>`;
  }

  private explanation(slice: CaseMetricSlice): unknown {
    const say = (score: ScoreSlice) =>
      html`<span dir="auto">${score.status === 'scored' ? nothing : html`<span class="kind">${score.status === 'failed' ? 'not scored' : 'skipped'}: </span>`}${plainText(score.explanation)}</span>`;
    if (slice.new === null)
      return slice.old === null
        ? nothing
        : html`<span class="kind">before: </span>${say(slice.old)}`;
    const isWorthOld = slice.old !== null && slice.old.passed !== slice.new.passed;
    return html`${say(slice.new)}${isWorthOld && slice.old !== null ? html` <span class="before"><span class="kind">before: </span>${say(slice.old)}</span>` : nothing}`;
  }

  private requestView(details: CaseDetails): TemplateResult | typeof nothing {
    if (details.requestLength === 0) return nothing;
    return html`<details class="request" ?open=${this.isRequestOpen} @toggle=${(event: Event) => {
      if (event.target instanceof HTMLDetailsElement) this.isRequestOpen = event.target.open;
      if (this.isRequestOpen && this.messages === undefined) void this.loadMessages();
    }}>
      <summary>Request that was sent <span class="quiet">${amount(details.requestLength, 'message')}</span></summary>
      ${
        this.isRequestOpen && this.messages === undefined
          ? html`<p class="note">\u2026</p>`
          : this.messages?.map((message, index) => {
              const full = this.texts.get(`message/${index}`);
              return html`<div class="said">
                <span class="role">${plainText(message.role)}</span>
                <div>
                  <div class="text" dir="auto">${plainText(full ?? message.content)}</div>
                  ${full === undefined && message.length > message.content.length ? html`<button class="link more" @click=${() => void this.fetchMessage(index)}>Show all ${amount(message.length, 'character')}</button>` : nothing}
                </div>
              </div>`;
            })
      }
    </details>`;
  }
}
