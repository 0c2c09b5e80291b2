import { EvidenceGatherer, type EvidenceOfText, type LanguageTables, wordsOf } from './evidence.ts';
import { languageName, parseLanguage, sameLanguage } from './languageNames.ts';
import { candidates } from './languages.ts';
import { plainProse } from './plainProse.ts';
import { countScripts, isPlainlyChinese, languageOfScript, type Script } from './scripts.ts';

/** What is known of the language of a text. */
export interface Identification {
  /** BCP-47 primary subtag, `nb` for Norwegian Bokmål; null where the text does not tell. */
  readonly language: string | null;
  /** 0 to 1: estimated probability that the best guess is right. */
  readonly confidence: number;
  /** Why no language is named, or what limits the confidence; a phrase that ends a sentence. */
  readonly reason?: string;
  /** The next likely language; where none is named, the likeliest. */
  readonly runnerUp?: string;
  /** Where a language was expected: estimated probability, 0 to 1, that the text is in it. */
  readonly expectedConfidence?: number;
}

export interface IdentificationOptions {
  /**
   * The language, or languages, that somebody expects, in any form `parseLanguage` reads.
   *
   * It never tips the scales: it asks for a clearer case. Where the text reads nearly as well in an expected language as
   * in another one, the answer is unknown, whichever of the two is ahead.
   */
  readonly expected?: string | readonly string[];
}

/** Share of a text's prose that is in a language, 0 to 1. */
export interface LanguageShare {
  readonly language: string | null;
  readonly share: number;
}

/** Names the language of texts; deterministic, without state that callers could see. */
export class LanguageIdentifier {
  private readonly gatherer: EvidenceGatherer;

  constructor(tables: LanguageTables) {
    this.gatherer = new EvidenceGatherer(tables);
  }

  identify(text: string, options: IdentificationOptions = {}): Identification {
    const prose = plainProse(text.slice(0, LONGEST_TEXT)).trim();
    const whole = this.ofProse(prose, expectedTags(options));
    if (whole.language === null || prose.length < SHORTEST_MIXED) return whole;
    return this.unlessMixed(prose, whole);
  }

  /** Languages of the pieces of a text by their share of its letters, largest first; null: pieces that do not tell. */
  shares(text: string): LanguageShare[] {
    return this.sharesOf(piecesOf(plainProse(text.slice(0, LONGEST_TEXT))));
  }

  /** The same of pieces; `likely` is a language that many of them are probably in. */
  private sharesOf(pieces: readonly string[], likely?: string): LanguageShare[] {
    const lengths = new Map<string | null, number>();
    let total = 0;
    for (const piece of pieces) {
      const length = letterCount(piece);
      if (length === 0) continue;
      const key = this.languageOfPiece(piece, likely);
      lengths.set(key, (lengths.get(key) ?? 0) + length);
      total += length;
    }
    return [...lengths]
      .map(([language, length]) => ({ language, share: length / total }))
      .sort((a, b) => b.share - a.share);
  }

  private languageOfPiece(piece: string, likely: string | undefined): string | null {
    if (likely !== undefined) {
      const words = wordsOf(piece);
      const script = scriptOf(likely);
      if (script !== undefined && this.gatherer.isPlainly(likely, words, script)) return likely;
    }
    const { language, confidence } = this.ofProse(piece, []);
    return confidence >= SURE_PIECE ? language : null;
  }

  /** A text whose sure pieces are in two languages has no one language, unless one of them is marginal. */
  private unlessMixed(prose: string, whole: Identification): Identification {
    const shares = this.sharesOf(piecesOf(prose), whole.language ?? undefined);
    const sure = shares.filter(({ language }) => language !== null);
    const [first, second] = sure;
    if (first?.language == null || second?.language == null) return whole;
    if (closelyRelated(first.language, second.language)) return whole;
    const told = first.share + second.share;
    if (second.share / told < MIXED_SHARE)
      return whole.language === second.language
        ? { language: first.language, confidence: first.share / told, runnerUp: second.language }
        : whole;
    const percent = (share: number) => `${Math.round(100 * share)} %`;
    return {
      language: null,
      confidence: first.share,
      reason: `it is partly ${languageName(first.language)} (${percent(first.share)}) and partly ${languageName(second.language)} (${percent(second.share)})`,
      runnerUp: first.language,
    };
  }

  private ofProse(prose: string, expected: readonly string[]): Identification {
    const scripts = countScripts(prose);
    const letters = [...scripts.values()].reduce((sum, count) => sum + count, 0);
    if (letters === 0)
      return { language: null, confidence: 0, reason: 'it has no words in a natural language' };
    const script = mainScript(scripts);
    const sole = languageOfScript(script, prose);
    if (sole !== undefined) return ofSoleScript(sole, script, scripts, prose, expected);
    const words = wordsOf(sample(prose));
    return decide(this.gatherer.gather(words, script), words.length, letters, expected);
  }
}

