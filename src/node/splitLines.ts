/**
 * The lines of a text that arrives in pieces, without their ends (`\n`, `\r\n`, `\r`, as `LineMap` counts them).
 * Not `node:readline`, which also ends lines at U+2028: JSON may hold that inside a string.
 *
 * @param tooLong what to throw on a line with more than `maxLength` characters, by its 1-based number
 */
export async function* splitLines(
  pieces: AsyncIterable<string>,
  maxLength: number,
  tooLong: (line: number) => Error,
): AsyncGenerator<string> {
  // The end of a line. No groups. Own to each call, because it remembers a place.
  const lineEnd = /\r\n|\n|\r/g;
  let rest: string[] = [];
  let length = 0;
  let number = 1;
  let endedWithReturn = false;
  for await (const piece of pieces) {
    // The other half of `\r\n`, where the pieces part between the two.
    let start: number = endedWithReturn && piece.startsWith('\n') ? 1 : 0;
    lineEnd.lastIndex = start;
    for (let end = lineEnd.exec(piece); end !== null; end = lineEnd.exec(piece)) {
      const line = rest.join('') + piece.slice(start, end.index);
      if (line.length > maxLength) throw tooLong(number);
      yield line;
      number++;
      rest = [];
      length = 0;
      start = end.index + end[0].length;
    }
    if (piece !== '') endedWithReturn = piece.endsWith('\r');
    rest.push(piece.slice(start));
    length += piece.length - start;
    if (length > maxLength) throw tooLong(number);
  }
  if (length > 0) yield rest.join('');
}
