import { html, nothing, type TemplateResult } from 'lit';
import type { CaseDetails, EvidenceSlice, Side } from '../../src/panel/slices/details.ts';
import type { ReplySlice, TurnSlice } from '../../src/panel/slices/replies.ts';
import { type Mark, sideRuns, textRuns } from '../../src/panel/viewModel/textRuns.ts';
import { icon } from './icons.ts';
import { plainText, runsView } from './textView.ts';
import { amount, dollars, duration } from './words.ts';

/** What a turn needs besides itself. */
export interface TurnContext {
  readonly details: CaseDetails;
  readonly layout: 'inline' | 'side';
  /** What is to be known before the replies are read. */
  readonly note: TemplateResult | typeof nothing;
  /** The whole text of a cut reply, once it was asked for. */
  fullText(side: Side, reply: number): string | undefined;
  showAll(side: Side, reply: number): void;
  /** Absent where the host cannot. */
  openInEditor?: ((reply: number) => void) | undefined;
}

/** One turn of a case: what the user said, and both replies with their differences. */
export function turnView(turn: TurnSlice, index: number, context: TurnContext): TemplateResult {
  const { details } = context;
  const label = details.turns.length > 1 ? `Turn ${index + 1}` : 'Reply';
  const isSame = turn.old !== null && turn.new !== null && turn.old.text === turn.new.text;
  // Offsets of evidence are about the text as it was written, not as it was laid out.
  const evidenceOld = turn.isStructural && !isSame ? [] : marksOf(details, 'old', index);
  const evidenceNew = turn.isStructural && !isSame ? [] : marksOf(details, 'new', index);
  const isFailing = index === details.failingTurn;
  return html`<div class="turn ${isFailing ? 'is-failing' : ''}">
    <div class="turn-head">
      <h3>${label}${isSame ? html` <span class="quiet">same text</span>` : nothing}${
        isFailing && details.turns.length > 1
          ? html` <span class="fails tone-bad">${icon('error')}fails here</span>`
          : nothing
      }</h3>
      ${
        context.openInEditor !== undefined && !isSame && turn.old !== null && turn.new !== null
          ? html`<button class="link" @click=${() => context.openInEditor?.(index)}>${icon('diff')}Open as editor diff</button>`
          : nothing
      }
    </div>
    ${context.note}
    ${turn.user === null ? nothing : html`<div class="said"><span class="role">user</span><div class="text" dir="auto">${plainText(turn.user)}</div></div>`}
    ${bodyView(turn, index, isSame, evidenceOld, evidenceNew, context)}${callsView(turn)}
    ${turn.isStructural && !isSame ? html`<p class="note">${turn.segments.every((part) => part.kind === 'same') ? 'The same JSON, written differently.' : 'JSON, compared by its members.'}</p>` : nothing}
    ${turn.isCoarse ? html`<p class="note">The texts differ too much to be compared word by word.</p>` : nothing}
  </div>`;
}

function bodyView(
  turn: TurnSlice,
  index: number,
  isSame: boolean,
  oldMarks: readonly Mark[],
  newMarks: readonly Mark[],
  context: TurnContext,
): TemplateResult {
  const { old, new: now } = turn;
  if (old === null || now === null || isSame) {
    const side = now === null ? 'old' : 'new';
    const reply = now ?? old;
    if (reply === null) return html``;
    const only = context.details.trials.some((trial) => trial.old !== null);
    return html`<div class="said">
      <span class="role">${isSame || (side === 'new' && !only) ? 'reply' : side}</span>
      <div>
        ${textBox(reply, side, index, wholeRuns(reply.text, side === 'old' ? oldMarks : newMarks), context)}
        ${replyFacts(old, now)}
      </div>
    </div>`;
  }
  const oldText = context.fullText('old', index);
  const newText = context.fullText('new', index);
  const isWhole = oldText !== undefined || newText !== undefined;
  // Where nothing is common, the texts one after the other read better than one struck through.
  const isReplaced = turn.segments.every((segment) => segment.kind !== 'same');
  if (context.layout === 'side' || isWhole || isReplaced) {
    return html`<div class=${context.layout === 'side' ? 'sides' : 'sides stacked'}>
      <div class="said"><span class="role">old</span><div>${textBox(old, 'old', index, oldText === undefined && !isReplaced ? sideRuns(turn.segments, 'old', oldMarks) : wholeRuns(oldText ?? old.text, oldMarks), context)}${replyFacts(null, old)}</div></div>
      <div class="said"><span class="role">new</span><div>${textBox(now, 'new', index, newText === undefined && !isReplaced ? sideRuns(turn.segments, 'new', newMarks) : wholeRuns(newText ?? now.text, newMarks), context)}${replyFacts(null, now)}</div></div>
    </div>`;
  }
  return html`<div class="said">
    <span class="role">reply</span>
    <div>
      <div class="text" dir="auto">${runsView(textRuns(turn.segments, oldMarks, newMarks))}</div>
      ${showAllButton(old, 'old', index, context)}${showAllButton(now, 'new', index, context)}
      ${replyFacts(old, now)}
    </div>
  </div>`;
}

