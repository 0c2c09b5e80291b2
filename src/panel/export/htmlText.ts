import { shortened } from '../viewModel/cutText.ts';
import type { TextRun } from '../viewModel/textRuns.ts';
import { visibleLine, visibleParts } from '../viewModel/visibleText.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** UTF-16 units of a name or a sentence: more than anybody reads. */
const maxBrief = 1000;

/** Text for an element or a quoted attribute: never markup. */
export function escaped(text: string): string {
  return text.toWellFormed().replace(/[&<>"']/g, (character) => entities[character] ?? '');
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

/** The same of a name or a sentence, cut where it is far longer than those are. */
export function brief(text: string): string {
  return shown(shortened(text, maxBrief));
}

/** The same on one line of plain text, for places that hold no elements. */
export function briefLine(text: string): string {
  return escaped(visibleLine(shortened(text, maxBrief)));
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