/** Characters looked at; the rest of a longer text changes nothing. */
const LONGEST_TEXT = 20_000;
const SHORTEST_MIXED = 80;
const SURE_PIECE = 0.9;
/** A second language below this share is a quotation or a name, not a mixture. */
const MIXED_SHARE = 0.3;
/** Below this estimated probability no language is named. */
const LEAST_CONFIDENCE = 0.3;
/** The same where a language is expected and is one of the two nearest: either way it must be this clear. */
const LEAST_CONFIDENCE_BETWEEN = 0.6;
/** The same for close relatives, whose short texts often fit both. */
const LEAST_BETWEEN_RELATIVES = 0.8;
/** The same for languages that differ in few words. */
const LEAST_BETWEEN_TWINS = 0.9;
/** A text is in another language than the expected one where that is no likelier than this. */
const MOST_OF_EXPECTED = 0.2;
/** The same where the other language is hardly more than a guess. */
const MOST_BESIDE_A_GUESS = 0.05;
const TWINS = new Set(['hr', 'bs', 'sr']);
/** Turns summed evidence into natural-log odds; fitted on web sentences of 3 to 14 words. */
const SHARPNESS = 1.3;

/** Languages that are far less often written than a close relative: short texts that fit both are more likely the other. */
const SELDOM = new Set(['lb', 'fy', 'gl', 'nn', 'fo', 'ast', 'oc']);
/** Of the evidence, in the unit of the scores: odds of about 5 to 8, far below what their number of readers would give. */
const SELDOM_LACK = 0.35;

function decide(
  evidence: EvidenceOfText,
  words: number,
  letters: number,
  expected: readonly string[],
): Identification {
  const ranked = evidence.candidates
    .map(({ tag }, index) => ({
      language: tag === 'sr-Latn' ? 'sr' : tag,
      score: (evidence.scores[index] ?? 0) - (SELDOM.has(tag) ? SELDOM_LACK : 0),
    }))
    .sort((a, b) => b.score - a.score);
  const [best, next] = ranked;
  if (best === undefined || next === undefined)
    return { language: null, confidence: 0, reason: 'its script is not known' };
  const total = ranked.reduce(
    (sum, { score }) => sum + Math.exp(SHARPNESS * (score - best.score)),
    0,
  );
  const confidence = (1 / total) * familiarity(evidence);
  const runnerUp = next.language;
  const isExpected = (language: string) => expected.some((tag) => sameLanguage(tag, language));
  let expectedConfidence = 0;
  if (expected.length > 0)
    for (const { language, score } of ranked)
      if (isExpected(language))
        expectedConfidence += Math.exp(SHARPNESS * (score - best.score)) / total;
  const ofExpected = expected.length === 0 ? {} : { expectedConfidence };
  const unknown = (reason: string): Identification => ({
    language: null,
    confidence,
    reason,
    runnerUp: best.language,
    ...ofExpected,
  });
  if (letters < FEWEST_LETTERS || confidence < (SURE_FROM[words] ?? 0))
    return unknown(`${words === 1 ? 'one word is' : `${words} words are`} too little to tell`);
  if (confidence < LEAST_CONFIDENCE)
    return unknown(
      `it could be ${languageName(best.language)} or ${languageName(runnerUp)}, or a language that is not known here`,
    );
  // Where the expected language, or a close relative of it, is in question, either way it must be clear.
  const between = ranked.find(
    ({ language }, index) =>
      isExpected(language) && (index < 2 || closelyRelated(language, best.language)),
  );
  const other = isExpected(best.language) ? runnerUp : (between?.language ?? runnerUp);
  if (between !== undefined && confidence < leastBetween(best.language, other))
    return unknown(
      `it reads as ${languageName(best.language)} and nearly as well as ${languageName(runnerUp)}`,
    );
  const isOther = expected.length > 0 && !isExpected(best.language);
  const most = confidence < LEAST_CONFIDENCE_BETWEEN ? MOST_BESIDE_A_GUESS : MOST_OF_EXPECTED;
  if (isOther && expectedConfidence > most)
    return unknown(`it reads most like ${languageName(best.language)}, but not clearly so`);
  return { language: best.language, confidence, runnerUp, ...ofExpected };
}

/** Confidence, 0 to 1, from which a text is in one of two languages rather than the other. */
function leastBetween(a: string, b: string): number {
  if (TWINS.has(a) && TWINS.has(b)) return LEAST_BETWEEN_TWINS;
  return closelyRelated(a, b) ? LEAST_BETWEEN_RELATIVES : LEAST_CONFIDENCE_BETWEEN;
}

