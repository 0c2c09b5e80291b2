import { html, nothing, type TemplateResult } from 'lit';
import { toldVerdicts } from '../../src/core/compare/toldVerdict.ts';
import type { ActionName } from '../../src/panel/slices/actions.ts';
import type { HeaderSlice, ModelSlice, VersionSlice } from '../../src/panel/slices/header.ts';
import type { IconName } from './iconName.ts';
import { icon } from './icons.ts';
import { plainText } from './textView.ts';
import { amount, dollars, duration, lookOf, sideTitle } from './words.ts';

/** What is compared, how it went, and what can be done about it. `now` in milliseconds since 1970. */
export function headerView(
  header: HeaderSlice,
  now: number,
  act: (action: ActionName) => void,
): TemplateResult {
  const can = (action: ActionName) => header.actions.includes(action);
  const isRunning = header.run.state === 'running';
  return html`<header class="top">
    <div class="line">
      <h1>${versionsView(header, now, act)}</h1>
      ${countsView(header)}
    </div>
    <div class="line">
      <div class="line facts">${factsView(header)}</div>
      <div class="actions">
        ${can('resolve') && !isRunning ? button('question', header.resolvePrice === null ? 'Resolve' : `Resolve (${header.resolvePrice})`, 'Run more samples of what cannot be told yet', () => act('resolve')) : nothing}
        ${can('wasItMyEdit') && !isRunning ? button('history', 'Was it my edit?', 'Run both versions side by side on the cases that got worse', () => act('wasItMyEdit')) : nothing}
        ${can('run') && !isRunning ? button('play', 'Run', 'Run the suite again', () => act('run')) : nothing}
        ${can('stop') && isRunning ? button('stop', 'Stop', 'Stop the run; what is done is kept', () => act('stop')) : nothing}
        ${can('copyMarkdown') ? iconButton('copy', 'Copy as Markdown', () => act('copyMarkdown')) : nothing}
        ${can('exportHtml') ? iconButton('export', 'Export as HTML', () => act('exportHtml')) : nothing}
      </div>
    </div>
    ${progressView(header)}
    ${header.notices.map(
      (notice) =>
        html`<p class="notice">${icon('info')}<span dir="auto">${plainText(notice)}</span></p>`,
    )}
  </header>`;
}

/** The whole state of the run in one sentence, for the live region. */
export function announcement(header: HeaderSlice): string {
  switch (header.run.state) {
    case 'none':
      return '';
    case 'running':
      return `Running: ${header.run.done} of ${header.run.total}.`;
    case 'stopped':
    case 'complete': {
      const said = toldVerdicts
        .filter((verdict) => (header.counts?.[verdict] ?? 0) > 0)
        .map((verdict) => `${header.counts?.[verdict] ?? 0} ${lookOf(verdict).word}`);
      const end = header.run.state === 'stopped' ? 'Run stopped' : 'Run complete';
      return `${end}${said.length === 0 ? '' : `: ${said.join(', ')}`}.`;
    }
  }
}

function versionsView(
  header: HeaderSlice,
  now: number,
  act: (action: ActionName) => void,
): TemplateResult {
  const title = html`<span class="title" dir="auto">${plainText(header.title)}</span>`;
  if (header.new === null) return title;
  return html`${title}${versionView(header.new, 'chooseNew', header, now, act)}${
    header.old === null
      ? header.actions.includes('chooseOld')
        ? html`<button class="version" @click=${() => act('chooseOld')}>Compare with\u2026${icon('chevronDown')}</button>`
        : nothing
      : html`<span class="pair"><span class="versus">vs</span>${versionView(header.old, 'chooseOld', header, now, act)}${
          header.actions.includes('swapSides')
            ? iconButton('arrowSwap', 'Swap the sides', () => act('swapSides'))
            : nothing
        }</span>`
  }`;
}

