/**
 * Leaves only what tells the language of a text: prose.
 *
 * A German answer around a code block is German, so fenced and inline code, markup, links, mail addresses,
 * `{{placeholders}}`, file paths and words that hold digits are replaced by a space. Line breaks are kept, since the
 * pieces of a text are found by them. Where nothing else is left, the caller sees an empty text and says so.
 */
export function plainProse(text: string): string {
  let prose = text.normalize('NFC');
  for (const { needs, pattern, by } of REMOVED)
    if (needs.test(prose)) prose = prose.replace(pattern, by);
  return prose;
}

/** A fenced block, closed or cut off by the end of the text. No groups used by callers. */
const FENCED_CODE = /(?:^|\n)[ \t]*(```|~~~)[^\n]*(?:\n[\s\S]*?)?(?:\n[ \t]*\1[^\n]*|$)/g;
const INLINE_CODE = /`[^`\n]{1,200}`/g;
/** The target of a Markdown link; its label is prose and stays. */
const LINK_TARGET = /\]\([^)\s]{1,2000}\)/g;
const URL = /\b(?:[a-z][a-z0-9+.-]{1,20}:\/\/|www\.)\S+/gi;
const MAIL_ADDRESS = /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,64}(?:\.[\p{L}\p{N}-]{1,64})+/gu;
const TEMPLATE_PLACEHOLDER =
  /\{\{[^{}\n]{0,200}\}\}|\$\{[^{}\n]{0,200}\}|\{%[^%\n]{0,200}%\}|<<[^<>\n]{0,60}>>/g;
const MARKUP_TAG = /<\/?[a-z][^<>\n]{0,300}>|<!--[\s\S]{0,2000}?-->/gi;
const ENTITY = /&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z]{2,20});/gi;
const HANDLE = /(?<![\p{L}\p{N}])[@#][\p{L}\p{N}_]{1,60}/gu;
/** `src/a/b.ts`, `C:\\x\\y`. */
const PATH = /(?<![\p{L}\p{N}])[\w~.-]{1,80}(?:[/\\][\w.-]{1,80}){2,}/giu;
const DOMAIN =
  /(?<![\p{L}\p{N}])[a-z0-9-]{2,63}\.(?:com|org|net|io|dev|ts|js|py|md|json|html?|ya?ml)\b/giu;
const SNAKE_CASE = /(?<!\w)[a-z0-9]{0,80}_\w+/giu;
const WORD_WITH_DIGIT = /(?<![\p{L}\p{M}])[\p{L}\p{M}]*\p{N}[\p{L}\p{M}\p{N}]*/gu;
const APOSTROPHE = /[’ʼ‘]/g;

/** What is replaced, in this order. Most texts lack most of it, and a quick look says so. */
const REMOVED: readonly {
  readonly needs: RegExp;
  readonly pattern: RegExp;
  readonly by: string;
}[] = [
  { needs: /```|~~~/, pattern: FENCED_CODE, by: '\n' },
  { needs: /`/, pattern: INLINE_CODE, by: ' ' },
  { needs: /\]\(/, pattern: LINK_TARGET, by: ']' },
  { needs: /:\/\/|www\./i, pattern: URL, by: ' ' },
  { needs: /@/, pattern: MAIL_ADDRESS, by: ' ' },
  { needs: /[{%<]/, pattern: TEMPLATE_PLACEHOLDER, by: ' ' },
  { needs: /</, pattern: MARKUP_TAG, by: ' ' },
  { needs: /&/, pattern: ENTITY, by: ' ' },
  { needs: /[@#]/, pattern: HANDLE, by: ' ' },
  { needs: /[/\\]/, pattern: PATH, by: ' ' },
  { needs: /\.[a-z]/i, pattern: DOMAIN, by: ' ' },
  { needs: /_/, pattern: SNAKE_CASE, by: ' ' },
  { needs: /\p{N}/u, pattern: WORD_WITH_DIGIT, by: ' ' },
  { needs: /[’ʼ‘]/, pattern: APOSTROPHE, by: "'" },
];
