import { html, nothing, type TemplateResult } from 'lit';
import type { Side } from '../../src/panel/slices/details.ts';
import type { RequestChanges, SentRequest, SentTool } from '../../src/panel/slices/sentRequest.ts';
import { endpointWords } from './endpointWords.ts';
import { icon } from './icons.ts';
import { type PartContext, partView } from './sentMessagesView.ts';
import { plainText } from './textView.ts';
import { amount } from './words.ts';

type Exact = Extract<SentRequest['head'], { type: 'exact' }>;

/** More tools than that are folded away. */
const maxUnfolded = 10;

/** Where and to whom a request went, its parameters and tools. */
export function sentFactsView(
  head: Exact,
  trial: number,
  side: Side,
  changes: RequestChanges | null,
  context: PartContext,
): TemplateResult {
  const mark = (what: string, name: string) => changeMark(changes, what, name, side);
  const fact = (name: string, value: string) =>
    html`<div><dt>${name}</dt><dd><code dir="auto">${plainText(value)}</code>${mark(name, '')}</dd></div>`;
  return html`<dl class="sent-facts" aria-label="Endpoint, model and parameters">
      <div><dt>endpoint</dt><dd><span dir="auto">${plainText(endpointWords(head.endpoint))}</span>${mark('endpoint', '')}</dd></div>
      ${fact('model', head.model)}
      ${head.parameters.map(
        ({ name, value }, at) =>
          html`<div class=${value.text.includes('\n') ? 'is-long' : ''}><dt dir="auto">${plainText(name)}</dt><dd>${partView(value, { type: 'parameter', parameter: at }, context)}${mark('parameter', name)}</dd></div>`,
      )}
      ${fact('trial', `${trial + 1}`)}${head.caseId === null ? nothing : fact('case', head.caseId)}
    </dl>
    ${leftOut(head.parameterCount - head.parameters.length, 'parameter')}
    ${head.parameterCount === 0 ? html`<p class="note">No parameters were sent.</p>` : nothing}
    ${toolsView(head, changes, side, context)}`;
}

function toolsView(
  { tools, toolCount }: Exact,
  changes: RequestChanges | null,
  side: Side,
  context: PartContext,
): TemplateResult | typeof nothing {
  if (toolCount === 0) return nothing;
  return html`<details class="tools" ?open=${toolCount <= maxUnfolded}>
    <summary>${amount(toolCount, 'tool')}</summary>
    <ul aria-label="Tools">${tools.map((tool, at) => html`<li>${toolView(tool, at, changeMark(changes, 'tool', tool.name, side), context)}</li>`)}</ul>
    ${leftOut(toolCount - tools.length, 'tool')}
  </details>`;
}

function toolView(
  tool: SentTool,
  at: number,
  mark: TemplateResult | typeof nothing,
  context: PartContext,
): TemplateResult {
  const { name, description, hasSchema } = tool;
  const schema = { type: 'schema', tool: at } as const;
  const told =
    description.length === 0
      ? nothing
      : partView(description, { type: 'description', tool: at }, context);
  if (!hasSchema)
    return html`<div class="tool"><code dir="auto">${plainText(name)}</code> <span class="quiet">without a schema</span>${mark}${told}</div>`;
  const fetched = context.fetched(schema);
  return html`<div class="tool"><details @toggle=${(event: Event) => {
    if (event.target instanceof HTMLDetailsElement && event.target.open && fetched === undefined)
      context.fetch(schema, false);
  }}>
    <summary><code dir="auto">${plainText(name)}</code> <span class="quiet">schema</span>${mark}</summary>
    ${fetched === undefined ? html`<p class="note">\u2026</p>` : partView(fetched, schema, context)}
  </details>${told}</div>`;
}

/** What the other side has in the place of a value that differs. */
function changeMark(
  changes: RequestChanges | null,
  what: string,
  name: string,
  side: Side,
): TemplateResult | typeof nothing {
  const change = changes?.changes.find((item) => item.what === what && item.name === name);
  if (change === undefined) return nothing;
  const other = side === 'old' ? 'new' : 'old';
  const value = change[other];
  const text =
    value === null
      ? `not in the ${other} request`
      : change.isLong
        ? `differs`
        : `${other}: ${what === 'endpoint' ? endpointWords(value) : value}`;
  return html` <span class="changed">${icon('diff')}<span dir="auto">${plainText(text)}</span></span>`;
}

function leftOut(count: number, noun: string): TemplateResult | typeof nothing {
  if (count <= 0) return nothing;
  return html`<p class="note">${amount(count, `further ${noun}`)}: see the JSON.</p>`;
}
