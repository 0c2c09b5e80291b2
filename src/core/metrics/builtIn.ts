import { askingMetrics } from './askingMetrics.ts';
import { comparingMetrics } from './comparingMetrics.ts';
import { conductMetrics } from './conductMetrics.ts';
import { combinators } from './families/combinators.ts';
import { createRegistry, type MetricRegistry } from './registry.ts';
import { structureMetrics } from './structureMetrics.ts';
import { textMetrics } from './textMetrics.ts';

/** The metrics that come with Micro Metrics. Heavy libraries (JSON Schema, languages) load with their first use. */
export const builtInMetrics: MetricRegistry = createRegistry([
  ...textMetrics,
  ...structureMetrics,
  ...comparingMetrics,
  ...conductMetrics,
  ...askingMetrics,
  // Combinators may hold each other, so they look the registry up when they are used.
  ...combinators(() => builtInMetrics),
]);
