import type { MetricRegistry } from './registry.ts';

/**
 * Whether a metric asks a model or runs a program: itself, or a part of it. Such a metric is not scored in a worker.
 */
export function needsMeans(
  registry: MetricRegistry,
  type: string,
  parameters: { readonly [key: string]: unknown },
): boolean {
  if (registry.get(type)?.needsMeans === true) return true;
  const parts = [parameters.metrics].flat();
  return parts.some(
    (part) =>
      isRecord(part) && typeof part.type === 'string' && needsMeans(registry, part.type, part),
  );
}

function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return value !== null && typeof value === 'object';
}
