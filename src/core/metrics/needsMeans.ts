import type { MetricDefinition } from './metric.ts';
import type { MetricRegistry } from './registry.ts';

/**
 * Whether a metric asks a model or runs a program: itself, or a part of it. Such a metric is not scored in a worker.
 */
export function needsMeans(
  registry: MetricRegistry,
  type: string,
  parameters: { readonly [key: string]: unknown },
): boolean {
  return someOf(registry, type, parameters, (definition) => definition.needsMeans === true);
}

/** Whether a metric, or a part of it, looks at the other trials of the case. */
export function comparesTrials(
  registry: MetricRegistry,
  type: string,
  parameters: { readonly [key: string]: unknown },
): boolean {
  return someOf(registry, type, parameters, (definition) => definition.comparesTrials === true);
}

/** Whether a score depends on when a reply was made: of the metric itself, or of a part of it. */
export function isTimed(
  registry: MetricRegistry,
  type: string,
  parameters: { readonly [key: string]: unknown },
): boolean {
  return someOf(registry, type, parameters, (definition) => definition.isTimed === true);
}

function someOf(
  registry: MetricRegistry,
  type: string,
  parameters: { readonly [key: string]: unknown },
  is: (definition: MetricDefinition) => boolean,
): boolean {
  const definition = registry.get(type);
  if (definition !== undefined && is(definition)) return true;
  // Asked for every metric of every reply, and nearly all are metrics without parts.
  if (parameters.metrics === undefined) return false;
  const parts = [parameters.metrics].flat();
  return parts.some(
    (part) =>
      isRecord(part) && typeof part.type === 'string' && someOf(registry, part.type, part, is),
  );
}

function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return value !== null && typeof value === 'object';
}
