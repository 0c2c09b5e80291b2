/** The front matter of a Markdown file, and where its parts stand (UTF-16 offsets). */
export interface FrontMatter {
  readonly yaml: string;
  readonly yamlOffset: number;
  /** Where the text after it begins. */
  readonly bodyOffset: number;
}

/** Front matter stands between two lines `---`, the first of which begins the file. */
export function findFrontMatter(text: string): FrontMatter | 'unclosed' | undefined {
  const opening = /^---[ \t]*(?:\r\n|\n|\r)/.exec(text);
  if (opening === null) return undefined;
  const yamlOffset = opening[0].length;
  const closing = /^(?:---|\.\.\.)[ \t]*(?:\r\n|\n|\r|$(?![\s\S]))/gm;
  closing.lastIndex = yamlOffset;
  const end = closing.exec(text);
  if (end === null) return 'unclosed';
  return {
    yaml: text.slice(yamlOffset, end.index),
    yamlOffset,
    bodyOffset: end.index + end[0].length,
  };
}
