import * as z from 'zod';
import { commonKeys, defineMetric } from '../define.ts';
import { identifyLanguage, loadLanguageIdentifier } from '../language/identifyLanguage.ts';
import { languageName } from '../language/languageNames.ts';
import { withScript } from '../language/scripts.ts';
import { checkWanted, isOneOf, languagesWanted, wantedKeys } from '../language/wanted.ts';
import { type Mark, skipped, verdict } from '../outcome.ts';
import { sentencesOf } from '../text/sentences.ts';
import { list } from '../wording.ts';

export const language = defineMetric({
  type: 'language',
  summary: 'The reply is in a given language, or in the language of the user.',
  prepare: loadLanguageIdentifier,
  zero: 'It is in another language.',
  one: 'It is in the language asked for.',
  parameters: z
    .strictObject({
      ...wantedKeys,
      'when-unknown': z
        .enum(['skip', 'pass', 'fail', 'guess'])
        .default('skip')
        .describe(
          'What it means when the language of the reply cannot be told with confidence. `guess`: the likeliest language decides, or any that ' +
            'has nearly half of a mixed text; a text of less than 30 letters passes.',
        ),
      ...commonKeys,
    })
    .check(checkWanted),
  examples: [
    {
      metric: { type: 'language', is: 'de' },
      output: 'Bitte starten Sie den Router neu und warten Sie eine Minute.',
      passes: true,
    },
    {
      metric: { type: 'language', 'same-as': 'last-user-message' },
      input: 'Mein Router blinkt rot, was kann ich jetzt tun?',
      output: 'Please restart the router and wait for a minute.',
      passes: false,
    },
  ],
  async judge(target, parameters, sample) {
    const wanted = await languagesWanted(target, parameters, sample);
    if (!Array.isArray(wanted)) return wanted;
    const names = list(
      wanted.map((code) => languageName(code)),
      'or',
    );
    const found = await identifyLanguage(target.text, { expected: wanted });
    if (found.language === null) {
      const reason = `The language of the reply cannot be told${found.reason ? `: ${found.reason}` : ''}`;
      const words = reason.endsWith('.') ? reason : `${reason}.`;
      if (parameters['when-unknown'] === 'skip') return skipped(words);
      const passed =
        parameters['when-unknown'] === 'guess'
          ? await isLikely(target.text, found.runnerUp, wanted)
          : parameters['when-unknown'] === 'pass';
      return verdict(passed, words);
    }
    const whole = { start: 0, end: target.text.length };
    const name = languageName(found.language);
    const written = withScript(found.language, target.text);
    if (isOneOf(found.language, wanted) && !isOneOf(written, wanted))
      return verdict(false, `The reply is in ${languageName(written)}; ${names} is expected.`, [
        whole,
      ]);
    if (isOneOf(found.language, wanted)) return verdict(true, `The reply is in ${name}.`, [whole]);
    return verdict(
      false,
      found.confidence < SURE_OF_NAME
        ? `The reply is not in ${names}; it reads most like ${name}.`
        : `The reply is in ${name}; ${names} is expected.`,
      await foreignSentences(target.text, wanted, whole),
    );
  },
});

/** Confidence, 0 to 1, from which the language of a reply is called by its name. */
const SURE_OF_NAME = 0.6;
/** Letters; below this even the likeliest language is hardly more than chance. */
const SHORTEST_GUESS = 30;
const NEARLY_HALF = 0.4;

/** Whether an expected language is the likeliest of a text whose language is not certain. */
async function isLikely(
  text: string,
  likeliest: string | undefined,
  wanted: readonly string[],
): Promise<boolean> {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  if (likeliest === undefined || letters < SHORTEST_GUESS || isOneOf(likeliest, wanted))
    return true;
  const shares = (await loadLanguageIdentifier()).shares(text);
  return shares.some(
    (part) => part.language !== null && part.share >= NEARLY_HALF && isOneOf(part.language, wanted),
  );
}

/** More pieces than this are not looked at; the whole reply is the evidence then. */
const MOST_PIECES = 100;
/** Shorter pieces are seldom told with certainty. */
const SHORTEST_PIECE = 20;

async function foreignSentences(
  text: string,
  wanted: readonly string[],
  whole: Mark,
): Promise<readonly Mark[]> {
  const sentences = sentencesOf(text);
  if (sentences.length > MOST_PIECES) return [whole];
  const marks: Mark[] = [];
  for (const { start, end } of sentences) {
    if (end - start < SHORTEST_PIECE) continue;
    const { language: code } = await identifyLanguage(text.slice(start, end), {
      expected: wanted,
    });
    if (code !== null && !isOneOf(code, wanted))
      marks.push({ start, end, label: languageName(code) });
  }
  return marks.length === 0 ? [whole] : marks;
}
