import * as z from 'zod';
import type { MetricDefinition } from '../../src/core/metrics/metric.ts';
import { createRegistry } from '../../src/core/metrics/registry.ts';

function definition(type: string, parameters: z.ZodType): MetricDefinition {
  return {
    type,
    summary: `Checks ${type}.`,
    zero: 'Not at all.',
    one: 'Fully.',
    parameters,
    examples: [],
    score: () => ({ status: 'skipped', explanation: 'Only its keys matter here.' }),
  };
}

/** A few kinds of metric for readers of suites: they know keys and never score. */
export const smallRegistry = createRegistry([
  definition(
    'contains',
    z.strictObject({ value: z.string(), 'ignore-case': z.boolean().optional() }),
  ),
  definition(
    'length',
    z
      .strictObject({
        unit: z.enum(['words', 'characters']),
        min: z.number().optional(),
        max: z.number().min(0).optional(),
      })
      .refine(({ min, max }) => min !== undefined || max !== undefined, {
        error: 'A length needs `min` or `max`.',
      }),
  ),
  definition('language', z.strictObject({ 'same-as': z.string().default('input') })),
]);
