import type { Script } from './scripts.ts';

/** A language that is told by evidence within a shared script. */
export interface Candidate {
  /** BCP-47 tag as in the word lists; `sr-Latn` is reported as `sr`. */
  readonly tag: string;
  readonly script: Script;
  /** Its code in the n-gram detector, where that knows it. */
  readonly ngramCode?: string;
  /** Where the n-gram detector does not know it: the languages it takes it for. */
  readonly relatives?: readonly string[];
  /** Natural-log units to be outweighed: how seldom the language is met, beside how easily it is mistaken. */
  readonly rarity?: number;
  /** Its ISO 639-3 code in the trigram lists, where they have it. */
  readonly trigramCode?: string;
}

/** Every language that shares its script with another one, in the order of the tags. */
export const candidates: readonly Candidate[] = [
  ...known('Latin', {
    az: 'azj',
    ca: 'cat',
    cs: 'ces',
    da: 'dan',
    de: 'deu',
    en: 'eng',
    es: 'spa',
    et: 'ekk',
    eu: 'eus',
    fi: 'fin',
    fr: 'fra',
    hr: 'hrv',
    hu: 'hun',
    is: 'isl',
    it: 'ita',
    lt: 'lit',
    lv: 'lvs',
    ms: 'zlm',
    nl: 'nld',
    pl: 'pol',
    pt: 'por',
    ro: 'ron',
    sk: 'slk',
    sl: 'slv',
    sq: 'als',
    sv: 'swe',
    tl: 'tgl',
    tr: 'tur',
    vi: 'vie',
    yo: 'yor',
  }),
  { tag: 'nb', script: 'Latin', ngramCode: 'no', trigramCode: 'nob' },
  ...known('Cyrillic', { be: 'bel', bg: 'bul', ru: 'rus', sr: 'srp', uk: 'ukr' }),
  ...known('Arabic', { ar: 'arb', fa: 'pes', ur: 'urd' }),
  ...known('Devanagari', { hi: 'hin', mr: 'mar' }),
  // Close to a language of the detector: relatives, and how rare.
  ...related('Latin', 1, [
    ['bs', 'hr', 'bos'],
    ['gl', 'pt es', 'glg'],
    ['nn', 'no', 'nno'],
    ['sr-Latn', 'hr', 'srp'],
    ['af', 'nl', 'afr'],
  ]),
  ...related('Latin', 0.5, [['id', 'ms', 'ind']]),
  ...related('Cyrillic', 1, [['mk', 'bg sr', 'mkd']]),
  ...related('Devanagari', 1, [['ne', 'hi mr', 'npi']]),
  ...related('Latin', 2.5, [
    ['ast', 'es', 'ast'],
    ['ceb', 'tl', 'ceb'],
    ['fo', 'is da', 'fao'],
    ['fy', 'nl', 'fry'],
    ['ilo', 'tl', 'ilo'],
    ['jv', 'ms', 'jav'],
    ['lb', 'de', 'ltz'],
    ['oc', 'ca', 'oci'],
    ['su', 'ms', 'sun'],
    ['war', 'tl', 'war'],
  ]),
  // Like nothing that the detector knows.
  ...related('Latin', 1.5, [
    ['cy', '', 'cym'],
    ['eo', '', 'epo'],
    ['ga', '', 'gle'],
    ['ha', '', 'hau'],
    ['la', '', 'lat'],
    ['mt', '', 'mlt'],
    ['so', '', 'som'],
    ['sw', '', 'swh'],
    ['uz', '', 'uzn'],
    ['zu', '', 'zul'],
  ]),
  ...related('Latin', 3, [
    ['br', '', 'bre'],
    ['gd', '', 'gla'],
    ['hsb', '', 'hsb'],
    ['ht', '', 'hat'],
    ['ku', '', ''],
    ['mg', '', 'plt'],
    ['rw', '', 'kin'],
    ['sn', '', 'sna'],
    ['st', '', 'sot'],
    ['tk', '', 'tuk'],
    ['tn', '', 'tsn'],
    ['xh', '', 'xho'],
  ]),
  ...related('Cyrillic', 1.5, [
    ['kk', '', 'kaz'],
    ['ky', '', 'kir'],
    ['mn', '', 'khk'],
    ['tg', '', 'tgk'],
    ['tt', '', 'tat'],
  ]),
  ...related('Arabic', 1.5, [
    ['ckb', 'ku', ''],
    ['ps', '', 'pbu'],
    ['sd', '', ''],
    ['ug', '', 'uig'],
  ]),
];

function known(script: Script, trigramCodes: Readonly<Record<string, string>>): Candidate[] {
  return Object.entries(trigramCodes).map(([tag, code]) => ({
    tag,
    script,
    ngramCode: tag,
    ...(code === '' ? {} : { trigramCode: code }),
  }));
}

function related(
  script: Script,
  rarity: number,
  rows: readonly (readonly [string, string, string])[],
): Candidate[] {
  return rows.map(([tag, relatives, code]) => ({
    tag,
    script,
    rarity,
    relatives: relatives === '' ? [] : relatives.split(' '),
    ...(code === '' ? {} : { trigramCode: code }),
  }));
}
