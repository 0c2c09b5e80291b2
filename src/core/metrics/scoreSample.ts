import { isEvalError, messageOf } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import type { MetricSpec } from '../suite/suite.ts';
import { fillParameters } from './fillParameters.ts';
import type { Means } from './means.ts';
import type { MetricDefinition, Score } from './metric.ts';
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
    const read = readParameters(sample, parameters, definition);
    if (!('parameters' in read)) return read;
    return inRange(await definition.score(sample, read.parameters, means));
  } catch (error) {
    if (isEvalError(error, 'aborted')) throw error;
    return failed(`The metric stopped with an error: ${messageOf(error)}`);
  }
}

/**
 * Parameters without variables, as their schema reads them: the same for every sample. By object, and forgotten with it;
 * the definition is kept beside them, because two registries may know the same type.
 */
const constant = new WeakMap<
  JsonObject,
  { readonly definition: MetricDefinition; readonly parameters: unknown }
>();

/** Parameters with the sample's variables in them, or the score of a metric that cannot be judged. */
function readParameters(
  sample: Sample,
  written: JsonObject,
  definition: MetricDefinition,
): { readonly parameters: unknown } | Score {
  const known = constant.get(written);
  if (known?.definition === definition) return known;
  const filled = fillParameters(written, sample.variables, sample.expected);
  if ('missing' in filled) return withoutValues(filled.missing);
  const read = definition.parameters.safeParse(filled.parameters);
  if (!read.success) {
    const [issue] = read.error.issues;
    const place = issue?.path.length ? `\`${issue.path.join('.')}\`: ` : '';
    return failed(`The metric is not written correctly: ${place}${issue?.message ?? ''}`);
  }
  if (!filled.hasVariables) constant.set(written, { definition, parameters: read.data });
  return { parameters: read.data };
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