function versionView(
  version: VersionSlice,
  action: 'chooseOld' | 'chooseNew',
  header: HeaderSlice,
  now: number,
  act: (action: ActionName) => void,
): TemplateResult {
  const { label, detail } = sideTitle(version, now);
  // The present results of the prompt need no time.
  const more = label === 'Now' ? '' : detail;
  const text = html`<span class="label" dir="auto">${plainText(label)}</span>${
    more === '' ? nothing : html` <span class="detail">${plainText(more)}</span>`
  }`;
  return header.actions.includes(action)
    ? html`<button
        class="version"
        title=${action === 'chooseOld' ? 'Choose the old side' : 'Choose the new side'}
        @click=${() => act(action)}
      >${text}${icon('chevronDown')}</button>`
    : html`<span class="version">${text}</span>`;
}

function countsView(header: HeaderSlice): TemplateResult | typeof nothing {
  const counts = header.counts;
  if (counts === null) return nothing;
  const shown = toldVerdicts.filter((verdict) => counts[verdict] > 0);
  if (shown.length === 0) return nothing;
  return html`<ul class="counts" aria-label="Metrics by verdict">${shown.map((verdict) => {
    const look = lookOf(verdict);
    return html`<li class="tone-${look.tone}">${icon(look.icon)}<span>${counts[verdict]} ${look.word}</span></li>`;
  })}</ul>`;
}

function factsView(header: HeaderSlice): unknown {
  const { usage, run } = header;
  const facts: unknown[] = [];
  if (header.isStale) {
    facts.push(html`<span class="stale">${icon('history')}Edited since this run</span>`);
  }
  if (run.state === 'running') {
    const spent = run.cost === null ? '' : `, ${dollars(run.cost)} so far`;
    facts.push(html`<span class="running">Running ${run.done} of ${run.total}${spent}</span>`);
  }
  if (run.state === 'stopped') facts.push('Stopped before the end');
  if (header.model !== null) facts.push(modelView(header.model));
  if (header.oldModel !== null) facts.push(html`old side: ${modelView(header.oldModel)}`);
  if (header.old === null && header.new !== null && run.state !== 'none') facts.push('First run');
  if (header.errors > 0) {
    facts.push(
      html`<span class="tone-bad">${icon('warning')}${amount(header.errors, 'case')} with errors</span>`,
    );
  }
  // While a run goes on, what is known is of the run before; a recording has taken nothing here.
  const hasUsage = usage !== null && usage.requests + usage.cached > 0;
  if (hasUsage && run.state !== 'running') {
    facts.push(
      `${amount(usage.requests, 'call')}${usage.cached > 0 ? `, ${usage.cached.toLocaleString('en')} from cache` : ''}`,
    );
    const tokens = usage.inputTokens + usage.outputTokens;
    if (tokens > 0) facts.push(amount(tokens, 'token'));
    facts.push(usage.cost === null ? 'cost unknown' : dollars(usage.cost));
  }
  if (hasUsage && run.durationMs !== null && run.state !== 'running')
    facts.push(duration(run.durationMs));
  return facts.map((fact) => html`<span class="fact">${fact}</span>`);
}

function modelView(model: ModelSlice): TemplateResult {
  return html`<span dir="auto">${plainText(model.name)}</span>${
    model.isSimulated
      ? html` <span class="simulated">${icon('beaker')}simulated</span>`
      : model.provider === 'replay'
        ? html` <span class="simulated">${icon('history')}recorded</span>`
        : nothing
  }`;
}

function progressView(header: HeaderSlice): TemplateResult {
  const { run } = header;
  if (run.state !== 'running') return html`<div class="progress"></div>`;
  const share = run.total === 0 ? 0 : run.done / run.total;
  return html`<div
      class="progress is-running"
      role="progressbar"
      aria-label="Run"
      aria-valuemin="0"
      aria-valuemax=${run.total}
      aria-valuenow=${run.done}
      aria-valuetext="${run.done} of ${run.total}"
    ><svg width="100%" height="2" preserveAspectRatio="none" viewBox="0 0 1 1" aria-hidden="true"><rect width=${share} height="1"></rect></svg></div>`;
}

function button(name: IconName, label: string, title: string, onClick: () => void): TemplateResult {
  return html`<button class="action" title=${title} @click=${onClick}>${icon(name)}${label}</button>`;
}

function iconButton(name: IconName, label: string, onClick: () => void): TemplateResult {
  return html`<button class="action" title=${label} aria-label=${label} @click=${onClick}>${icon(name)}</button>`;
}
