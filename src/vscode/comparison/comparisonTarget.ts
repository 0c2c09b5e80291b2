/** What a person wants to see compared. */
export interface ComparisonTarget {
  /** Absolute path of the prompt. */
  readonly prompt: string;
  /** Path of the suite, where the prompt may have several. */
  readonly suite?: string;
  readonly metric?: string;
  readonly caseId?: string;
}

/** Reads a target from what a command or an address was given; a text alone is a prompt. */
export function parseComparisonTarget(given: unknown): ComparisonTarget | undefined {
  if (typeof given === 'string') return { prompt: given };
  if (typeof given !== 'object' || given === null) return undefined;
  const text = (name: string) => {
    const value: unknown = Reflect.get(given, name);
    return typeof value === 'string' ? value : undefined;
  };
  const prompt = text('prompt');
  const suite = text('suite');
  const metric = text('metric');
  const caseId = text('caseId');
  if (prompt === undefined) return undefined;
  return {
    prompt,
    ...(suite !== undefined && { suite }),
    ...(metric !== undefined && { metric }),
    ...(caseId !== undefined && { caseId }),
  };
}
