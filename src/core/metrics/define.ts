import * as z from 'zod';
import type { JsonObject } from '../json.ts';
import type { Means } from './means.ts';
import type { MetricDefinition, MetricExample, Score } from './metric.ts';
import type { Outcome } from './outcome.ts';
import type { Sample } from './sample.ts';
import { type ApplyTo, applyTo, evidenceOf, type Target, targetsOf } from './target.ts';
import { amount } from './wording.ts';

/** Keys that every metric accepts; each metric's strict schema spreads them in. */
export const commonKeys = {
  negate: z
    .boolean()
    .optional()
    .describe('Whether the opposite is asked for. Swaps passed and not passed, and 0 and 1.'),
  threshold: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe(
      'The least value (0 to 1) that passes, before `negate`; default: the rule of the metric.',
    ),
  weight: z
    .number()
    .positive()
    .optional()
    .describe('How much the metric counts inside `weighted`; default 1.'),
  'apply-to': applyTo.optional(),
};

/** Values of the keys that every metric accepts. */
export interface CommonParameters {
  readonly negate?: boolean | undefined;
  readonly threshold?: number | undefined;
  readonly weight?: number | undefined;
  readonly 'apply-to'?: ApplyTo | undefined;
}

/** The declaration of a metric that judges one text at a time. */
export interface MetricDeclaration<Parameters extends CommonParameters> {
  readonly type: string;
  readonly summary: string;
  readonly zero: string;
  readonly one: string;
  readonly source?: string;
  /** A strict object: the metric's own keys and `commonKeys`. */
  readonly parameters: z.ZodType<Parameters>;
  readonly examples: readonly MetricExample[];
  /**
   * Whether an empty text can pass. Default: it does not, whatever the metric asks for (even with `negate`), so that
   * a model that says nothing is not praised for what it did not say.
   */
  readonly acceptsEmpty?: (parameters: Parameters) => boolean;
  /** Loads what judging needs. */
  readonly prepare?: (parameters: JsonObject) => Promise<unknown>;
  readonly isTimed?: boolean;
  readonly needsMeans?: boolean;
  readonly comparesReplies?: boolean;
  /** Whether it looks at the other trials of the case; see `Sample.otherTrials`. */
  readonly comparesTrials?: boolean;
  judge(
    target: Target,
    parameters: Parameters,
    sample: Sample,
    means?: Means,
  ): Outcome | Promise<Outcome>;
}

/**
 * Makes a metric of a declaration. What all metrics share is done here and nowhere else: which texts are judged
 * (`apply-to`), `threshold`, `negate`, empty texts, and the joining of several texts into one score.
 */
export function defineMetric<Parameters extends CommonParameters>(
  declaration: MetricDeclaration<Parameters>,
): MetricDefinition<Parameters> {
  const { type, summary, zero, one, source, parameters: schema, examples, prepare } = declaration;
  return {
    type,
    summary,
    zero,
    one,
    ...(source !== undefined && { source }),
    parameters: schema,
    examples,
    ...(prepare !== undefined && { prepare }),
    ...(declaration.isTimed && { isTimed: true }),
    ...(declaration.needsMeans && { needsMeans: true }),
    ...(declaration.comparesReplies && { comparesReplies: true }),
    ...(declaration.comparesTrials && { comparesTrials: true }),
    async score(sample, parameters, means) {
      const targets = targetsOf(sample, parameters['apply-to']);
      if ('problem' in targets) return { status: 'failed', explanation: targets.problem };
      const scoreOf = async (target: Target): Promise<Score> => {
        const isEmpty = target.text.trim() === '' && target.reply.toolCalls.length === 0;
        return isEmpty && !(declaration.acceptsEmpty?.(parameters) ?? false)
          ? emptyScore(target)
          : finish(await declaration.judge(target, parameters, sample, means), target, parameters);
      };
      // What is asked of a judge is asked for all texts at once.
      return joined(targets, await Promise.all(targets.map(scoreOf)));
    },
  };
}

function emptyScore(target: Target): Score {
  const isValue = target.name.startsWith('$');
  const explanation = isValue ? `The text at ${target.name} is empty.` : 'The reply is empty.';
  return { status: 'scored', value: 0, passed: false, explanation, evidence: [] };
}

function finish(outcome: Outcome, target: Target, parameters: CommonParameters): Score {
  if (outcome.status !== 'scored') return outcome;
  const { threshold, negate } = parameters;
  let { value, passed, explanation } = outcome;
  if (threshold !== undefined) {
    passed = value >= threshold;
    explanation += ` The value ${shown(value)} is ${passed ? 'not ' : ''}below the threshold of ${threshold}.`;
  }
  if (negate) {
    passed = !passed;
    value = 1 - value;
    explanation += ` The opposite is asked for, so this ${passed ? 'passes' : 'does not pass'}.`;
  }
  return {
    status: 'scored',
    value,
    passed,
    explanation,
    evidence: evidenceOf(target, outcome.marks),
  };
}

function shown(value: number): string {
  return String(Math.floor(value * 100) / 100);
}

/** One score of several: all must pass; the value is the mean of those that could be judged. */
function joined(targets: readonly Target[], scores: readonly Score[]): Score {
  const [first] = scores;
  if (first === undefined) return { status: 'failed', explanation: 'There is no reply to judge.' };
  if (scores.length === 1) return first;
  const named = scores.map((score, i) => ({ score, name: targets[i]?.name ?? '' }));
  const broken = named.find(({ score }) => score.status === 'failed');
  if (broken)
    return { status: 'failed', explanation: `${broken.name}: ${broken.score.explanation}` };
  const judged = named.flatMap(({ score, name }) =>
    score.status === 'scored' ? [{ score, name }] : [],
  );
  if (judged.length === 0) return first;
  const missed = judged.filter(({ score }) => !score.passed);
  const left = scores.length - judged.length;
  const leftOut = left === 0 ? '' : ` ${left} of ${scores.length} could not be judged.`;
  const worst = missed[0];
  const [kind, kinds] =
    worst?.name.startsWith('$') || judged[0]?.name.startsWith('$')
      ? ['value', 'values']
      : ['turn', 'turns'];
  const explanation = worst
    ? `${worst.name}: ${worst.score.explanation} (${missed.length} of ${amount(judged.length, kind, kinds)} ${missed.length === 1 ? 'does' : 'do'} not pass.)`
    : `All ${judged.length} ${kinds} pass. ${judged.at(-1)?.name}: ${judged.at(-1)?.score.explanation}`;
  return {
    status: 'scored',
    value: judged.reduce((sum, { score }) => sum + score.value, 0) / judged.length,
    passed: missed.length === 0,
    explanation: explanation + leftOut,
    evidence: (worst ? missed : judged).flatMap(({ score }) => score.evidence),
  };
}
