import * as z from 'zod';
import { didYouMean, nearest } from '../../nearest.ts';
import { jsonObjectOf } from '../../prompt/modelKeys.ts';
import { commonKeys } from '../define.ts';
import type { Means } from '../means.ts';
import type { MetricDefinition, Score } from '../metric.ts';
import { needsMeans } from '../needsMeans.ts';
import type { MetricRegistry } from '../registry.ts';
import type { Sample } from '../sample.ts';
import type { ApplyTo } from '../target.ts';

/** The registry that holds the combinators themselves, so it is asked for when it is used. */
type Registry = () => MetricRegistry;

/**
 * Metrics made of other metrics: `all-of`, `any-of` and `weighted`. Each part is written as in a suite, without an id. A
 * part that is skipped is left out; a part that failed makes the whole fail, also where another part would decide.
 */
export function combinators(registry: Registry): readonly MetricDefinition[] {
  const metrics = z
    .array(z.looseObject({ type: z.string() }))
    .min(1)
    .check((context) => {
      context.value.forEach((part, index) => {
        for (const { path, message } of partProblems(registry, part))
          context.issues.push({ code: 'custom', message, path: [index, ...path], input: part });
      });
    })
    .describe('The metrics, written as elsewhere but without `id` and the like.');
  const parameters = z.strictObject({ metrics, ...commonKeys });
  return [
    combinator(registry, parameters, {
      type: 'all-of',
      summary: 'All of several metrics pass.',
      zero: 'All have the value 0.',
      one: 'All have the value 1; between: the mean of their values.',
      examples: [
        {
          metric: {
            type: 'all-of',
            metrics: [
              { type: 'letter-case', case: 'upper' },
              { type: 'length', unit: 'words', max: 3 },
            ],
          },
          output: 'YES INDEED',
          passes: true,
        },
      ],
      join: (scores) => ({
        value: mean(scores.map(({ value }) => ({ value, weight: 1 }))),
        passed: scores.every(({ passed }) => passed),
      }),
    }),
    combinator(registry, parameters, {
      type: 'any-of',
      summary: 'At least one of several metrics passes.',
      zero: 'All have the value 0.',
      one: 'One has the value 1; between: the best of their values.',
      examples: [
        {
          metric: {
            type: 'any-of',
            metrics: [
              { type: 'equals', value: 'unknown' },
              { type: 'matches', pattern: '^\\d+$' },
            ],
          },
          output: '42',
          passes: true,
        },
      ],
      join: (scores) => ({
        value: Math.max(...scores.map(({ value }) => value)),
        passed: scores.some(({ passed }) => passed),
      }),
    }),
    combinator(registry, parameters, {
      type: 'weighted',
      summary: 'The weighted mean of several metrics reaches the threshold (default 0.5).',
      zero: 'All have the value 0.',
      one: 'All have the value 1; between: the mean of their values, weighted by `weight`.',
      examples: [
        {
          metric: {
            type: 'weighted',
            threshold: 0.7,
            metrics: [
              { type: 'contains', value: 'sorry', weight: 3 },
              { type: 'length', unit: 'words', max: 2 },
            ],
          },
          output: 'We are sorry indeed.',
          passes: true,
        },
      ],
      join: (scores) => {
        const value = mean(scores);
        return { value, passed: value >= 0.5 };
      },
    }),
  ];
}

interface Judged {
  readonly value: number;
  readonly passed: boolean;
  readonly weight: number;
}

interface Declaration extends Omit<MetricDefinition, 'parameters' | 'score'> {
  join(scores: readonly Judged[]): { readonly value: number; readonly passed: boolean };
}

type CombinatorParameters = {
  readonly metrics: readonly { readonly [key: string]: unknown; readonly type: string }[];
  readonly negate?: boolean | undefined;
  readonly threshold?: number | undefined;
  readonly 'apply-to'?: ApplyTo | undefined;
};

