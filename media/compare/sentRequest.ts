import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { ActionName } from '../../src/panel/slices/actions.ts';
import type { CaseDetails, Side } from '../../src/panel/slices/details.ts';
import type {
  MessagePage,
  RequestChanges,
  SentPart,
  SentRequest,
  SentText,
} from '../../src/panel/slices/sentRequest.ts';
import type { Connection } from './connection.ts';
import type { IconName } from './iconName.ts';
import { icon } from './icons.ts';
import { comparisonText, tellingTurn, unknownText } from './requestWords.ts';
import { sentFactsView } from './sentFactsView.ts';
import { type PartContext, sentMessagesView } from './sentMessagesView.ts';
import { plainText } from './textView.ts';

/** More turns than that are chosen from a list. */
const maxButtons = 8;

/** Whose request is shown. */
interface Place {
  readonly turn: number;
  readonly side: Side;
}

/** The fold with the request of a reply: of any turn, of either side. Fetched when it is unfolded. */
export class SentRequestElement extends LitElement {
  static override properties = {
    details: { attribute: false },
    actions: { attribute: false },
    chosen: { state: true },
    shown: { state: true },
    problem: { state: true },
    texts: { state: true },
  };

  declare details: CaseDetails;
  declare actions: readonly ActionName[];
  declare connection: Connection;
  /** What the reader chose; absent: the turn that fails, of the new side. */
  declare private chosen: Place | undefined;
  declare private shown: Shown | undefined;
  declare private problem: string;
  /** Texts that were asked for, by their part. */
  declare private texts: ReadonlyMap<string, SentText>;
  private isOpen = false;
  /** What of it had the focus before it was drawn. */
  private focused: Element | null = null;

  constructor() {
    super();
    this.problem = '';
    this.texts = new Map();
  }

  override createRenderRoot(): this {
    return this;
  }

  override willUpdate(changed: PropertyValues<this>): void {
    this.focused = this.contains(document.activeElement) ? document.activeElement : null;
    if (!changed.has('details')) return;
    const before = changed.get('details');
    if (before?.id !== this.details.id || before.trial !== this.details.trial) {
      this.chosen = undefined;
      this.forget();
    }
    if (this.isOpen) void this.load();
  }

  protected override updated(): void {
    // A button that is done, e.g. Show all, hands its focus to the fold.
    if (this.focused?.isConnected === false && document.activeElement === document.body)
      this.querySelector('summary')?.focus({ preventScroll: true });
  }

  override render(): unknown {
    const { details, isOpen, shown } = this;
    if (details.requests.length === 0) return nothing;
    return html`<details class="request" ?open=${isOpen} @toggle=${(event: Event) => this.onToggle(event)}>
      <summary>Request</summary>
      ${isOpen ? html`<div class="request-bar">${this.turnsView()}${this.sidesView()}${shown?.sent.head.type === 'exact' ? this.actionsView(shown.place) : nothing}</div>` : nothing}
      ${isOpen ? this.bodyView() : nothing}
    </details>`;
  }

  private bodyView(): TemplateResult {
    const { shown, details } = this;
    if (this.problem !== '')
      return html`<p class="notice">${icon('warning')}<span dir="auto">${plainText(this.problem)}</span>${this.againView()}</p>`;
    if (shown === undefined) return html`<p class="note">\u2026</p>`;
    const { place, sent, changes, pages } = shown;
    const context: PartContext = {
      fetched: (part) => this.texts.get(JSON.stringify(part)),
      fetch: (part, isWhole) => void this.fetchText(part, isWhole),
    };
    const messages = sentMessagesView(pages, context, (offset) => void this.showMore(offset));
    const hasMessages = (pages[0]?.total ?? 0) > 0;
    if (sent.head.type === 'known')
      return html`<p class="notice">${icon('info')}<span dir="auto">${plainText(unknownText(sent.head, hasMessages))}</span>${sent.head.why === 'unreadable' ? this.againView() : nothing}</p>
        ${hasMessages ? messages : nothing}`;
    return html`${this.comparisonView(changes, place)}
      ${sentFactsView(sent.head, details.trial, place.side, changes, context)}
      ${messages}`;
  }

  /** How it stands to that of the other side. */
  private comparisonView(
    changes: RequestChanges | null,
    { turn, side }: Place,
  ): TemplateResult | typeof nothing {
    const other = side === 'old' ? 'new' : 'old';
    if (this.details.requests[turn]?.[other] !== true) return nothing;
    const text =
      changes === null
        ? `The ${other} request is not in this history: they cannot be compared.`
        : comparisonText(changes, other);
    return html`<p class="notice">${icon(changes?.changes.length ? 'diff' : 'info')}<span dir="auto">${plainText(text)}</span></p>`;
  }

