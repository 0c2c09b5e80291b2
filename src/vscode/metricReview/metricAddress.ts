/** A metric of a suite, as rows and quick fixes name it to commands. */
export interface MetricAddress {
  /** Absolute path. */
  readonly suite: string;
  readonly metric: string;
}

/** What a command was given, where it names a metric. */
export function metricIn(given: unknown): MetricAddress | undefined {
  if (typeof given !== 'object' || given === null) return undefined;
  if (!('suite' in given) || !('metric' in given)) return undefined;
  const { suite, metric } = given;
  return typeof suite === 'string' && typeof metric === 'string' ? { suite, metric } : undefined;
}
