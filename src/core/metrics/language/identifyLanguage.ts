import {
  type Identification,
  type IdentificationOptions,
  LanguageIdentifier,
} from './languageIdentifier.ts';

let loading: Promise<LanguageIdentifier> | undefined;

/**
 * Loads the language data (about 2.3 MB) when first asked for, once a process. Everything after is synchronous.
 *
 * The n-grams are those of the Efficient Language Detector (Apache-2.0), the trigrams those of franc (MIT), which were taken
 * from translations of the Universal Declaration of Human Rights: figures measured on such text flatter that part.
 */
export function loadLanguageIdentifier(): Promise<LanguageIdentifier> {
  loading ??= load();
  return loading;
}

/** Names the language of a text, loading the data where needed. */
export async function identifyLanguage(
  text: string,
  options: IdentificationOptions = {},
): Promise<Identification> {
  return (await loadLanguageIdentifier()).identify(text, options);
}

async function load(): Promise<LanguageIdentifier> {
  const [{ eld }, { data }] = await Promise.all([import('eld/medium'), import('franc/data.js')]);
  return new LanguageIdentifier(eld, data);
}
