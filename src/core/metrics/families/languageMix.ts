import * as z from 'zod';
import { commonKeys, defineMetric } from '../define.ts';
import { identifyLanguage, loadLanguageIdentifier } from '../language/identifyLanguage.ts';
import { type LanguageShare, possibleLanguages } from '../language/languageIdentifier.ts';
import { languageName, sameLanguage } from '../language/languageNames.ts';
import { checkWanted, isOneOf, languagesWanted, wantedKeys } from '../language/wanted.ts';
import { graded, skipped, verdict } from '../outcome.ts';
import { list } from '../wording.ts';

export const languageShare = defineMetric({
  type: 'language-share',
  summary: 'Enough of the reply is in a given language, or in the language of the user.',
  prepare: loadLanguageIdentifier,
  zero: 'Nothing of it is in the language.',
  one: 'All of it is that can be told; between: the share of the letters in sentences and lines that are.',
  parameters: z
    .strictObject({
      ...wantedKeys,
      min: z
        .number()
        .gt(0)
        .max(1)
        .default(0.9)
        .describe('Least share, 0 to 1, of what can be told; code, links and names do not count.'),
      ...commonKeys,
    })
    .check(checkWanted),
  examples: [
    {
      metric: { type: 'language-share', is: 'de' },
      output:
        'Bitte starten Sie den Router neu. Warten Sie danach noch eine Minute. Das Licht wird dann wieder grün.',
      passes: true,
    },
    {
      metric: { type: 'language-share', is: 'de' },
      output:
        'Bitte starten Sie den Router neu. Please wait for another minute after that. Das Licht wird dann wieder grün.',
      passes: false,
    },
  ],
  async judge(target, parameters, sample) {
    const wanted = await languagesWanted(target, parameters, sample);
    if (!Array.isArray(wanted)) return wanted;
    const shares = (await loadLanguageIdentifier()).shares(target.text);
    const told = shares.filter(({ language }) => language !== null);
    const total = sum(told);
    if (total === 0) return skipped('The language of the reply cannot be told.');
    const share = sum(told.filter(({ language }) => isOneOf(language ?? '', wanted))) / total;
    const found = told.map(
      (part) => `${percent(part.share / total)} ${languageName(part.language ?? '')}`,
    );
    return graded(
      share,
      share >= parameters.min - 1e-9,
      `The reply is ${list(found)}; at least ${percent(parameters.min)} ${list(wanted.map(languageName), 'or')} is asked for.`,
    );
  },
});

export const languageSwitch = defineMetric({
  type: 'language-switch',
  summary:
    'The reply stays in the language of the reply before it, unless the user has changed theirs. Judge each turn with `apply-to: every-turn`.',
  prepare: loadLanguageIdentifier,
  zero: 'It is in another language.',
  one: 'It is in the same one, or the one that the user changed to.',
  parameters: z.strictObject({
    'follow-user': z
      .boolean()
      .default(true)
      .describe('Whether a reply may change to the language of the message it answers.'),
    ...commonKeys,
  }),
  examples: [
    {
      metric: { type: 'language-switch' },
      turns: [['Mein Router blinkt rot.', 'Haben Sie ihn schon einmal neu gestartet?']],
      input: 'Ja, das habe ich gemacht.',
      output: 'Then please check whether the cable is plugged in.',
      passes: false,
    },
    {
      metric: { type: 'language-switch' },
      turns: [['Mein Router blinkt rot.', 'Haben Sie ihn schon einmal neu gestartet?']],
      input: 'Sorry, can we speak English from here on?',
      output: 'Of course. Is the cable plugged in?',
      passes: true,
    },
  ],
  async judge({ text, reply, replyIndex }, parameters, sample) {
    const [own, ...others] = possibleLanguages(await identifyLanguage(text));
    if (own === undefined) return skipped('The language of the reply cannot be told.');
    const earlier = sample.replies.slice(0, replyIndex).map((one) => one.text);
    let [before, ...beforeOthers]: string[] = [];
    for (const one of earlier.reverse()) {
      [before, ...beforeOthers] = possibleLanguages(await identifyLanguage(one));
      if (before !== undefined) break;
    }
    if (before === undefined)
      return skipped(
        earlier.length === 0
          ? 'There is no earlier reply.'
          : 'The language of the earlier replies cannot be told.',
      );
    const whole = { start: 0, end: text.length, label: languageName(own) };
    if (sameLanguage(own, before))
      return verdict(true, `The reply stays in ${languageName(own)}.`, [whole]);
    if (parameters['follow-user']) {
      const asked = sample.messages
        .slice(0, reply.messageIndex)
        .findLast(({ role }) => role === 'user');
      const theirs = asked && possibleLanguages(await identifyLanguage(asked.content));
      if (theirs?.some((one) => sameLanguage(one, own)))
        return verdict(true, `The reply follows the user to ${languageName(own)}.`, [whole]);
    }
    const could = [own, ...others].find((one) => isOneOf(one, [before, ...beforeOthers]));
    if (could !== undefined)
      return skipped(
        `The reply reads as ${languageName(own)} and the one before it as ${languageName(before)}, but both could be ${languageName(could)}.`,
      );
    return verdict(
      false,
      `The reply is in ${languageName(own)}; the one before it was in ${languageName(before)}.`,
      [whole],
    );
  },
});

function sum(parts: readonly LanguageShare[]): number {
  return parts.reduce((total, { share }) => total + share, 0);
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
