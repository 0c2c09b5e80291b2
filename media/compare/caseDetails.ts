import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { ActionName } from '../../src/panel/slices/actions.ts';
import type { CaseDetails, Side } from '../../src/panel/slices/details.ts';
import type { MetricRow } from '../../src/panel/slices/metrics.ts';
import type { RequestChanges } from '../../src/panel/slices/sentRequest.ts';
import type { Connection } from './connection.ts';
import type { IconName } from './iconName.ts';
import { icon } from './icons.ts';
import { changesText, tellingTurn } from './requestWords.ts';
import { scoresView } from './scoresView.ts';
import { plainText } from './textView.ts';
import { turnView } from './turnView.ts';

/** How long the details wait for what the history tells, in milliseconds. */
const maxWaitMs = 200;

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
    changes: { state: true },
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
  /** Whole texts by side and reply. */
  declare private texts: ReadonlyMap<string, string>;
  /** What the requests differ in besides their messages. */
  declare private changes: RequestChanges | null | undefined;
  /** What of the details had the focus before they were drawn. */
  private focused: Element | null = null;

  constructor() {
    super();
    this.texts = new Map();
    this.problem = '';
  }

  override createRenderRoot(): this {
    return this;
  }

  override willUpdate(changed: PropertyValues<this>): void {
    this.focused = this.contains(document.activeElement) ? document.activeElement : null;
    if (changed.has('caseId')) {
      this.trial = undefined;
      this.details = undefined;
    }
    if (changed.has('caseId') || changed.has('revision')) void this.load();
  }

  protected override updated(): void {
    // A button that is done, e.g. Show all, hands its focus to the list.
    if (this.focused?.isConnected === false && document.activeElement === document.body)
      this.closest<HTMLElement>('.rows')?.focus({ preventScroll: true });
  }

  override render(): unknown {
    if (this.problem !== '') return html`<p class="note">${plainText(this.problem)}</p>`;
    const details = this.details;
    if (details === undefined) return html`<p class="note">\u2026</p>`;
    if (details === null)
      return html`<p class="note">This case is no longer part of the result.</p>`;
    const can = (action: ActionName) => this.actions.includes(action);
    // Of a conversation the reader is led to the turn that fails, past what stands at the top.
    const isLong = details.turns.length > 1 && details.failingTurn !== null;
    return html`
      <div class="detail-bar">
        ${details.trials.length > 1 ? this.trialsView(details) : nothing}
        ${details.turns.some((turn) => turn.old !== null && turn.new !== null) ? this.layoutView() : nothing}
        <div class="case-actions">
          ${this.caseAction('revealCase', 'goToFile', 'Go to the case', details)}
          ${details.turns.some((turn) => turn.new !== null) ? this.replyActions(details) : nothing}
        </div>
      </div>
      ${this.errorView('Old side', details.oldError)}${this.errorView('New side', details.newError)}
      ${details.isMissing ? html`<p class="notice">${icon('info')}This run has no result of this case.</p>` : nothing}
      ${details.isInputChanged ? html`<p class="notice">${icon('info')}The input of this case changed too: its results are not compared.</p>` : nothing}
      ${isLong ? nothing : this.changesView()}
      ${scoresView(details.metrics, this.metrics, {
        can,
        act: (action, metric) =>
          this.connection.act(action, { caseId: this.caseId, metric, trial: details.trial }),
      })}
      ${details.turns.map((turn, index) =>
        turnView(turn, index, {
          details,
          layout: this.layout,
          note: isLong && index === details.failingTurn ? this.changesView() : nothing,
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
      <mm-sent-request
        .details=${details}
        .actions=${this.actions}
        .connection=${this.connection}
      ></mm-sent-request>
    `;
  }

  private replyActions(details: CaseDetails): TemplateResult {
    return html`${this.caseAction('acceptOutput', 'check', 'Accept as expected', details)}
      ${this.caseAction('newCase', 'add', 'Make a case of this', details)}
      ${this.caseAction('copy', 'copy', 'Copy the reply', details)}`;
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

  private async load(trial = this.trial): Promise<void> {
    const caseId = this.caseId;
    try {
      const details = await this.connection.ask({ type: 'details', caseId, trial });
      if (caseId !== this.caseId) return;
      if (details?.trial !== this.details?.trial) this.texts = new Map();
      if (details !== null) await this.loadChanges(details);
      if (caseId !== this.caseId) return;
      this.details = details;
      this.problem = '';
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
    }
  }

  /** Asks what the requests differ in; where the history takes its time the rest is shown before. */
  private async loadChanges(details: CaseDetails): Promise<void> {
    const { id: caseId, trial, requests } = details;
    const reply = tellingTurn(details);
    const isOfBoth = requests[reply]?.old === true && requests[reply].new;
    const asked = isOfBoth
      ? this.connection.ask({ type: 'requestChanges', caseId, trial, reply })
      : Promise.resolve(null);
    const told = asked
      // Why it is not known stands in the fold.
      .catch(() => null)
      .then((changes) => {
        if (caseId === this.caseId) this.changes = changes;
      });
    await Promise.race([told, new Promise((done) => window.setTimeout(done, maxWaitMs))]);
  }

  private async fetchText(side: Side, reply: number): Promise<void> {
    if (!this.details) return;
    const { id: caseId, trial } = this.details;
    const text = await this.connection.ask({ type: 'text', caseId, side, trial, reply });
    if (text !== null) this.texts = new Map([...this.texts, [`${side}/${reply}`, text]]);
  }

  private trialsView(details: CaseDetails): TemplateResult {
    return html`<div class="switch" role="group" aria-label="Trial"><span class="kind">Trial</span>${details.trials.map(
      ({ trial, old, new: now }) => {
        const word =
          now === null
            ? `not scored${old === null ? '' : old ? ', passed before' : ', failed before'}`
            : now
              ? 'passes'
              : 'fails';
        return html`<button
        aria-pressed=${trial === details.trial}
        aria-label="Trial ${trial + 1}, ${word}"
        title=${word}
        @click=${() => {
          this.trial = trial;
          void this.load(trial);
        }}
      >${trial + 1}${icon(now === null ? 'circleSlash' : now ? 'check' : 'close', now === false ? 'tone-bad' : '')}</button>`;
      },
    )}</div>`;
  }

  private layoutView(): TemplateResult {
    const choice = (layout: 'inline' | 'side', word: string) =>
      html`<button aria-pressed=${this.layout === layout} @click=${() => this.onLayout(layout)}>${word}</button>`;
    return html`<div class="switch" role="group" aria-label="Layout of the difference">${choice('inline', 'Inline')}${choice('side', 'Side by side')}</div>`;
  }

  /** Another model or parameter can be the reason of what got worse. */
  private changesView(): TemplateResult | typeof nothing {
    const { changes } = this;
    if (changes == null || changes.changes.length === 0) return nothing;
    return html`<p class="notice changes">${icon('diff')}<span dir="auto">The request differs too: ${plainText(changesText(changes))}</span></p>`;
  }

  private errorView(side: string, error: string | null): TemplateResult | typeof nothing {
    if (error === null) return nothing;
    return html`<p class="notice tone-bad">${icon('warning')}<span dir="auto">${side}: ${plainText(error)}</span></p>`;
  }
}
