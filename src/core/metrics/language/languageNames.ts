import { nearest } from '../../nearest.ts';
import { functionWords } from './functionWords.ts';
import { iso6393 } from './threeLetterCodes.ts';

/** A language as somebody wrote it, read: a BCP-47 tag, else the likeliest language meant. */
export type ParsedLanguage =
  | { readonly language: string }
  | { readonly language: undefined; readonly suggestions: readonly string[] };

/** The English name of a language: `German` for `de`; the tag itself where it has no name. */
export function languageName(tag: string): string {
  try {
    return displayNames().of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** Reads `German`, `Deutsch`, `de`, `de-DE`, `de_DE` or `deu` as `de`; a script is kept for Chinese and Serbian only. */
export function parseLanguage(text: string): ParsedLanguage {
  const given = text.trim();
  const tag = readTag(given) ?? namedLanguages().get(given.toLowerCase());
  if (tag !== undefined) return { language: tag };
  const close = nearest(given.toLowerCase(), namedLanguages().keys());
  const meant = close === undefined ? undefined : namedLanguages().get(close);
  return { language: undefined, suggestions: meant === undefined ? [] : [meant] };
}

/**
 * Whether two tags mean one language. Regions make no difference. `no` is Bokmål and Nynorsk alike, those two differ.
 * Scripts count where both tags tell one (`zh-TW` tells `Hant`), as for Chinese or Serbian.
 */
export function sameLanguage(a: string, b: string): boolean {
  const [one, other] = [localeOf(a), localeOf(b)];
  if (one === undefined || other === undefined) return false;
  const bothNorwegian = [one, other].every(({ language }) => NORWEGIAN.has(language));
  const unspecific = one.language === 'no' || other.language === 'no';
  if (baseOf(one) !== baseOf(other) && !(bothNorwegian && unspecific)) return false;
  const [script, otherScript] = [scriptOf(one), scriptOf(other)];
  return script === undefined || otherScript === undefined || script === otherScript;
}

let names: Intl.DisplayNames | undefined;

function displayNames(): Intl.DisplayNames {
  names ??= new Intl.DisplayNames(['en'], { type: 'language' });
  return names;
}

let byName: Map<string, string> | undefined;

/** English names and the languages' own names, in lower case. */
function namedLanguages(): ReadonlyMap<string, string> {
  if (byName !== undefined) return byName;
  byName = new Map();
  const codes = new Set([...Object.keys(functionWords), ...Object.values(iso6393)]);
  for (const code of codes) {
    byName.set(languageName(code).toLowerCase(), code);
    const own = new Intl.DisplayNames([code], { type: 'language' }).of(code);
    if (own !== undefined && own !== code && !byName.has(own.toLowerCase()))
      byName.set(own.toLowerCase(), code);
  }
  for (const [name, code] of Object.entries(OTHER_NAMES)) byName.set(name, code);
  return byName;
}

const OTHER_NAMES: Readonly<Record<string, string>> = {
  'bahasa indonesia': 'id',
  'bahasa melayu': 'ms',
  'brazilian portuguese': 'pt',
  castilian: 'es',
  'chinese (simplified)': 'zh-Hans',
  'chinese (traditional)': 'zh-Hant',
  farsi: 'fa',
  flemish: 'nl',
  mandarin: 'zh',
  norwegian: 'nb',
  'simplified chinese': 'zh-Hans',
  tagalog: 'tl',
  'traditional chinese': 'zh-Hant',
};

function readTag(given: string): string | undefined {
  const locale = localeOf(given);
  if (locale === undefined) return undefined;
  const base = baseOf(locale);
  const script = base === 'zh' || base === 'sr' ? scriptOf(locale) : undefined;
  return script === undefined ? base : `${base}-${script}`;
}

const locales = new Map<string, Intl.Locale | undefined>();
const MOST_LOCALES = 1000;

/** Kept once read: scoring compares the same few tags over and over. */
function localeOf(tag: string): Intl.Locale | undefined {
  const kept = locales.get(tag);
  if (kept !== undefined || locales.has(tag)) return kept;
  if (locales.size >= MOST_LOCALES) locales.clear();
  const locale = readLocale(tag);
  locales.set(tag, locale);
  return locale;
}

function readLocale(tag: string): Intl.Locale | undefined {
  const match = LANGUAGE_TAG.exec(tag.trim().replaceAll('_', '-'));
  const primary = match?.[1]?.toLowerCase();
  if (match === null || primary === undefined) return undefined;
  const isKnown =
    primary in functionWords || primary in iso6393 || languageName(primary) !== primary;
  if (!isKnown) return undefined;
  try {
    return new Intl.Locale(`${iso6393[primary] ?? primary}${match[2] ?? ''}`);
  } catch {
    return undefined;
  }
}

/** Groups: 1 the primary subtag, 2 what follows it. */
const LANGUAGE_TAG = /^([a-z]{2,3})((?:-[a-z0-9]{1,8})*)$/i;

const NORWEGIAN = new Set(['no', 'nb', 'nn']);

const SAME_CODE: Readonly<Record<string, string>> = {
  no: 'nb',
  iw: 'he',
  in: 'id',
  fil: 'tl',
  ji: 'yi',
};

function baseOf({ language }: Intl.Locale): string {
  return SAME_CODE[language] ?? language;
}

/** The script a tag tells; for Chinese a region tells one too. */
function scriptOf(locale: Intl.Locale): string | undefined {
  if (locale.script !== undefined) return locale.script;
  return locale.language === 'zh' && locale.region !== undefined
    ? locale.maximize().script
    : undefined;
}
