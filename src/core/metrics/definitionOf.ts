import { hashOf } from '../hash.ts';
import type { MetricSpec } from '../suite/suite.ts';

/** Hash of what a metric judges by, its type and parameters: equal hashes judge alike. */
export function definitionOf({
  type,
  parameters,
}: Pick<MetricSpec, 'type' | 'parameters'>): string {
  return hashOf([type, parameters]).slice(0, 16);
}
