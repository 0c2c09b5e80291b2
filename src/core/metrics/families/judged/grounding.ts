import * as z from 'zod';
import { commonKeys, defineMetric } from '../../define.ts';
import { judgeKeys } from '../../judging/judgeKeys.ts';
import { questionBefore } from '../../judging/material.ts';
import { askAboutParts, type PartVerdict } from '../../judging/parts.ts';
import { contextKey, passagesOf } from '../../judging/passages.ts';
import { failed, graded, type Mark, type Outcome, skipped } from '../../outcome.ts';
import { sentencesOf } from '../../text/sentences.ts';
import { amount, quote } from '../../wording.ts';

const source =
  'After Es, James, Espinosa-Anke, Schockaert, “RAGAS: Automated Evaluation of Retrieval Augmented Generation”, 2023; the ' +
  'judge gives one verdict on each sentence or passage, so that none is left out.';
const { judge } = judgeKeys;
const parameters = z.strictObject({ ...contextKey, judge, ...commonKeys });

export const faithfulness = defineMetric({
  type: 'faithfulness',
  summary: 'Every sentence of the reply that claims something is supported by the context.',
  zero: 'No claim is supported.',
  one: 'All are; between: the share of claims that are.',
  source,
  needsMeans: true,
  parameters,
  examples: [],
  async judge(target, given, sample, means) {
    const context = passagesOf(given.context, sample);
    if ('skip' in context) return skipped(context.skip);
    if ('problem' in context) return failed(context.problem);
    const sentences = sentencesOf(target.text);
    const read = await askAboutParts(
      means,
      {
        task: 'Find out for each part of a reply whether the context supports what it claims. What you know yourself does not count.',
        verdicts: {
          supported: 'The context says so, or it follows from it.',
          unsupported: 'The context does not say so.',
          contradicted: 'The context says otherwise.',
          'no-claim': 'It claims nothing: a greeting, a question, an offer of help.',
        },
        parts: sentences.map(({ start, end }) => target.text.slice(start, end)),
        material: { context: context.passages, question: questionBefore(target, sample) },
      },
      given,
    );
    if ('problem' in read) return failed(read.problem);
    const claims = read.answer.filter(({ verdict }) => verdict !== 'no-claim').length;
    if (claims === 0) return skipped('The reply claims nothing.');
    const bad = misses(read.answer, sentences, ['unsupported', 'contradicted']);
    return shareOutcome(claims, bad, 1, 'claim', 'supported by the context', target.text);
  },
});

export const answerRelevance = defineMetric({
  type: 'answer-relevance',
  summary: "At least half of the reply's sentences answer what the user asked.",
  zero: 'None does.',
  one: 'All do; between: the share of sentences that do. Courtesies do not count.',
  source,
  needsMeans: true,
  parameters: z.strictObject({ judge, ...commonKeys }),
  examples: [],
  async judge(target, given, sample, means) {
    const question = questionBefore(target, sample);
    if (question === '') return skipped('The user asked nothing.');
    const sentences = sentencesOf(target.text);
    const read = await askAboutParts(
      means,
      {
        task: 'Find out for each part of a reply whether it helps to answer the question of the user.',
        verdicts: {
          relevant: 'It answers the question or a part of it, or gives what is needed to.',
          irrelevant: 'It has nothing to do with the question.',
          courtesy: 'A greeting, thanks, an offer of help.',
        },
        parts: sentences.map(({ start, end }) => target.text.slice(start, end)),
        material: { question },
      },
      given,
    );
    if ('problem' in read) return failed(read.problem);
    const counted = read.answer.filter(({ verdict }) => verdict !== 'courtesy').length;
    if (counted === 0) return skipped('The reply holds nothing but courtesies.');
    const bad = misses(read.answer, sentences, ['irrelevant']);
    return shareOutcome(counted, bad, 0.5, 'sentence', 'relevant to the question', target.text);
  },
});