/** The languages that a text may be in: the one that is named, and those that it can hardly be told from. */
export function possibleLanguages({ language, runnerUp, confidence }: Identification): string[] {
  if (language === null) return [];
  if (runnerUp === undefined || confidence >= leastBetween(language, runnerUp)) return [language];
  return TWINS.has(language) && TWINS.has(runnerUp) ? [...TWINS] : [language, runnerUp];
}

const FEWEST_LETTERS = 6;
/** Confidence asked of texts of no, one and two words. */
const SURE_FROM = [1, 0.9, 0.75];

/** Lowers the confidence where even the best language fits badly: then it is likely one that is not known here. */
function familiarity({ fit, size, hasKnownWords }: EvidenceOfText): number {
  if (fit >= 0.8) return 1;
  const lack = (0.8 - fit) * (hasKnownWords ? 0.1 : 0.4);
  return Math.max(0.1, 1 - lack * Math.min(1, size / 8));
}

function ofSoleScript(
  language: string,
  script: Script,
  scripts: ReadonlyMap<Script, number>,
  prose: string,
  expected: readonly string[],
): Identification {
  const letters = scripts.get(script) ?? 0;
  const kana = scripts.get('Kana') ?? 0;
  if (script === 'Han' && kana === 0 && letters < 2 && language === 'zh')
    return {
      language: null,
      confidence: 0.5,
      reason: 'one character is too little to tell',
      runnerUp: 'zh',
    };
  if (language === 'zh' && letters < LONG_COMPOUND && !isPlainlyChinese(prose)) {
    const isInQuestion = expected.some((tag) => /^(?:zh|ja)\b/.test(tag));
    const open = { confidence: 0.6, runnerUp: isInQuestion ? 'zh' : 'ja' };
    return isInQuestion
      ? { language: null, reason: 'it could be Chinese, or Japanese without kana', ...open }
      : { language, ...open };
  }
  return { language, confidence: letters < 3 ? 0.9 : 0.99 };
}

/** Japanese of so many characters has some in kana. */
const LONG_COMPOUND = 12;

/** The script that carries most of the text; a Han or kana character weighs as two letters of an alphabet. */
function mainScript(scripts: ReadonlyMap<Script, number>): Script {
  const han = scripts.get('Han') ?? 0;
  const kana = scripts.get('Kana') ?? 0;
  let best: Script = 'Latin';
  let most = 0;
  for (const [script, count] of scripts) {
    const weight =
      script === 'Han' || script === 'Kana'
        ? 2 * (han + kana)
        : script === 'Hangul'
          ? 2 * count
          : count;
    if (weight > most) [best, most] = [script, weight];
  }
  // Japanese mixes both scripts; Chinese quotes kana rarely.
  if (best === 'Han' || best === 'Kana') return kana * 8 >= han ? 'Kana' : 'Han';
  return best;
}

/** The n-gram detector reads 350 bytes: enough for one language; pieces are judged one by one where texts may mix. */
function sample(prose: string): string {
  return prose.length <= SAMPLE ? prose : prose.slice(0, prose.indexOf(' ', SAMPLE) + 1 || SAMPLE);
}

const SAMPLE = 700;

/** Sentences and lines, at most so many, evenly taken: more would cost time and tell little. */
function piecesOf(prose: string): string[] {
  const pieces = prose.split(SENTENCE_END).filter((piece) => letterCount(piece) >= 12);
  const step = Math.ceil(pieces.length / MOST_PIECES);
  return step <= 1 ? pieces : pieces.filter((_, index) => index % step === 0);
}

const SENTENCE_END = /\n+|(?<=[.!?؟।])\s+|(?<=[。！？])/u;
const MOST_PIECES = 12;

/** The script that a language of the candidates is written in. */
function scriptOf(language: string): Script | undefined {
  return candidates.find(({ tag }) => tag === language)?.script;
}

/** Letters and the marks on them, which are the vowels of many scripts. */
function letterCount(text: string): number {
  return text.match(/[\p{L}\p{M}]/gu)?.length ?? 0;
}

const FAMILIES = [
  'da nb nn sv fo',
  'fo is',
  'es pt gl ca ast oc',
  'cs sk',
  'hr bs sr sl',
  'id ms jv su',
  'ru uk be bg mk sr',
  'hi mr ne',
  'nl af fy',
  'fa ur ps',
  'kk ky tt',
  'tr az tk uz',
];

/** Languages that short pieces are mistaken between: a text of both kinds of pieces is in one of them. */
function closelyRelated(a: string, b: string): boolean {
  return FAMILIES.some((family) => {
    const members = family.split(' ');
    return members.includes(a) && members.includes(b);
  });
}

function expectedTags({ expected }: IdentificationOptions): string[] {
  const given = expected === undefined ? [] : typeof expected === 'string' ? [expected] : expected;
  return given.flatMap((name) => {
    const parsed = parseLanguage(name);
    return parsed.language === undefined ? [] : [parsed.language];
  });
}
