import type { Mark } from '../outcome.ts';

/** Every line without its line end, blank ones included. */
export function allLines(text: string): readonly Mark[] {
  const lines: Mark[] = [];
  let start = 0;
  for (let i = 0; i <= text.length; i++) {
    const code = text.charCodeAt(i);
    if (i < text.length && code !== 10 && code !== 13) continue;
    lines.push({ start, end: i });
    if (code === 13 && text.charCodeAt(i + 1) === 10) i++;
    start = i + 1;
  }
  return lines;
}

/** The lines that hold more than white space. */
export function linesOf(text: string): readonly Mark[] {
  return allLines(text).filter(({ start, end }) => text.slice(start, end).trim() !== '');
}

/** Runs of lines between blank lines. */
export function paragraphsOf(text: string): readonly Mark[] {
  const paragraphs: { start: number; end: number }[] = [];
  let open: { start: number; end: number } | undefined;
  for (const { start, end } of allLines(text)) {
    if (text.slice(start, end).trim() === '') open = undefined;
    else if (open) open.end = end;
    else {
      open = { start, end };
      paragraphs.push(open);
    }
  }
  return paragraphs;
}
