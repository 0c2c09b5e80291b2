import {
  type Identification,
  type IdentificationOptions,
  LanguageIdentifier,
} from './languageIdentifier.ts';
import { NgramTable } from './ngramTable.ts';

let loading: Promise<LanguageIdentifier> | undefined;

/**
 * Loads the language tables (about 1 MB) when first asked for, once a process. Everything after is synchronous.
 *
 * Measured on articles 6, 12, 18, 24 and 30 of the Universal Declaration of Human Rights in 89 languages, which were used neither for
 * word lists nor for weights (the trigrams, which are franc's, were taken from all articles): see `npm run oracle:langid`. Everyday
 * sentences in close languages are right less often than such legal ones.
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
  const { ngramLanguages, packedNgrams, trigramLists, wordLists } = await import(
    './tables.data.ts'
  );
  const ngrams = new NgramTable(ngramLanguages, packedNgrams);
  return new LanguageIdentifier({ ngrams, trigrams: trigramLists, words: wordLists });
}
