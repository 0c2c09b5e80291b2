/**
 * Writes the tables of the language identifier from the data of two libraries.
 *
 *     npm run langid:tables
 */
import { writeFile } from 'node:fs/promises';
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
`,
);

/** The package writes bytes above 0x7f as other letters. */
function bytesOf(key: string): number[] {
  return [...key].map((char) =>
    /[ a-z'`]/.test(char) ? char.charCodeAt(0) : dictionary.indexOf(char),
  );
}
