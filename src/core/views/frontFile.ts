/** What the file in front is to the views that are about one prompt. */
export type FrontFile =
  /** It is that prompt. */
  | 'prompt'
  /** Suites know: it is a suite, or a text that one may name. */
  | 'ask'
  /** It has nothing to do with prompts: the views stay as they are. */
  | 'other';

/** @param path absolute */
export function frontFile(
  path: string,
  kinds: { isPrompt(path: string): boolean; isSuite(path: string): boolean },
): FrontFile {
  if (kinds.isPrompt(path)) return 'prompt';
  return kinds.isSuite(path) || /\.(?:md|markdown|txt)$/i.test(path) ? 'ask' : 'other';
}
