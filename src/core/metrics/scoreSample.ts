import { isEvalError, messageOf } from '../errors.ts';
import type { MetricSpec } from '../suite/suite.ts';
import { fillParameters } from './fillParameters.ts';
import type { Means } from './means.ts';
import type { Score } from './metric.ts';
import type { MetricRegistry } from './registry.ts';
import type { Sample } from './sample.ts';
import { list } from './wording.ts';

/**
 * The scores of a sample, in the order of the metrics. A metric that throws, has parameters its schema refuses, or is
 * unknown gives a `failed` score.
 *
 * @throws {EvalError} aborted, where the means are stopped; nothing else
 */
export async function scoreSample(
  sample: Sample,
  specs: readonly Pick<MetricSpec, 'type' | 'parameters'>[],
  registry: MetricRegistry,
  means?: Means,
): Promise<Score[]> {
  const scores: Score[] = [];
  for (const spec of specs) scores.push(await scoreOne(sample, spec, registry, means));
  return scores;
}

async function scoreOne(
  sample: Sample,
  { type, parameters }: Pick<MetricSpec, 'type' | 'parameters'>,
  registry: MetricRegistry,
  means?: Means,
): Promise<Score> {
  try {
    const definition = registry.get(type);
    if (!definition) return failed(`There is no metric of type “${type}”.`);
    const filled = fillParameters(parameters, sample.variables, sample.expected);
    if ('missing' in filled) return withoutValues(filled.missing);
    const read = definition.parameters.safeParse(filled.parameters);
    if (!read.success) {
      const [issue] = read.error.issues;
      const place = issue?.path.length ? `\`${issue.path.join('.')}\`: ` : '';
      return failed(`The metric is not written correctly: ${place}${issue?.message ?? ''}`);
    }
    return inRange(await definition.score(sample, read.data, means));
  } catch (error) {
    if (isEvalError(error, 'aborted')) throw error;
    return failed(`The metric stopped with an error: ${messageOf(error)}`);
  }
}

function withoutValues(missing: readonly string[]): Score {
  const names = list(missing.map((name) => `“${name}”`));
  if (missing.length === 1 && missing[0] === 'expected')
    return { status: 'skipped', explanation: 'This case has no expected answer.' };
  return failed(`The case has no variable ${names}, which the metric's parameters name.`);
}

function failed(explanation: string): Score {
  return { status: 'failed', explanation };
}

/** A value that is no number between 0 and 1 is a mistake of the metric, not a score. */
function inRange(score: Score): Score {
  if (score.status !== 'scored' || (score.value >= 0 && score.value <= 1)) return score;
  return failed(`The metric gave the value ${score.value}, which is not between 0 and 1.`);
}
