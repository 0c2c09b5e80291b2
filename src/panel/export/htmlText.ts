import type { TextRun } from '../viewModel/textRuns.ts';
import { visibleParts } from '../viewModel/visibleText.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for an element or a quoted attribute: never markup. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

/** Hostile text as text: characters that hide or reorder others become visible signs. */
export function shown(text: string): string {
  return visibleParts(text)
    .map((part) =>
      part.type === 'text'
        ? escaped(part.text)
        : `<span class="sign" title="${escaped(part.name)}">${escaped(part.sign)}</span>`,
    )
    .join('');
}

/** Compared text: removed and added words, with evidence marked. */
export function shownRuns(runs: readonly TextRun[]): string {
  return runs
    .map((run) => {
      const text = shown(run.text);
      const marked = run.labels.length === 0 ? text : `<mark>${text}</mark>`;
      if (run.kind === 'same') return marked;
      return run.kind === 'added' ? `<ins>${marked}</ins>` : `<del>${marked}</del>`;
    })
    .join('');
}
