import type { MetricComparison } from '../compare/comparison.ts';
import type { Evaluated } from '../live/evaluated.ts';
import { isOutdated, type PromptState } from '../live/promptState.ts';
import type { Severity } from '../problem.ts';
import type { Range } from '../text.ts';

/** A place in a file; the range is of the text that ran. */
export interface Place {
  /** Absolute path. */
  readonly file: string;
  readonly range: Range;
}

/** A metric that got worse, with what leads to its evidence. */
export interface Regression {
  /** Absolute paths. */
  readonly prompt: string;
  readonly suite: string;
  readonly metric: string;
  readonly name: string;
  readonly severity: Severity;
  /** Shares of passed samples, 0 to 1; null where nothing was scored. */
  readonly old: number | null;
  readonly new: number | null;
  /** Mean change of the score over cases, -1 to 1; null where it is unknown. */
  readonly difference: number | null;
  /** Adjusted p-value; null where there is none. */
  readonly pAdjusted: number | null;
  readonly summary: string;
  /** Text of the goal at risk. */
  readonly goal?: string;
  /** Where it shows in the prompt. */
  readonly place: Place | undefined;
  readonly cases: readonly RegressedCase[];
  /** The text was edited after the result. */
  readonly isStale: boolean;
  readonly isSimulated: boolean;
}

export interface RegressedCase {
  readonly id: string;
  /** Why it failed, as the metric says: may hold text of a model. */
  readonly why: string;
  readonly place: Place | undefined;
}

/** All metrics that got worse, worst first: by severity, then by size, then by certainty. */
export function regressionsOf(states: readonly PromptState[]): readonly Regression[] {
  return states.flatMap(regressionsIn).toSorted(worstFirst);
}

function regressionsIn(state: PromptState): readonly Regression[] {
  const early = (state.running?.early ? [state.running.early] : []).flatMap((result) =>
    regressionsOfResult(result, false),
  );
  // A verdict of the run that goes on stands; until there is one the last results are shown.
  if (early.length > 0) return early;
  return state.results.flatMap((result) => regressionsOfResult(result, isOutdated(state, result)));
}

function regressionsOfResult(
  { target, run, comparison, findings }: Evaluated,
  isStale: boolean,
): readonly Regression[] {
  if (comparison === undefined) return [];
  const severities = new Map(run.metrics.map(({ id, severity }) => [id, severity]));
  return comparison.metrics
    .filter(({ verdict }) => verdict === 'regressed')
    .map((compared: MetricComparison): Regression => {
      const { id, name, difference, pAdjusted, summary } = compared;
      const finding = findings.find((found) => found.kind === 'regression' && found.metric === id);
      const metric = run.metrics.find((found) => found.id === id);
      const goal = target.suite.goals.find((found) => found.id === metric?.goal)?.text;
      return {
        prompt: run.prompt,
        suite: run.suite,
        metric: id,
        name,
        severity: severities.get(id) ?? 'error',
        old: compared.old,
        new: compared.new,
        difference,
        pAdjusted,
        summary,
        ...(goal !== undefined && { goal }),
        place: finding && { file: finding.file, range: finding.range },
        cases: casesOf(id, { target, run, comparison }),
        isStale,
        isSimulated: run.model.isSimulated,
      };
    });
}

function casesOf(
  metric: string,
  {
    target,
    run,
    comparison,
  }: Pick<Evaluated, 'target' | 'run'> & {
    readonly comparison: NonNullable<Evaluated['comparison']>;
  },
): readonly RegressedCase[] {
  const known = new Map(target.cases.map((item) => [item.id, item]));
  const results = new Map(run.cases.map((item) => [item.id, item]));
  return comparison.cases.flatMap(({ id, metrics }): RegressedCase[] => {
    const own = metrics.find((entry) => entry.id === metric);
    if (own?.verdict !== 'regressed') return [];
    const failed = (results.get(id)?.trials ?? [])
      .flatMap(({ scores }) => scores)
      .find((score) => score.metric === metric && score.passed === false);
    const item = known.get(id);
    const place = item && { file: item.file, range: item.range };
    return [{ id, why: failed?.explanation ?? own.summary, place }];
  });
}

const ranks: Readonly<Record<Severity, number>> = { error: 0, warning: 1, information: 2, hint: 3 };

function worstFirst(a: Regression, b: Regression): number {
  return (
    ranks[a.severity] - ranks[b.severity] ||
    (a.difference ?? 0) - (b.difference ?? 0) ||
    (a.pAdjusted ?? 1) - (b.pAdjusted ?? 1) ||
    compareTexts(a.prompt, b.prompt) ||
    compareTexts(a.metric, b.metric)
  );
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