function combinator(
  registry: Registry,
  parameters: z.ZodType<CombinatorParameters>,
  { join, ...rest }: Declaration,
): MetricDefinition<CombinatorParameters> {
  return {
    ...rest,
    parameters,
    async score(sample: Sample, { metrics: given, negate, threshold, ...own }, means) {
      const metrics = withTarget(given, own['apply-to']);
      const judged: (Judged & {
        readonly score: Extract<Score, { status: 'scored' }>;
        readonly type: string;
      })[] = [];
      const skips: string[] = [];
      // Judges among the parts are asked at once.
      const scores = await Promise.all(
        metrics.map((part) => scorePart(registry(), sample, part, means)),
      );
      for (const [index, { type, ...rest }] of metrics.entries()) {
        const score = scores[index];
        if (score === undefined) continue;
        if (score.status === 'failed')
          return { status: 'failed', explanation: `${type}: ${score.explanation}` };
        if (score.status === 'skipped') skips.push(`${type}: ${score.explanation}`);
        else
          judged.push({
            score,
            type,
            value: score.value,
            passed: score.passed,
            weight: typeof rest.weight === 'number' ? rest.weight : 1,
          });
      }
      if (judged.length === 0) return { status: 'skipped', explanation: skips.join(' ') };
      let { value, passed } = join(judged);
      if (threshold !== undefined) passed = value >= threshold;
      const telling = judged.filter((part) => part.passed === passed);
      const shown = telling.length > 0 ? telling : judged;
      if (negate) {
        value = 1 - value;
        passed = !passed;
      }
      const words = shown.map((part) => `${part.type}: ${part.score.explanation}`).join(' ');
      const left = skips.length > 0 ? ` Left out: ${skips.join(' ')}` : '';
      const opposite = negate
        ? ` The opposite is asked for, so this ${passed ? 'passes' : 'does not pass'}.`
        : '';
      return {
        status: 'scored',
        value: Math.max(0, Math.min(1, value)),
        passed,
        explanation: words + left + opposite,
        evidence: shown.flatMap((part) => part.score.evidence),
      };
    },
  };
}

/** What `apply-to` of the whole says holds for each part that does not say it itself. */
function withTarget(
  metrics: CombinatorParameters['metrics'],
  target: ApplyTo | undefined,
): CombinatorParameters['metrics'] {
  return target === undefined ? metrics : metrics.map((part) => ({ 'apply-to': target, ...part }));
}

/** A part that only computes is scored by the means where there are some: they do it in a worker. */
async function scorePart(
  registry: MetricRegistry,
  sample: Sample,
  { type, ...rest }: CombinatorParameters['metrics'][number],
  means: Means | undefined,
): Promise<Score> {
  const definition = registry.get(type);
  const read = definition?.parameters.safeParse(rest);
  if (!definition || !read?.success)
    return { status: 'failed', explanation: 'the metric is not written correctly.' };
  return means !== undefined && !needsMeans(registry, type, rest)
    ? means.score(sample, type, jsonObjectOf(rest))
    : definition.score(sample, read.data, means);
}

function mean(parts: readonly { readonly value: number; readonly weight: number }[]): number {
  const total = parts.reduce((sum, { weight }) => sum + weight, 0);
  return parts.reduce((sum, { value, weight }) => sum + value * weight, 0) / total;
}

function partProblems(
  registry: Registry,
  { type, ...rest }: { readonly type: string; readonly [key: string]: unknown },
): readonly { readonly path: readonly PropertyKey[]; readonly message: string }[] {
  const definition = registry().get(type);
  if (!definition)
    return [
      {
        path: ['type'],
        message: `Unknown metric '${type}'.${didYouMean(nearest(type, registry().types))}`,
      },
    ];
  if (definition.comparesReplies === true)
    return [
      {
        path: ['type'],
        message: `'${type}' compares two versions and cannot be a part of another metric. Make it a metric of its own.`,
      },
    ];
  const read = definition.parameters.safeParse(rest);
  return read.success ? [] : read.error.issues.map(({ path, message }) => ({ path, message }));
}
