import type { LanguageCode } from './language.ts';
import type { PhraseBook } from './phraseBook.ts';
import { german } from './phrases/de.ts';
import { english } from './phrases/en.ts';
import { spanish } from './phrases/es.ts';
import { french } from './phrases/fr.ts';
import { italian } from './phrases/it.ts';
import { dutch } from './phrases/nl.ts';
import { polish } from './phrases/pl.ts';
import { portuguese } from './phrases/pt.ts';

export const phraseBooks: Readonly<Record<LanguageCode, PhraseBook>> = {
  en: english,
  de: german,
  fr: french,
  es: spanish,
  it: italian,
  nl: dutch,
  pt: portuguese,
  pl: polish,
};
