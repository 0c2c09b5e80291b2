import { functionWords } from './functionWords.ts';
import type { Candidate } from './languages.ts';
import { candidates } from './languages.ts';
import type { Script } from './scripts.ts';
import { ownLetters, spellingCues } from './spelling.ts';

/** What one kind of evidence says per candidate, in the order of the candidates; larger speaks for the language. */
export type Evidence = Float64Array;

/** The n-gram detector as far as it is used here. */
export interface NgramDetector {
  detect(text: string): { getScores(): Record<string, number> };
}

/** Trigrams of languages by script, most frequent first, joined by `|`. */
export type TrigramLists = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The four kinds of evidence on the words of one text. */
export interface EvidenceOfText {
  readonly ngrams: Evidence;
  readonly functionWords: Evidence;
  readonly trigrams: Evidence;
  readonly spelling: Evidence;
  /** Mean score of the best language per n-gram; about 1 for text in a language the detector knows. */
  readonly fit: number;
  /** n-grams looked at. */
  readonly size: number;
}

/** Lower-cased words: letters with their marks, apostrophes inside. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{M}]+(?:'[\p{L}\p{M}]+)*/gu) ?? [];
}

/** Gathers evidence with tables that are built once. */
export class EvidenceGatherer {
  private readonly detector: NgramDetector;
  private readonly wordWeights = new Map<string, [candidate: number, weight: number][]>();
  private readonly trigramWeights = new Map<string, [candidate: number, weight: number][]>();
  private readonly hasTrigrams: readonly boolean[];
  private readonly cuesByScript = new Map<
    Script,
    { pattern: RegExp; weight: number; at: number[] }[]
  >();
  private readonly letters = candidates.map(({ tag }) => {
    const letters = ownLetters[tag];
    return letters === undefined ? undefined : new Set(letters);
  });

  constructor(detector: NgramDetector, trigrams: TrigramLists) {
    this.detector = detector;
    candidates.forEach((candidate, index) => {
      this.addWords(candidate, index);
    });
    this.hasTrigrams = candidates.map((candidate, index) =>
      this.addTrigrams(candidate, index, trigrams),
    );
    for (const { languages, pattern, weight } of spellingCues) {
      const at = languages.map((tag) => candidates.findIndex((candidate) => candidate.tag === tag));
      const script = candidates[at[0] ?? -1]?.script;
      if (script === undefined) continue;
      const cues = this.cuesByScript.get(script) ?? [];
      cues.push({ pattern, weight, at });
      this.cuesByScript.set(script, cues);
    }
  }

  gather(text: string, script: Script): EvidenceOfText {
    const words = wordsOf(text);
    const size = ngramCount(words);
    const ngrams = this.ngramEvidence(words.join(' '), size, script);
    return {
      ngrams: ngrams.evidence,
      functionWords: this.wordEvidence(words),
      trigrams: this.trigramEvidence(` ${words.join(' ')} `, script),
      spelling: this.spellingEvidence(words.join(' '), script),
      fit: ngrams.fit,
      size,
    };
  }

  private addWords({ tag }: Candidate, index: number): void {
    let list = functionWords[tag] ?? '';
    if (tag === 'sr-Latn') list += ` ${latinised(functionWords.sr ?? '')}`;
    [...new Set(list.split(' '))].forEach((word, rank) => {
      if (word !== '') push(this.wordWeights, word, index, Math.log(1 + 400 / (rank + 8)) / 3);
    });
  }

  private addTrigrams(
    { script, trigramCode }: Candidate,
    index: number,
    lists: TrigramLists,
  ): boolean {
    const list = trigramCode === undefined ? undefined : lists[script]?.[trigramCode];
    if (list === undefined) return false;
    list.split('|').forEach((trigram, rank) => {
      push(this.trigramWeights, trigram, index, Math.log(600 / (rank + 20)) / 3);
    });
    return true;
  }

  private ngramEvidence(
    text: string,
    size: number,
    script: Script,
  ): { evidence: Evidence; fit: number } {
    const scores = this.detector.detect(text).getScores();
    // The detector squeezes a mean m per n-gram into m / (m + 25); typical means of a right language are near 84.
    const mean = (code: string): number => {
      const score = scores[code] ?? 0;
      return (25 * score) / (1 - score) / TYPICAL_MEAN;
    };
    const fit = Math.max(0, ...Object.keys(scores).map(mean));
    const evidence = new Float64Array(candidates.length);
    candidates.forEach((candidate, index) => {
      if (candidate.script !== script) return;
      if (candidate.ngramCode !== undefined) {
        evidence[index] = mean(candidate.ngramCode) * size;
        return;
      }
      const kin = Math.max(0, ...(candidate.relatives ?? []).map(mean));
      evidence[index] = Math.max(kin, Math.min(fit, FIT_OF_STRANGERS)) * size;
    });
    return { evidence, fit };
  }

  private wordEvidence(words: readonly string[]): Evidence {
    const evidence = new Float64Array(candidates.length);
    for (const word of words) {
      const whole = this.wordWeights.get(word);
      const weights = whole ?? (word.includes("'") ? this.elided(word) : undefined);
      for (const [index, weight] of weights ?? []) add(evidence, index, weight);
    }
    return evidence;
  }

  /** `l'eau` counts as `eau`; what stands before the apostrophe is judged by spelling. */
  private elided(word: string): [number, number][] | undefined {
    return this.wordWeights.get(word.slice(word.indexOf("'") + 1));
  }

  private trigramEvidence(text: string, script: Script): Evidence {
    const evidence = new Float64Array(candidates.length);
    for (let i = 0; i + 3 <= text.length; i++)
      for (const [index, weight] of this.trigramWeights.get(text.slice(i, i + 3)) ?? [])
        add(evidence, index, weight);
    // A language without a list is neither helped nor ruled out: it gets what a near miss gets.
    let most = 0;
    candidates.forEach((candidate, index) => {
      if (candidate.script === script) most = Math.max(most, evidence[index] ?? 0);
    });
    candidates.forEach((candidate, index) => {
      if (candidate.script === script && !this.hasTrigrams[index])
        evidence[index] = NEAR_MISS * most;
    });
    return evidence;
  }

  private spellingEvidence(text: string, script: Script): Evidence {
    const evidence = new Float64Array(candidates.length);
    for (const { pattern, weight, at } of this.cuesByScript.get(script) ?? []) {
      const found = text.match(pattern)?.length ?? 0;
      if (found > 0) for (const index of at) add(evidence, index, -weight * found);
    }
    const marked = text.match(
      script === 'Cyrillic' ? /[\u0400-\u04ff]/g : /[\u00df-\u024f\u1e00-\u1eff]/g,
    );
    if (marked === null || (script !== 'Latin' && script !== 'Cyrillic')) return evidence;
    const letterCounts = new Map<string, number>();
    for (const letter of marked) letterCounts.set(letter, (letterCounts.get(letter) ?? 0) + 1);
    this.letters.forEach((letters, index) => {
      if (letters === undefined || candidates[index]?.script !== script) return;
      let foreign = 0;
      for (const [letter, times] of letterCounts)
        if (!letters.has(letter)) foreign += times * (BORROWED.test(letter) ? 1 : UNBORROWED);
      add(evidence, index, -foreign);
    });
    return evidence;
  }
}

const TYPICAL_MEAN = 84;
/** Fit that text in a language unknown to the detector reaches in the best of the languages it knows. */
const FIT_OF_STRANGERS = 0.7;
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

function push<T>(map: Map<string, [number, T][]>, key: string, index: number, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [[index, value]]);
  else list.push([index, value]);
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
