import { functionWords } from './functionWords.ts';
import type { Candidate } from './languages.ts';
import { candidates } from './languages.ts';
import type { NgramTable } from './ngramTable.ts';
import type { Script } from './scripts.ts';
import { ownLetters, spellingCues } from './spelling.ts';

/** What one kind of evidence says per candidate, in the order of the candidates of a script; larger speaks for the language. */
export type Evidence = Float64Array;

/** The tables that evidence is read from. */
export interface LanguageTables {
  readonly ngrams: NgramTable;
  /** Trigrams of languages by tag, most frequent first, joined by `|`. */
  readonly trigrams: Readonly<Record<string, string>>;
  /** Frequent words of a legal text by tag, most frequent first, with spaces between; the same text for all languages. */
  readonly words: Readonly<Record<string, string>>;
}

/** Candidates of a script and how likely each is by the evidence, in natural-log units. */
export interface EvidenceOfText {
  readonly candidates: readonly Candidate[];
  readonly scores: Evidence;
  /** Whether function words of some language were found. */
  readonly hasKnownWords: boolean;
  /** Mean score of the best language per n-gram; about 1 for text in a language the detector knows. */
  readonly fit: number;
  /** n-grams looked at. */
  readonly size: number;
}

/** Lower-cased words: letters with their marks, apostrophes inside. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{M}]+(?:'[\p{L}\p{M}]+)*/gu) ?? [];
}

/** Gathers evidence with tables that are built when a script is first met. */
export class EvidenceGatherer {
  private readonly tables: LanguageTables;
  private readonly byScript = new Map<Script, ScriptEvidence>();

  constructor(tables: LanguageTables) {
    this.tables = tables;
  }

  gather(words: readonly string[], script: Script): EvidenceOfText {
    return this.ofScript(script).gather(words);
  }

  /**
   * Whether function words alone show that a text is in a language: several are there, and no other language has
   * nearly as many. Cheap; false says nothing.
   */
  isPlainly(language: string, words: readonly string[], script: Script): boolean {
    return this.ofScript(script).isPlainly(language, words);
  }

  private ofScript(script: Script): ScriptEvidence {
    let ofScript = this.byScript.get(script);
    if (ofScript === undefined) {
      ofScript = new ScriptEvidence(this.tables, script);
      this.byScript.set(script, ofScript);
    }
    return ofScript;
  }
}

/** Pairs of candidate and weight, one after the other. */
type Postings = number[];

interface Cue {
  readonly pattern: RegExp;
  readonly weight: number;
}

/** The evidence among the candidates of one script. */
class ScriptEvidence {
  private readonly candidates: readonly Candidate[];
  private readonly ngrams: NgramTable;
  /** Places in the n-gram table: of the language itself, else of its relatives. */
  private readonly ngramPlaces: readonly {
    readonly own: boolean;
    readonly at: readonly number[];
  }[];
  private readonly words = new Map<string, Postings>();
  private readonly trigrams = new Map<number, Postings>();
  /** Numbers of the UTF-16 units that occur in trigrams, from 1; 0 for the others. */
  private readonly alphabet = new Uint16Array(0x10000);
  private alphabetSize = 0;
  private readonly hasTrigrams: readonly boolean[];
  private readonly cues: readonly (readonly Cue[])[];
  private readonly letters: readonly (ReadonlySet<string> | undefined)[];
  private readonly marked: RegExp | undefined;

  constructor({ ngrams, trigrams, words }: LanguageTables, script: Script) {
    this.candidates = candidates.filter((candidate) => candidate.script === script);
    this.ngrams = ngrams;
    this.ngramPlaces = this.candidates.map(({ ngramCode, relatives = [] }) => {
      const codes = ngramCode === undefined ? relatives : [ngramCode];
      return {
        own: ngramCode !== undefined,
        at: codes.map((code) => ngrams.languages.indexOf(code)),
      };
    });
    this.candidates.forEach((candidate, index) => {
      this.addWords(candidate, index, words);
    });
    this.hasTrigrams = this.candidates.map(({ tag }, index) => {
      const list = trigrams[tag];
      list?.split('|').forEach((trigram, rank) => {
        push(this.trigrams, this.numberOf(trigram), index, Math.log(600 / (rank + 20)) / 3);
      });
      return list !== undefined;
    });
    this.cues = this.candidates.map(({ tag }) =>
      spellingCues().filter(({ languages }) => languages.includes(tag)),
    );
    this.letters = this.candidates.map(({ tag }) => {
      const letters = ownLetters[tag];
      return letters === undefined ? undefined : new Set(letters);
    });
    this.marked =
      script === 'Cyrillic' ? CYRILLIC : script === 'Latin' ? LATIN_WITH_MARKS : undefined;
  }