  private turnsView(): TemplateResult | typeof nothing {
    const { requests, failingTurn } = this.details;
    if (requests.length < 2) return nothing;
    const { turn: current } = this.place;
    const label = (turn: number) => `Turn ${turn + 1}${turn === failingTurn ? ', fails' : ''}`;
    if (requests.length > maxButtons)
      return html`<label class="switch"><span class="kind">Turn</span><select
        @change=${(event: Event) => {
          if (event.target instanceof HTMLSelectElement)
            this.choose({ turn: event.target.selectedIndex });
        }}
      >${requests.map((_, turn) => html`<option ?selected=${turn === current}>${turn + 1}${turn === failingTurn ? ' (fails)' : ''}</option>`)}</select></label>`;
    return html`<div class="switch" role="group" aria-label="Turn of the request"><span class="kind">Turn</span>${requests.map(
      (_, turn) => html`<button
        aria-pressed=${turn === current}
        aria-label=${label(turn)}
        title=${label(turn)}
        @click=${() => this.choose({ turn })}
      >${turn + 1}${turn === failingTurn ? icon('error', 'tone-bad') : nothing}</button>`,
    )}</div>`;
  }

  private sidesView(): TemplateResult | typeof nothing {
    const { turn, side: current } = this.place;
    const sides = this.details.requests[turn];
    if (sides?.old !== true || !sides.new) return nothing;
    const choice = (side: Side, word: string) =>
      html`<button aria-pressed=${side === current} @click=${() => this.choose({ side })}>${word}</button>`;
    return html`<div class="switch" role="group" aria-label="Side of the request">${choice('old', 'Old')}${choice('new', 'New')}</div>`;
  }

  private actionsView({ turn, side }: Place): TemplateResult {
    const { id: caseId, trial } = this.details;
    const button = (action: ActionName, name: IconName, label: string) =>
      this.actions.includes(action)
        ? html`<button class="link" @click=${() => this.connection.act(action, { caseId, trial, reply: turn, side })}>${icon(name)}${label}</button>`
        : nothing;
    return html`<div class="case-actions">${button('openRequest', 'json', 'Open as JSON')}${button('copyRequest', 'copy', 'Copy request')}</div>`;
  }

  private againView(): TemplateResult {
    return html` <button class="link" @click=${() => void this.load()}>Try again</button>`;
  }

  /** What is shown, or to be shown. */
  private get place(): Place {
    const { requests } = this.details;
    const last = requests.length - 1;
    const turn = Math.min(this.chosen?.turn ?? tellingTurn(this.details), last);
    const side = this.chosen?.side ?? 'new';
    if (requests[turn]?.[side] === true) return { turn, side };
    return { turn, side: side === 'new' ? 'old' : 'new' };
  }

  private onToggle(event: Event): void {
    if (!(event.target instanceof HTMLDetailsElement)) return;
    if (this.isOpen === event.target.open) return;
    this.isOpen = event.target.open;
    if (this.isOpen && this.shown === undefined) void this.load();
    this.requestUpdate();
  }

  private choose(part: Partial<Place>): void {
    this.chosen = { ...this.place, ...part };
    void this.load();
  }

  private forget(): void {
    this.shown = undefined;
    this.texts = new Map();
    this.problem = '';
  }

  /** Fetches what is to be shown; what is shown already stays until then, and where it is the same. */
  private async load(): Promise<void> {
    const { place, details } = this;
    const at = { caseId: details.id, trial: details.trial, reply: place.turn };
    const isMeant = () =>
      details.id === this.details.id &&
      details.trial === this.details.trial &&
      JSON.stringify(place) === JSON.stringify(this.place);
    try {
      const [sent, changes] = await Promise.all([
        this.connection.ask({ type: 'sentRequest', ...at, side: place.side }),
        this.connection.ask({ type: 'requestChanges', ...at }),
      ]);
      if (!isMeant()) return;
      this.problem = sent === null ? 'This reply is no longer part of the result.' : '';
      const before = this.shown;
      const isSame =
        before !== undefined &&
        JSON.stringify([before.place, before.sent, before.changes]) ===
          JSON.stringify([place, sent, changes]);
      if (sent === null || isSame) return;
      this.texts = new Map();
      this.shown = { place, sent, changes, pages: sent.pages };
    } catch (error) {
      if (isMeant()) this.problem = error instanceof Error ? error.message : String(error);
    }
  }

  private async showMore(offset: number): Promise<void> {
    await this.fetch((shown, at) =>
      this.connection.ask({ type: 'sentMessages', ...at, offset }).then((page) => {
        if (page !== null && this.shown === shown)
          this.shown = { ...shown, pages: [...shown.pages, page] };
      }),
    );
  }

  private async fetchText(part: SentPart, isWhole: boolean): Promise<void> {
    await this.fetch((shown, at) =>
      this.connection.ask({ type: 'sentText', ...at, part, isWhole }).then((text) => {
        if (text !== null && this.shown?.sent === shown.sent)
          this.texts = new Map([...this.texts, [JSON.stringify(part), text]]);
      }),
    );
  }

  /** Fetches more of what is shown. */
  private async fetch(ask: (shown: Shown, at: RequestAt) => Promise<void>): Promise<void> {
    const { shown, details } = this;
    if (shown === undefined) return;
    const { turn, side } = shown.place;
    try {
      await ask(shown, { caseId: details.id, trial: details.trial, reply: turn, side });
    } catch (error) {
      if (this.shown === shown)
        this.problem = error instanceof Error ? error.message : String(error);
    }
  }
}

interface RequestAt {
  readonly caseId: string;
  readonly trial: number;
  readonly reply: number;
  readonly side: Side;
}

/** What was fetched of a request. */
interface Shown {
  readonly place: Place;
  readonly sent: SentRequest;
  readonly changes: RequestChanges | null;
  readonly pages: readonly MessagePage[];
}
