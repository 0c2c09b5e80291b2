import { Breather } from '../breather.ts';
import { worstOf } from '../compare/caseComparison.ts';
import type { CaseComparison, Comparison, Verdict } from '../compare/comparison.ts';
import type { Baseline } from '../compare/judgeBaseline.ts';
import type { ComparedEvent } from '../health/events.ts';
import { definitionOf } from '../metrics/definitionOf.ts';
import type { Store } from '../ports.ts';
import { readPrompt } from '../prompt/formats.ts';
import { includesOf } from '../prompt/includeContext.ts';
import { versionId } from '../prompt/version.ts';
import type { RunResult } from '../results/runResult.ts';
import type { EvaluationContext } from '../run/evaluate.ts';
import { metricsInUse } from '../suite/metricsFor.ts';
import { type DefaultSources, defaultBaseline } from './baselines.ts';
import { type ComparingOptions, compareWith, judgedBaseline } from './compareWith.ts';
import { type ComparingSettings, comparingOptions } from './comparingOptions.ts';
import { type Evaluated, evaluatedWith, type Target } from './evaluated.ts';
import { hasSameReplies } from './sameReplies.ts';

/**
 * The last stored run of each target beside what it was compared with, as after a restart. Nothing is run or sent. Targets that were
 * never run are left out.
 * @throws {EvalError} store-unavailable, aborted
 */
export async function lastStored(
  targets: readonly Target[],
  settings: ComparingSettings,
  context: EvaluationContext,
  signal: AbortSignal,
  more: Pick<DefaultSources, 'history' | 'onTrouble'> = {},
): Promise<readonly Evaluated[]> {
  const { store } = context.ports;
  const found: Evaluated[] = [];
  for (const target of targets) {
    const { path } = target.prompt;
    const [newest] = await store.runs({
      ...{ prompt: path, suite: target.suite.path },
      summaries: true,
      limit: 1,
    });
    const run = newest && (await store.run(newest.id));
    if (run === undefined) continue;
    const baseline = await defaultBaseline(run, { ...context.ports, ...more });
    found.push(await storedResult(target, run, baseline, settings, context, signal));
  }
  return found;
}

/**
 * A stored run as the result of the version that it ran with, beside a baseline.
 * @throws {EvalError} aborted
 */
async function storedResult(
  target: Target,
  run: RunResult,
  baseline: Baseline | undefined,
  settings: ComparingSettings,
  context: EvaluationContext,
  signal: AbortSignal,
): Promise<Evaluated> {
  const then = await asItRan(target, run, context);
  const options = comparingOptions(then, [run], settings);
  // Both sides are judged by the metrics of today.
  const judged = isJudgedAsToday(then, run, options)
    ? run
    : await judgedBaseline(then, { run, label: '' }, run, options, context, signal);
  return comparedAsReached(then, judged, baseline, options, context, signal);
}

function isJudgedAsToday(
  { suite, cases }: Target,
  { metrics }: RunResult,
  { stages }: ComparingOptions,
): boolean {
  const today = new Map(
    metricsInUse(suite, cases, stages).map((metric) => [metric.id, definitionOf(metric)]),
  );
  return (
    today.size === metrics.length &&
    metrics.every(({ id, definition }) => definition === today.get(id))
  );
}

/**
 * A finished run beside another one, with the verdicts that were reached when it was run, where the two were compared then. Metrics
 * that were added or changed since are judged by the test of finished runs.
 * @throws {EvalError} aborted
 */
export async function comparedAsReached(
  target: Target,
  run: RunResult,
  baseline: Baseline | undefined,
  options: ComparingOptions,
  context: EvaluationContext,
  signal: AbortSignal,
): Promise<Evaluated> {
  const { store, clock } = context.ports;
  const known = baseline && (await recordedComparison(store, run, baseline));
  const asThen = known === undefined ? new Set<string>() : await metricsAsThen(store, run);
  const isSettled = known !== undefined && run.metrics.every(({ id }) => asThen.has(id));
  const how = { ...options, isSettled };
  const compared = await compareWith(target, run, baseline, how, context, signal);
  if (compared.comparison === undefined || compared.baseline === undefined) return compared;
  if (known === undefined) return compared;
  const comparison = withRecorded(compared.comparison, known, asThen);
  return evaluatedWith(target, compared.run, compared.baseline, comparison, new Breather(clock));
}