function textBox(
  reply: ReplySlice,
  side: Side,
  index: number,
  runs: ReturnType<typeof sideRuns>,
  context: TurnContext,
): TemplateResult {
  const full = context.fullText(side, index);
  const shown = full === undefined ? runs : wholeRuns(full, marksOf(context.details, side, index));
  return html`<div class="text" dir="auto">${shown.length === 0 ? html`<span class="quiet">empty</span>` : runsView(shown)}</div>
    ${full === undefined ? showAllButton(reply, side, index, context) : nothing}`;
}

function wholeRuns(text: string, marks: readonly Mark[]): ReturnType<typeof sideRuns> {
  return text === '' ? [] : sideRuns([{ kind: 'same', text }], 'new', marks);
}

function showAllButton(
  reply: ReplySlice,
  side: Side,
  index: number,
  context: TurnContext,
): TemplateResult | typeof nothing {
  if (reply.length <= reply.text.length) return nothing;
  return html`<button class="link more" @click=${() => context.showAll(side, index)}
    >Show all ${amount(reply.length, 'character')} of the ${side} reply</button>`;
}

/** Tool calls of both versions, compared by their members. */
function callsView(turn: TurnSlice): TemplateResult | typeof nothing {
  if (turn.calls.length === 0) return nothing;
  return html`<ul class="calls" aria-label="Tool calls">${turn.calls.map(
    (segments) =>
      html`<li class="said"><span class="role">call</span><code dir="auto">${runsView(textRuns(segments, [], []))}</code></li>`,
  )}</ul>`;
}

/** Time, tokens and cost; old and new side by side where both are there. */
function replyFacts(
  old: ReplySlice | null,
  now: ReplySlice | null,
): TemplateResult | typeof nothing {
  const facts = [
    both(latency(old), latency(now)),
    tokens(old?.inputTokens, now?.inputTokens, 'input token'),
    tokens(old?.outputTokens, now?.outputTokens, 'output token'),
    both(cost(old), cost(now)),
    both(finish(old), finish(now)),
    // Only another model than before is worth a word: the header names the one that was asked.
    old === null || now === null || old.model === now.model ? null : both(old.model, now.model),
  ].filter((fact) => fact !== null);
  if (facts.length === 0) return nothing;
  return html`<p class="reply-facts">${facts.map((fact) => html`<span class="fact">${plainText(fact)}</span>`)}</p>`;
}

function both(old: string | null, now: string | null): string | null {
  if (old === null || now === null || old === now) return now ?? old;
  return `${old} \u2192 ${now}`;
}

/** Time from the cache is not a measurement of this run. */
function latency(reply: ReplySlice | null): string | null {
  if (reply === null) return null;
  if (reply.isCached) return 'from cache';
  return reply.latencyMs === null ? null : duration(reply.latencyMs);
}

/** e.g. `118 input tokens`, or `32 \u2192 41 output tokens`. */
function tokens(
  old: number | null | undefined,
  now: number | null | undefined,
  noun: string,
): string | null {
  const count = now ?? old;
  if (count == null) return null;
  const before =
    old == null || now == null || old === now ? '' : `${old.toLocaleString('en')} \u2192 `;
  return `${before}${amount(count, noun)}`;
}

function cost(reply: ReplySlice | null): string | null {
  return reply === null || reply.cost === null ? null : dollars(reply.cost);
}

/** Only an unusual end is worth a word. */
function finish(reply: ReplySlice | null): string | null {
  if (reply === null || reply.finishReason === null || reply.finishReason === 'stop') return null;
  return `ended by ${reply.finishReason}`;
}

function marksOf(details: CaseDetails, side: Side, reply: number): Mark[] {
  return details.metrics.flatMap((metric) => {
    const score = side === 'old' ? metric.old : metric.new;
    // What passes needs no mark; the reader looks for what went wrong.
    const evidence: readonly EvidenceSlice[] = score?.passed === false ? score.evidence : [];
    return evidence
      .filter((span) => span.reply === reply)
      .map((span) => ({
        start: span.start,
        end: span.end,
        label: span.label ?? score?.explanation ?? '',
      }));
  });
}