export const contextRelevance = defineMetric({
  type: 'context-relevance',
  summary: 'At least half of the retrieved passages help to answer the question.',
  zero: 'None does.',
  one: 'All do; between: the share of passages that do.',
  source,
  needsMeans: true,
  parameters,
  examples: [],
  acceptsEmpty: () => true,
  async judge(target, given, sample, means) {
    const context = passagesOf(given.context, sample);
    if ('skip' in context) return skipped(context.skip);
    if ('problem' in context) return failed(context.problem);
    const { passages } = context;
    const read = await askAboutParts(
      means,
      {
        task: 'Find out for each part, a passage that was retrieved, whether it helps to answer the question of the user.',
        verdicts: {
          relevant: 'It holds something that is needed for the answer.',
          irrelevant: 'It does not.',
        },
        parts: passages,
        material: { question: questionBefore(target, sample) },
      },
      given,
    );
    if ('problem' in read) return failed(read.problem);
    const bad = misses(read.answer, [], ['irrelevant']);
    return shareOutcome(passages.length, bad, 0.5, 'passage', 'relevant to the question', '');
  },
});

export const contextRecall = defineMetric({
  type: 'context-recall',
  summary: 'Every sentence of the expected answer can be found in the retrieved context.',
  zero: 'None can.',
  one: 'All can; between: the share of sentences that can.',
  source,
  needsMeans: true,
  parameters: z.strictObject({
    answer: z
      .string()
      .min(1)
      .optional()
      .describe("The right answer; default: the case's `expected`."),
    ...contextKey,
    judge,
    ...commonKeys,
  }),
  examples: [],
  acceptsEmpty: () => true,
  async judge(_target, given, sample, means) {
    const answer = given.answer ?? sample.expected;
    if (typeof answer !== 'string') return skipped('This case has no expected answer in words.');
    const context = passagesOf(given.context, sample);
    if ('skip' in context) return skipped(context.skip);
    if ('problem' in context) return failed(context.problem);
    const sentences = sentencesOf(answer).map(({ start, end }) => answer.slice(start, end));
    if (sentences.length === 0) return skipped('The expected answer is empty.');
    const read = await askAboutParts(
      means,
      {
        task: 'Find out for each part of the right answer whether the context says so. What you know yourself does not count.',
        verdicts: {
          attributed: 'The context says so, or it follows from it.',
          missing: 'The context does not say so.',
        },
        parts: sentences,
        material: { context: context.passages },
      },
      given,
    );
    if ('problem' in read) return failed(read.problem);
    const bad = misses(read.answer, [], ['missing']);
    return shareOutcome(sentences.length, bad, 1, 'sentence', 'found in the context', '');
  },
});

interface Miss {
  readonly number: number;
  readonly reason: string;
  readonly mark?: Mark;
}

function misses(
  verdicts: readonly PartVerdict<string>[],
  places: readonly Mark[],
  bad: readonly string[],
): readonly Miss[] {
  return verdicts.flatMap(({ verdict, reason }, index): Miss[] => {
    if (!bad.includes(verdict)) return [];
    const place = places[index];
    const mark = place && { start: place.start, end: place.end, label: verdict };
    return [{ number: index + 1, reason, ...(mark && { mark }) }];
  });
}

function shareOutcome(
  total: number,
  bad: readonly Miss[],
  least: number,
  noun: string,
  what: string,
  text: string,
): Outcome {
  const good = total - bad.length;
  const value = good / total;
  const counted = `${good} of ${amount(total, noun)} ${good === 1 ? 'is' : 'are'} ${what}.`;
  const [first] = bad;
  const shown =
    first === undefined
      ? ''
      : ` Not ${first.mark === undefined ? `${noun} ${first.number}` : quote(text.slice(first.mark.start, first.mark.end))}${first.reason === '' ? '' : `: ${first.reason}`}`;
  return graded(
    value,
    value >= least,
    counted + shown,
    bad.flatMap(({ mark }) => mark ?? []),
  );
}