  gather(words: readonly string[]): EvidenceOfText {
    const text = words.join(' ');
    const { evidence: scores, fit, size } = this.ngramEvidence(text, words);
    const known = this.wordEvidence(words);
    const trigrams = this.trigramEvidence(` ${text} `);
    this.candidates.forEach(({ rarity = 0 }, index) => {
      add(
        scores,
        index,
        WEIGHTS.functionWords * (known[index] ?? 0) +
          WEIGHTS.trigrams * (trigrams[index] ?? 0) -
          WEIGHTS.rarity * rarity,
      );
    });
    this.takeOffSpelling(scores, text);
    return {
      candidates: this.candidates,
      scores,
      hasKnownWords: known.some((weight) => weight > 0),
      fit,
      size,
    };
  }

  isPlainly(language: string, words: readonly string[]): boolean {
    const evidence = this.wordEvidence(words);
    const own = evidence[this.candidates.findIndex(({ tag }) => tag === language)] ?? 0;
    if (own < PLAIN) return false;
    return evidence.every(
      (other, index) => other <= own / 2 || this.candidates[index]?.tag === language,
    );
  }

  private addWords(
    { tag }: Candidate,
    index: number,
    words: Readonly<Record<string, string>>,
  ): void {
    let list = functionWords[tag] ?? '';
    if (tag === 'sr-Latn') list += ` ${latinised(functionWords.sr ?? '')}`;
    const weights = new Map<string, number>();
    for (const source of [list, words[tag] ?? ''])
      source.split(' ').forEach((word, rank) => {
        const weight = Math.log(1 + 400 / (rank + 8)) / 3;
        if (word !== '') weights.set(word, Math.max(weights.get(word) ?? 0, weight));
      });
    for (const [word, weight] of weights) push(this.words, word, index, weight);
  }

  /** A trigram as one number, which is quicker to look up than a text. */
  private numberOf(trigram: string): number {
    let number = 0;
    for (let i = 0; i < trigram.length; i++) {
      const code = trigram.charCodeAt(i);
      if (this.alphabet[code] === 0) this.alphabet[code] = ++this.alphabetSize;
      number = number * MOST_LETTERS + (this.alphabet[code] ?? 0);
    }
    return number;
  }

  private ngramEvidence(
    text: string,
    words: readonly string[],
  ): { evidence: Evidence; fit: number; size: number } {
    // The table knows letters only: in scripts that write vowels as marks, words are split there.
    const runs = MARK.test(text) ? text.split(MARKS_AND_SPACE) : words;
    const { means } = this.ngrams.means(runs);
    const mean = (place: number): number => (means[place] ?? 0) / TYPICAL_MEAN;
    const fit = means.reduce((most, value) => Math.max(most, value), 0) / TYPICAL_MEAN;
    const size = ngramCount(words);
    const evidence = new Float64Array(this.candidates.length);
    this.ngramPlaces.forEach(({ own, at }, index) => {
      const best = at.reduce((most, place) => Math.max(most, mean(place)), 0);
      evidence[index] = (own ? best : Math.max(best, Math.min(fit, FIT_OF_STRANGERS))) * size;
    });
    return { evidence, fit, size };
  }

  private wordEvidence(words: readonly string[]): Evidence {
    const evidence = new Float64Array(this.candidates.length);
    for (const word of words) {
      const whole = this.words.get(word);
      // `l'eau` counts as `eau`; what stands before the apostrophe is judged by spelling.
      const apostrophe = whole === undefined ? word.indexOf("'") : -1;
      addAll(evidence, apostrophe < 0 ? whole : this.words.get(word.slice(apostrophe + 1)));
    }
    return evidence;
  }

  private trigramEvidence(text: string): Evidence {
    const evidence = new Float64Array(this.candidates.length);
    let last = 0;
    for (let i = 0; i < text.length; i++) {
      last = (last % (MOST_LETTERS * MOST_LETTERS)) * MOST_LETTERS;
      last += this.alphabet[text.charCodeAt(i)] ?? 0;
      addAll(evidence, this.trigrams.get(last));
    }
    // A language without a list is neither helped nor ruled out: it gets what a near miss gets.
    const most = evidence.reduce((best, value) => Math.max(best, value), 0);
    this.hasTrigrams.forEach((has, index) => {
      if (!has) evidence[index] = NEAR_MISS * most;
    });
    return evidence;
  }