/** The target with the prompt as it was when it ran, where the store still has that text. */
async function asItRan(
  target: Target,
  { promptVersion }: RunResult,
  { ports: { store, files } }: EvaluationContext,
): Promise<Target> {
  const { path } = target.prompt;
  if (versionId(target.prompt) === promptVersion) return target;
  const version = await store.version(path, promptVersion);
  if (version === undefined) return target;
  const { value: prompt } = await readPrompt(
    { path, text: version.source },
    includesOf(target.prompt, files, version.parts),
  );
  return prompt === undefined ? target : { ...target, prompt };
}

/** How many runs of the version are looked at. */
const lookBack = 50;

/** Ids of the metrics that judge as they did when the run was made. */
async function metricsAsThen(
  store: Pick<Store, 'runs'>,
  { id, prompt, suite, promptVersion, metrics }: RunResult,
): Promise<ReadonlySet<string>> {
  const own = { prompt, suite, promptVersion };
  const found = await store.runs({ ...own, summaries: true, limit: lookBack });
  const then = found.find((one) => one.id === id)?.metrics ?? metrics;
  const definitions = new Map(then.map((metric) => [metric.id, metric.definition]));
  const same = metrics.filter(
    (metric) => definitions.has(metric.id) && definitions.get(metric.id) === metric.definition,
  );
  return new Set(same.map((metric) => metric.id));
}

/** What was said of a run beside the same baseline, or beside another run with the same replies to the same text. */
async function recordedComparison(
  store: Pick<Store, 'events' | 'run'>,
  run: RunResult,
  { run: baseline, isReport = false, isUndated = false }: Baseline,
): Promise<ComparedEvent | undefined> {
  // What was said of a run was said after it began.
  const events = await store.events(run.suite, run.startedAt);
  const own = events.filter(
    (event): event is ComparedEvent => event.type === 'compared' && event.run === run.id,
  );
  const exact = own.findLast((event) => event.baseline === baseline.id);
  if (exact !== undefined || isReport || isUndated) return exact;
  const similar = own.findLast((event) => event.baselineVersion === baseline.promptVersion);
  const compared = similar && (await store.run(similar.baseline));
  return compared !== undefined && hasSameReplies(compared, baseline) ? similar : undefined;
}

/**
 * A comparison of stored samples with the verdicts that were reached while they were drawn. Those rest on the order of the samples
 * too, which stored ones do not have any more; a verdict that was given is not taken back by a restart.
 */
function withRecorded(
  comparison: Comparison,
  { verdicts, reruns }: Pick<ComparedEvent, 'verdicts' | 'reruns'>,
  asThen: ReadonlySet<string>,
): Comparison {
  const of = (id: string): Verdict | undefined =>
    asThen.has(id) ? (verdicts[id] ?? 'inconclusive') : undefined;
  const metrics = comparison.metrics.map((metric) => {
    const verdict = of(metric.id);
    if (verdict === undefined) return metric;
    const again = reruns?.[metric.id];
    const known = again === undefined ? metric : { ...metric, reruns: again };
    if (verdict === metric.verdict) return known;
    const summary = `${metric.name}: ${words[verdict]} when it was run.`;
    return { ...known, verdict, isMixed: false, isSmall: false, summary };
  });
  const verdict =
    (['regressed', 'improved'] as const).find((item) =>
      metrics.some((metric) => metric.verdict === item),
    ) ?? (metrics.every((metric) => metric.verdict === 'unchanged') ? 'unchanged' : 'inconclusive');
  return {
    ...comparison,
    verdict,
    metrics,
    cases: comparison.cases.map((item) => caseWith(item, of)),
  };
}

const words: Readonly<Record<Verdict, string>> = {
  regressed: 'got worse',
  improved: 'got better',
  unchanged: 'no change that mattered',
  inconclusive: 'no change was shown',
};

/** Cases that moved with a metric carry its verdict: they are the evidence for it. */
function caseWith(
  item: CaseComparison,
  of: (metric: string) => Verdict | undefined,
): CaseComparison {
  const metrics = item.metrics.map((metric) => {
    const { old, new: now } = metric;
    const verdict = of(metric.id);
    if (verdict === undefined || old === null || now === null || old === now) return metric;
    const own = now < old ? 'regressed' : 'improved';
    const isEvidence = verdict === own;
    if (isEvidence) return { ...metric, verdict: own } as const;
    return metric.verdict === own ? ({ ...metric, verdict: 'inconclusive' } as const) : metric;
  });
  const verdict =
    metrics.length === 0 ? item.verdict : worstOf(metrics.map((metric) => metric.verdict));
  return { ...item, metrics, verdict };
}
