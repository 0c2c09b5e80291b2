/** Lines of a text that arrives in pieces; what follows the last line end waits for the rest of its line. */
export class LineBuffer {
  private readonly maxLength: number;
  private rest = '';

  /** @param maxLength a longer line is given cut off, one character longer than that */
  constructor(maxLength: number) {
    this.maxLength = maxLength;
  }

  /** The lines that a piece completes, without their ends (`\n` or `\r\n`). */
  push(piece: string): readonly string[] {
    const [first = '', ...others] = piece.split('\n');
    const head = this.cut(this.rest + first);
    if (others.length === 0) {
      this.rest = head;
      return [];
    }
    this.rest = this.cut(others.pop() ?? '');
    return [head, ...others].map((line) =>
      this.cut(line.endsWith('\r') ? line.slice(0, -1) : line),
    );
  }

  /** The line that has no end yet, which is forgotten; undefined where there is none. */
  flush(): string | undefined {
    const line = this.rest === '' ? undefined : this.rest;
    this.rest = '';
    return line;
  }

  private cut(line: string): string {
    return line.length > this.maxLength ? line.slice(0, this.maxLength + 1) : line;
  }
}