  /** Spelling only speaks against languages, so those that are far behind without it are left out. */
  private takeOffSpelling(scores: Evidence, text: string): void {
    const order = [...scores.keys()].sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
    const foreign = this.marked === undefined ? [] : countsOf(text, this.marked);
    let best = Number.NEGATIVE_INFINITY;
    for (const index of order) {
      const score = scores[index] ?? 0;
      if (score < best - HOPELESS) break;
      const less = score - WEIGHTS.spelling * this.misspelling(index, text, foreign);
      scores[index] = less;
      best = Math.max(best, less);
    }
  }

  private misspelling(
    index: number,
    text: string,
    marked: readonly (readonly [letter: string, times: number])[],
  ): number {
    let sum = 0;
    for (const { pattern, weight } of this.cues[index] ?? [])
      sum += weight * (text.match(pattern)?.length ?? 0);
    const letters = this.letters[index];
    if (letters === undefined) return sum;
    for (const [letter, times] of marked)
      if (!letters.has(letter)) sum += times * (BORROWED.test(letter) ? 1 : UNBORROWED);
    return sum;
  }
}

/** Fitted, like the others below, on articles 3, 9, 15, 21 and 27 of the Declaration in 85 languages; measured on others. */
const WEIGHTS = { functionWords: 1.4, trigrams: 0.4, spelling: 1, rarity: 0.6 };
/** Natural-log units behind the best from where on a language's chance is nothing. */
const HOPELESS = 12;
/** More than any script has in its lists; its cube is a small integer. */
const MOST_LETTERS = 1000;
/** Function-word evidence of about four frequent words. */
const PLAIN = 4;
const MARK = /\p{M}/u;
const MARKS_AND_SPACE = /[\p{M}\s]+/u;
const CYRILLIC = /[\u0400-\u04ff]/g;
const LATIN_WITH_MARKS = /[\u00df-\u024f\u1e00-\u1eff]/g;

function countsOf(text: string, pattern: RegExp): [string, number][] {
  const counts = new Map<string, number>();
  for (const letter of text.match(pattern) ?? []) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  return [...counts];
}

const TYPICAL_MEAN = 84;
/** Fit that text in a language unknown to the detector reaches in the best of the languages it knows. */
const FIT_OF_STRANGERS = 0.9;
const NEAR_MISS = 0.8;
/** Letters that names and loanwords bring into texts of other languages. */
const BORROWED = /[áàâäãåéèêëíîïóôöõøúùûüñçæœßšž]/;
/** How much more than one of those another letter says that the language does not write. */
const UNBORROWED = 4;

/** About how many n-grams the detector takes from distinct words: one per three bytes of UTF-8. */
function ngramCount(words: readonly string[]): number {
  let count = 0;
  for (const word of new Set(words)) {
    let bytes = 0;
    for (const letter of word) {
      const code = letter.codePointAt(0) ?? 0;
      bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    }
    count += Math.ceil(bytes / 3);
  }
  return Math.max(1, Math.min(count, 120));
}

function push<Key>(map: Map<Key, Postings>, key: Key, index: number, weight: number): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [index, weight]);
  else list.push(index, weight);
}

function addAll(evidence: Evidence, postings: Postings | undefined): void {
  if (postings === undefined) return;
  for (let i = 0; i < postings.length; i += 2)
    add(evidence, postings[i] ?? 0, postings[i + 1] ?? 0);
}

function add(evidence: Evidence, index: number, amount: number): void {
  evidence[index] = (evidence[index] ?? 0) + amount;
}

const LATIN_FOR_SERBIAN: Readonly<Record<string, string>> = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  д: 'd',
  ђ: 'đ',
  е: 'e',
  ж: 'ž',
  з: 'z',
  и: 'i',
  ј: 'j',
  к: 'k',
  л: 'l',
  љ: 'lj',
  м: 'm',
  н: 'n',
  њ: 'nj',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  ћ: 'ć',
  у: 'u',
  ф: 'f',
  х: 'h',
  ц: 'c',
  ч: 'č',
  џ: 'dž',
  ш: 'š',
};

function latinised(text: string): string {
  return text.replace(/\p{Script=Cyrillic}/gu, (letter) => LATIN_FOR_SERBIAN[letter] ?? letter);
}
