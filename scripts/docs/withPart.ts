/**
 * A page with a part of it made anew: what stands between `<!-- name: made by ... -->` and `<!-- end of name -->`.
 *
 * @throws {Error} when the page has no such marks
 */
export function withPart(page: string, name: string, part: string): string {
  const startMark = `<!-- ${name}: made by \`npm run docs\` -->`;
  const [start, end] = [page.indexOf(startMark), page.indexOf(`<!-- end of ${name} -->`)];
  if (start < 0 || end < start) throw new Error(`There is no place for it: ${startMark}`);
  return `${page.slice(0, start + startMark.length)}\n\n${part}\n\n${page.slice(end)}`;
}
