import { html, nothing, type TemplateResult } from 'lit';
import type { TextRun } from '../../src/panel/viewModel/textRuns.ts';
import { visibleLine, visibleParts } from '../../src/panel/viewModel/visibleText.ts';

/** Hostile text as text: characters that hide or reorder others become visible signs. */
export function plainText(text: string): unknown {
  const parts = visibleParts(text);
  if (parts.length === 1 && parts[0]?.type === 'text') return text;
  return parts.map((part) =>
    part.type === 'text'
      ? part.text
      : html`<span class="sign" title=${part.name}>${part.sign}</span>`,
  );
}

/** Compared text: removed and added words, with evidence marked. */
export function runsView(runs: readonly TextRun[]): TemplateResult[] {
  return runs.map((run) => {
    const text = plainText(run.text);
    const title = run.labels.filter((label) => label !== '').join('; ');
    const marked =
      run.labels.length === 0
        ? text
        : html`<mark title=${title === '' ? nothing : visibleLine(title)}>${text}</mark>`;
    if (run.kind === 'same') return html`${marked}`;
    return run.kind === 'added' ? html`<ins>${marked}</ins>` : html`<del>${marked}</del>`;
  });
}
