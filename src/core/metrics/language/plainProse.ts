/**
 * Leaves only what tells the language of a text: prose.
 *
 * A German answer around a code block is German, so fenced and inline code, markup, links, mail addresses,
 * `{{placeholders}}`, file paths and words that hold digits are replaced by a space. Line breaks are kept, since the
 * pieces of a text are found by them. Where nothing else is left, the caller sees an empty text and says so.
 */
export function plainProse(text: string): string {
  return text
    .normalize('NFC')
    .replace(FENCED_CODE, '\n')
    .replace(INLINE_CODE, ' ')
    .replace(LINK_TARGET, ']')
    .replace(URL, ' ')
    .replace(MAIL_ADDRESS, ' ')
    .replace(TEMPLATE_PLACEHOLDER, ' ')
    .replace(MARKUP_TAG, ' ')
    .replace(ENTITY, ' ')
    .replace(HANDLE, ' ')
    .replace(PATH_OR_DOMAIN, ' ')
    .replace(WORD_WITH_DIGIT, ' ')
    .replace(APOSTROPHE, "'");
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
/** `src/a/b.ts`, `C:\\x\\y`, `example.com`, `snake_case`: at least one inner mark, no spaces. */
const PATH_OR_DOMAIN =
  /(?<![\p{L}\p{N}])[\w~.-]{1,80}(?:[/\\][\w.-]{1,80}){2,}|(?<![\p{L}\p{N}])[a-z0-9-]{2,63}\.(?:com|org|net|io|dev|ts|js|py|md|json|html?|ya?ml)\b|\b\w+_\w+\b/giu;
const WORD_WITH_DIGIT = /[\p{L}\p{M}]*\p{N}[\p{L}\p{M}\p{N}]*/gu;
const APOSTROPHE = /[’ʼ‘]/g;
