import * as z from 'zod';
import type { LanguageIdentifier } from '../../src/core/metrics/language/languageIdentifier.ts';
import { sameLanguage } from '../../src/core/metrics/language/languageNames.ts';

const LabelledText = z.object({ lang: z.string(), words: z.number(), text: z.string() });

/** A text, its language and its length in words. */
export type LabelledText = z.infer<typeof LabelledText>;

/** How often the identifier is right. A text it calls unknown counts as not right; A share of nothing is null. */
export interface LangidFigures {
  /** 0 to 1. */
  readonly accuracy: number | null;
  readonly total: number;
  readonly byLength: Readonly<Record<'3-5' | '6-10' | '11+', number | null>>;
  readonly byLanguage: Readonly<
    Record<string, { readonly total: number; readonly right: number; readonly accuracy: number }>
  >;
  /** `expected>answer` (or `>unknown`) and how often, most frequent first. */
  readonly confusions: Readonly<Record<string, number>>;
}

/** Reads JSON Lines. @throws {Error} naming file and line where one is not a labelled text. */
export function readLabelledTexts(content: string, file: string): LabelledText[] {
  return content.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    try {
      return [LabelledText.parse(JSON.parse(line))];
    } catch (cause) {
      throw new Error(`${file}:${index + 1}: not a labelled text`, { cause });
    }
  });
}

export function measureIdentifier(
  identifier: LanguageIdentifier,
  texts: readonly LabelledText[],
): LangidFigures {
  const lengths = { '3-5': new Tally(), '6-10': new Tally(), '11+': new Tally() };
  const languages = new Map<string, Tally>();
  const confusions = new Map<string, number>();
  const all = new Tally();
  for (const { lang, words, text } of texts) {
    const answer = identifier.identify(text).language;
    const right = answer !== null && sameLanguage(answer, lang);
    const ofLanguage = languages.get(lang) ?? new Tally();
    languages.set(lang, ofLanguage);
    const length = words <= 5 ? '3-5' : words <= 10 ? '6-10' : '11+';
    for (const tally of [all, ofLanguage, lengths[length]]) tally.count(right);
    if (right) continue;
    const pair = `${lang}>${answer ?? 'unknown'}`;
    confusions.set(pair, (confusions.get(pair) ?? 0) + 1);
  }
  return {
    accuracy: all.share,
    total: all.total,
    byLength: {
      '3-5': lengths['3-5'].share,
      '6-10': lengths['6-10'].share,
      '11+': lengths['11+'].share,
    },
    byLanguage: Object.fromEntries(
      [...languages].map(([lang, { total, right }]) => [
        lang,
        { total, right, accuracy: right / total },
      ]),
    ),
    confusions: Object.fromEntries([...confusions].sort((a, b) => b[1] - a[1])),
  };
}

class Tally {
  total = 0;
  right = 0;

  count(right: boolean): void {
    this.total++;
    if (right) this.right++;
  }

  /** Null where nothing was counted. */
  get share(): number | null {
    return this.total === 0 ? null : this.right / this.total;
  }
}
