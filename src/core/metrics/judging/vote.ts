import { modelChoice } from '../../prompt/modelKeys.ts';
import type { JudgeAnswer, Means, Question } from '../means.ts';
import { failed, graded, type Outcome } from '../outcome.ts';
import type { Target } from '../target.ts';
import { quote } from '../wording.ts';
import { askJudge, type Reading } from './answer.ts';
import { type Choice, type Chosen, formOf, readChoice } from './choices.ts';
import type { JudgeParameters } from './judgeKeys.ts';
import { locateQuotes } from './locateQuote.ts';

/** A choice that is put to judges. */
export interface Ballot {
  readonly messages: Question['messages'];
  readonly choices: readonly Choice[];
  /** Whether a choice passes; default: its score is at least 0.5. */
  readonly passes?: (choice: Choice) => boolean;
}

/** Puts a choice to all judges of a metric, as often as it says. Answers come in the order of asking. */
export function askAll(
  means: Means | undefined,
  ballot: Ballot,
  { judge, judges, repeat = 1 }: JudgeParameters,
): Promise<readonly Reading<Chosen>[]> {
  const models = judges ?? [judge];
  const questions = models.flatMap((model) =>
    Array.from(
      { length: repeat },
      (_, repetition): Question => ({
        messages: ballot.messages,
        form: formOf(ballot.choices),
        repetition,
        ...(model !== undefined && { judge: modelChoice(model) }),
      }),
    ),
  );
  const read = (answer: JudgeAnswer) => readChoice(answer, ballot.choices);
  return Promise.all(questions.map((question) => askJudge(means, question, read)));
}

/**
 * What judges decided: more than half of those who were asked. An answer that is none counts for neither side, so where it could
 * tip the balance the metric has failed; so it has when the judges are divided evenly.
 */
export function verdictOf(
  votes: readonly Reading<Chosen>[],
  { passes = ({ score }) => score >= 0.5 }: Pick<Ballot, 'passes'>,
  target: Target,
): Outcome {
  const valid = votes.flatMap((vote) => ('answer' in vote ? [vote.answer] : []));
  const problem = votes.flatMap((vote) => ('problem' in vote ? [vote.problem] : []))[0];
  const forIt = valid.filter(({ choice }) => passes(choice));
  const against = valid.filter(({ choice }) => !passes(choice));
  const half = votes.length / 2;
  const winners = forIt.length > half ? forIt : against.length > half ? against : undefined;
  if (winners === undefined)
    return failed(
      problem ?? `The judges are divided: ${forIt.length} of ${votes.length} say that it passes.`,
    );
  const value = valid.reduce((sum, { choice }) => sum + choice.score, 0) / valid.length;
  const quotes = winners.flatMap((vote) => vote.quotes);
  return graded(
    value,
    winners === forIt,
    explanationOf(winners, votes.length),
    locateQuotes(target.text, quotes),
  );
}

function explanationOf(winners: readonly Chosen[], votes: number): string {
  const [first] = winners;
  const reasons = first === undefined ? '' : shortened(first.reasons);
  const said = first === undefined ? '' : quote(first.choice.choice);
  const who =
    votes === 1
      ? `The judge chose ${said}`
      : `${winners.length} of ${votes} judges agree, one with ${said}`;
  return reasons === '' ? `${who}.` : `${who}: ${reasons}`;
}

const longestReasons = 600;

/** Reasons on one line, shortened where a judge was carried away. */
export function shortened(reasons: string): string {
  const line = reasons.replace(/\s+/g, ' ').trim();
  return line.length > longestReasons ? `${line.slice(0, longestReasons)}…` : line;
}
