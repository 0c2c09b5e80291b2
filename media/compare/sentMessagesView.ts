import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Segment } from '../../src/panel/slices/segments.ts';
import type {
  MessagePage,
  SentMessage,
  SentPart,
  SentText,
} from '../../src/panel/slices/sentRequest.ts';
import { sideRuns, textRuns } from '../../src/panel/viewModel/textRuns.ts';
import { icon } from './icons.ts';
import { stretches } from './messagePages.ts';
import { changedText } from './requestWords.ts';
import { plainText, runsView } from './textView.ts';
import { amount } from './words.ts';

/** What the parts of a request need besides themselves. */
export interface PartContext {
  /** A text that was asked for after it had been left out or cut. */
  fetched(part: SentPart): SentText | undefined;
  fetch(part: SentPart, isWhole: boolean): void;
}

/** Messages that a click brings at most. */
const pageMessages = 20;

/** The messages of a request, with a way to those that are not here. */
export function sentMessagesView(
  pages: readonly MessagePage[],
  context: PartContext,
  showMore: (offset: number) => void,
): TemplateResult {
  const items = stretches(pages).flatMap((stretch, at): Item[] =>
    stretch.type === 'gap'
      ? // By its place among the stretches: the button keeps the focus while the messages before it become more.
        [{ key: `gap ${at}`, view: () => gapView(stretch.from, stretch.count, showMore) }]
      : stretch.messages.map((message, place) => ({
          key: `${stretch.from + place}`,
          view: () => messageView(message, stretch.from + place, context),
        })),
  );
  return html`<p class="kind">${amount(pages[0]?.total ?? 0, 'message')}</p><ol class="sent-messages" aria-label="Messages">${repeat(
    items,
    ({ key }) => key,
    ({ view }) => view(),
  )}</ol>`;
}

interface Item {
  readonly key: string;
  readonly view: () => TemplateResult;
}

function gapView(from: number, count: number, showMore: (offset: number) => void): TemplateResult {
  const next = Math.min(count, pageMessages);
  return html`<li class="gap"><button class="link more" @click=${() => showMore(from)}>Show ${next === count ? '' : `${next} of `}${amount(count, 'more message')}</button></li>`;
}

function messageView(message: SentMessage, at: number, context: PartContext): TemplateResult {
  const { role, name, content, toolCalls, toolCallId, change } = message;
  const isEmptyCall = content.length === 0 && toolCalls.length > 0;
  return html`<li class="said ${change === null ? '' : 'is-changed'}">
    <span class="role">${plainText(role)}${name === null ? nothing : html` <span dir="auto">${plainText(name)}</span>`}</span>
    <div>
      ${change === null ? nothing : html`<p class="changed">${icon('diff')}<span>${changedText(change)}</span></p>`}
      ${toolCallId === null ? nothing : html`<p class="quiet">result of the call <code dir="auto">${plainText(toolCallId)}</code></p>`}
      ${
        change?.segments
          ? comparedView(change.segments)
          : isEmptyCall
            ? nothing
            : partView(content, { type: 'message', message: at }, context)
      }
      ${
        toolCalls.length === 0
          ? nothing
          : html`<ul class="calls" aria-label="Tool calls">${toolCalls.map(
              (call, place) => html`<li>
                <span class="quiet">call</span> <code dir="auto">${plainText(call.name)}</code>${call.id === null ? nothing : html` <span class="quiet" dir="auto">${plainText(call.id)}</span>`}
                ${partView(call.arguments, { type: 'call', message: at, call: place }, context)}
              </li>`,
            )}</ul>`
      }
    </div>
  </li>`;
}

/** The text of a message, compared with that of the other side. */
function comparedView(segments: readonly Segment[]): TemplateResult {
  if (segments.some(({ kind }) => kind === 'same'))
    return html`<div class="text" dir="auto">${runsView(textRuns(segments, [], []))}</div>`;
  // Where nothing is common, the texts one after the other read better than one struck through.
  return html`<div class="sides stacked">${(['old', 'new'] as const).map((side) => {
    const runs = sideRuns(segments, side, []);
    return html`<div><span class="quiet">${side}</span><div class="text" dir="auto">${runs.length === 0 ? html`<span class="quiet">empty</span>` : runsView(runs)}</div></div>`;
  })}</div>`;
}

/** A text of a request, with a way to the whole of it where it is cut. */
export function partView(cut: SentText, part: SentPart, context: PartContext): TemplateResult {
  const { text, length } = context.fetched(part) ?? cut;
  return html`<div class="text" dir="auto">${text === '' ? html`<span class="quiet">empty</span>` : plainText(text)}</div>
    ${length > text.length ? html`<button class="link more" @click=${() => context.fetch(part, true)}>Show all ${amount(length, 'character')}</button>` : nothing}`;
}
