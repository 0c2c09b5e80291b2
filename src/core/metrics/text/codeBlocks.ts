import type { Mark } from '../outcome.ts';
import { allLines } from './lines.ts';

/** A fenced code block of Markdown; one that is not closed ends with the text. */
export interface CodeBlock extends Mark {
  /** First word behind the opening fence, in lower case; empty where there is none. */
  readonly language: string;
  /** The lines between the fences, their last line end left out. */
  readonly code: Mark;
}

export interface SplitText {
  /** Lines outside code blocks. */
  readonly prose: readonly Mark[];
  readonly codeBlocks: readonly CodeBlock[];
}

/** Takes fenced code blocks and the other lines of a text apart. */
export function splitCode(text: string): SplitText {
  const prose: Mark[] = [];
  const codeBlocks: CodeBlock[] = [];
  let open: { readonly line: Mark; readonly fence: string; readonly language: string } | undefined;
  let last: Mark | undefined;
  for (const line of allLines(text)) {
    const [, fence, language = ''] = FENCE.exec(text.slice(line.start, line.end)) ?? [];
    if (open === undefined) {
      if (fence === undefined) prose.push(line);
      else open = { line, fence, language: language.toLowerCase() };
      last = undefined;
    } else if (fence?.startsWith(open.fence)) {
      codeBlocks.push(blockOf(open, last, line.end));
      open = undefined;
    } else last = { start: last?.start ?? line.start, end: line.end };
  }
  if (open) codeBlocks.push(blockOf(open, last, text.length));
  return { prose, codeBlocks };
}

function blockOf(
  { line, language }: { readonly line: Mark; readonly language: string },
  code: Mark | undefined,
  end: number,
): CodeBlock {
  return { start: line.start, end, language, code: code ?? { start: line.end, end: line.end } };
}

/** Groups: the fence; the first word behind it. */
const FENCE = /^ {0,3}(`{3,}|~{3,})[ \t]*\{?\.?([\w+#-]*)/;

/** The part of a reply that is meant as code: all of it, or what stands in the one code block around it where that is allowed. */
export function codePart(
  text: string,
  allowFence: boolean,
): { readonly text: string; readonly offset: number } {
  const start = text.length - text.trimStart().length;
  const trimmed = text.trim();
  if (allowFence && /^(?:```|~~~)/.test(trimmed)) {
    const { prose, codeBlocks } = splitCode(trimmed);
    const [block] = codeBlocks;
    if (codeBlocks.length === 1 && prose.length === 0 && block)
      return {
        text: trimmed.slice(block.code.start, block.code.end),
        offset: start + block.code.start,
      };
  }
  return { text: trimmed, offset: start };
}
