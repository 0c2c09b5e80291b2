/** A place in a text: 0-based line, 0-based UTF-16 column. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A stretch of text; `end` is exclusive. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** A file's text together with its path (absolute, forward slashes). */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** The very first position of a text, for what belongs to the whole file. */
export const startOfText: Range = {
  start: { line: 0, column: 0 },
  end: { line: 0, column: 0 },
};

/** Whether a place belongs to a range, its end included: there a cursor stands behind the text. */
export function isInside({ start, end }: Range, { line, column }: Position): boolean {
  const isBehindStart = line > start.line || (line === start.line && column >= start.column);
  return isBehindStart && (line < end.line || (line === end.line && column <= end.column));
}

/** The text with `\n` for every line end: the same prompt whatever line ends a checkout has. */
export function unixLines(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}

/** Converts between UTF-16 offsets and positions of one text. Line ends are `\n`, `\r\n` and `\r`. */
export class LineMap {
  private readonly text: string;
  private readonly starts: number[] = [0];

  constructor(text: string) {
    this.text = text;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code === 13 && text.charCodeAt(i + 1) === 10) continue;
      if (code === 10 || code === 13) this.starts.push(i + 1);
    }
  }

  get lineCount(): number {
    return this.starts.length;
  }

  /** The position of an offset; offsets outside the text are cut to it. */
  positionAt(offset: number): Position {
    const at = Math.max(0, Math.min(offset, this.text.length));
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return { line: low, column: at - (this.starts[low] ?? 0) };
  }

  /** The offset of a position; a column past the end of its line is cut to it. */
  offsetAt(position: Position): number {
    if (position.line < 0) return 0;
    const start = this.starts[position.line];
    if (start === undefined) return this.text.length;
    const next = this.starts[position.line + 1] ?? this.text.length;
    return Math.max(start, Math.min(start + position.column, next));
  }

  range(start: number, end: number): Range {
    return { start: this.positionAt(start), end: this.positionAt(end) };
  }

  /** The text of a line without its line end. */
  line(index: number): string {
    const start = this.starts[index];
    if (start === undefined) return '';
    const next = this.starts[index + 1] ?? this.text.length;
    return this.text.slice(start, next).replace(/[\r\n]+$/, '');
  }

  /** The whole of a line, from its first character that is not white space to its last. */
  lineRange(index: number): Range {
    const text = this.line(index);
    const first = text.length - text.trimStart().length;
    return {
      start: { line: index, column: Math.min(first, text.trimEnd().length) },
      end: { line: index, column: text.trimEnd().length },
    };
  }
}
