import type { MetricDefinition } from './metric.ts';

/** The kinds of metric that suites can use. */
export interface MetricRegistry {
  get(type: string): MetricDefinition | undefined;
  /** In the order of documentation. */
  readonly types: readonly string[];
}

export function createRegistry(definitions: readonly MetricDefinition[]): MetricRegistry {
  const byType = new Map(definitions.map((definition) => [definition.type, definition]));
  return { get: (type) => byType.get(type), types: [...byType.keys()] };
}
