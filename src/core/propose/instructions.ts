import type { Prompt } from '../prompt/prompt.ts';

/** One thing that a prompt asks for, as it stands in the file. */
export interface Instruction {
  /** A sentence or list item, without its bullet and its full stop's following blank. */
  readonly text: string;
  /** UTF-16 offset in the source of the prompt. */
  readonly offset: number;
  /** 0-based line in the file. */
  readonly line: number;
}

/** A sentence ends at `.`, `!` or `?` before white space; abbreviations such as `e.g.` and numbers such as `1.` do not end one. */
const sentenceEnd =
  /(?<![\s(](?:e\.g|i\.e|etc|vs|no|nr|z\.B|bzw|ca|approx)|^\d{1,3}|[\s(]\p{Lu})[.!?]["')\]»”]*(?=\s+\S)/giu;
/** Bullets, numbers and quotation marks that begin a line. */
const lead = /^\s*(?:[-*+•>]\s+|\d{1,3}[.)]\s+|#{1,6}\s+)*/;
/** A variable says nothing by itself. */
const placeholder = /\{\{[^{}]{0,200}\}\}|\$\{[^{}]{0,200}\}/g;
/** Fewer letters than that ask for nothing. */
const leastLetters = 6;
/** A prompt of more sentences is a document; the rest is left alone. */
const mostInstructions = 2000;

/** The sentences of the messages that instruct the model: system and developer messages, else all that the prompt has. */
export function instructionsOf(
  prompt: Pick<Prompt, 'messages' | 'source'>,
): readonly Instruction[] {
  const leading = prompt.messages.filter(({ role }) => role === 'system' || role === 'developer');
  const messages = leading.length > 0 ? leading : prompt.messages;
  const found: Instruction[] = [];
  let from = 0;
  for (const { template, range } of messages) {
    const lines = prompt.source.slice(0, from).split('\n').length - 1;
    if (lines < range.start.line) from = offsetOfLine(prompt.source, range.start.line);
    for (const line of template.split('\n')) {
      for (const text of sentencesIn(line)) {
        if (found.length >= mostInstructions) return found;
        // Where a format folds or escapes its text, the sentence as such is not in the file and cannot be guarded.
        const offset = prompt.source.indexOf(text, from);
        if (offset < 0) continue;
        from = offset + text.length;
        const before = found.at(-1);
        const added =
          before === undefined
            ? prompt.source.slice(0, offset).split('\n').length - 1
            : before.line + prompt.source.slice(before.offset, offset).split('\n').length - 1;
        found.push({ text, offset, line: added });
      }
    }
  }
  return found;
}

/** The sentences of one line. */
export function sentencesIn(line: string): readonly string[] {
  const start = lead.exec(line)?.[0].length ?? 0;
  const body = line.slice(start);
  const sentences: string[] = [];
  let from = 0;
  for (const end of body.matchAll(sentenceEnd)) {
    const to = end.index + end[0].length;
    sentences.push(body.slice(from, to));
    from = to;
  }
  sentences.push(body.slice(from));
  return sentences
    .map((text) => text.trim())
    .filter(
      (text) => (text.replace(placeholder, '').match(/\p{L}/gu)?.length ?? 0) >= leastLetters,
    );
}

function offsetOfLine(text: string, line: number): number {
  let at = 0;
  for (let i = 0; i < line; i++) {
    const next = text.indexOf('\n', at);
    if (next < 0) return at;
    at = next + 1;
  }
  return at;
}
