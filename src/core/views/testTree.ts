import type { Evaluated, Target } from '../live/evaluated.ts';
import { errorOf } from '../results/caseErrors.ts';
import type { CaseResult, RunResult } from '../results/runResult.ts';
import { metricsFor, metricsInUse } from '../suite/metricsFor.ts';
import type { Case, MetricSpec, Stage } from '../suite/suite.ts';
import type { Range } from '../text.ts';

/** What a test is: a prompt, one of its metrics or cases, or a metric on a case. */
export interface TestKey {
  /** Absolute path. */
  readonly prompt: string;
  /** Absolute path; absent for the prompt itself. */
  readonly suite?: string;
  readonly metric?: string;
  readonly caseId?: string;
}

/** Which level comes first below a prompt. */
export type TestGrouping = 'metric' | 'case';

export interface TestNode {
  /** See `testId`. */
  readonly id: string;
  readonly key: TestKey;
  readonly label: string;
  readonly description?: string;
  /** Absolute path and place, of the text that was read. */
  readonly file: string;
  readonly range: Range;
  readonly children: readonly TestNode[];
}

/** An id that is unique among all tests and says what it stands for. */
export function testId({ prompt, suite, metric, caseId }: TestKey): string {
  return JSON.stringify([prompt, suite ?? null, metric ?? null, caseId ?? null]);
}

/** Reads an id again; undefined for anything else. */
export function parseTestId(id: string): TestKey | undefined {
  let parts: unknown;
  try {
    parts = JSON.parse(id);
  } catch {
    return undefined;
  }
  if (!Array.isArray(parts) || parts.length !== 4) return undefined;
  const [prompt, suite, metric, caseId]: unknown[] = parts;
  if (typeof prompt !== 'string') return undefined;
  return {
    prompt,
    ...(typeof suite === 'string' && { suite }),
    ...(typeof metric === 'string' && { metric }),
    ...(typeof caseId === 'string' && { caseId }),
  };
}

/** More tests than that are not listed one by one: then those that fail are. */
export const leafLimit = 2000;

const allStages: readonly Stage[] = ['real-time', 'async', 'offline'];

/** The tests below a prompt, of all its suites. What failed last is needed only where there are too many tests to list all. */
export function testTree(
  targets: readonly Target[],
  grouping: TestGrouping,
  results: readonly Pick<Evaluated, 'run'>[] = [],
): readonly TestNode[] {
  return targets.flatMap((target) => suiteTests(target, grouping, results));
}

function suiteTests(
  target: Target,
  grouping: TestGrouping,
  results: readonly Pick<Evaluated, 'run'>[],
): readonly TestNode[] {
  const { suite, cases } = target;
  const metricsOf = metricsFor(suite, allStages);
  const count = cases.reduce((sum, item) => sum + metricsOf(item).length, 0);
  const isListed = count <= leafLimit ? () => true : failingIn(target, results);
  const listed: { readonly item: Case; readonly metric: MetricSpec }[] = [];
  for (const item of cases)
    for (const metric of metricsOf(item))
      if (isListed(item.id, metric.id)) listed.push({ item, metric });
  const isCut = listed.length < count;
  const description = isCut ? 'failing cases only' : undefined;
  const at = { prompt: target.prompt.path, suite: suite.path };
  switch (grouping) {
    case 'metric': {
      const byMetric = grouped(listed, ({ metric }) => metric.id);
      return metricsInUse(suite, cases, allStages).map((metric) =>
        metricNode(
          at,
          metric,
          (byMetric.get(metric.id) ?? []).map(({ item }) =>
            caseNode({ ...at, metric: metric.id }, item, []),
          ),
          description,
        ),
      );
    }
    case 'case': {
      const byCase = grouped(listed, ({ item }) => item.id);
      return cases
        .filter(({ id }) => !isCut || byCase.has(id))
        .map((item) =>
          caseNode(
            at,
            item,
            (byCase.get(item.id) ?? []).map(({ metric }) =>
              metricNode({ ...at, caseId: item.id }, metric, []),
            ),
            description,
          ),
        );
    }
  }
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

function metricNode(
  at: TestKey,
  { id, name, stage, file, range }: MetricSpec,
  children: readonly TestNode[],
  note?: string,
): TestNode {
  const key = { ...at, metric: id };
  const words = [stage === 'offline' ? stage : undefined, note].filter(
    (word) => word !== undefined,
  );
  const about = words.length > 0 && { description: words.join(', ') };
  return { id: testId(key), key, label: name, file, range, children, ...about };
}

function caseNode(
  at: TestKey,
  { id, file, range }: Case,
  children: readonly TestNode[],
  description?: string,
): TestNode {
  const key = { ...at, caseId: id };
  const about = description !== undefined && { description };
  return { id: testId(key), key, label: id, file, range, children, ...about };
}

function failingIn(
  target: Target,
  results: readonly Pick<Evaluated, 'run'>[],
): (caseId: string, metric: string) => boolean {
  /** Ids of metrics by case. */
  const failing = new Map<string, Set<string>>();
  let count = 0;
  for (const { run } of results) {
    if (run.suite !== target.suite.path) continue;
    for (const item of run.cases)
      for (const { scores } of item.trials)
        for (const { metric, passed } of scores) {
          if (passed !== false || count >= leafLimit) continue;
          const metrics = failing.get(item.id) ?? new Set();
          if (!metrics.has(metric)) count++;
          failing.set(item.id, metrics.add(metric));
        }
  }
  return (caseId, metric) => failing.get(caseId)?.has(metric) ?? false;
}

/** How a metric did on a case. Texts may come from models. */
export interface TestOutcome {
  /** `failed`: at least one trial was judged and did not pass; `errored`: none could be judged. */
  readonly status: 'passed' | 'failed' | 'errored' | 'skipped';
  readonly message: string;
  /** What the reply is put beside, and what it is. */
  readonly expected?: { readonly text: string; readonly what: string };
  /** The reply of the trial that the message is about. */
  readonly actual?: string;
}

/** Outcomes of a result by metric and case. Made once, for many questions. */
export function outcomesOf(
  evaluated: Pick<Evaluated, 'run' | 'target' | 'baseline' | 'comparison'>,
): (key: TestKey) => TestOutcome | undefined {
  const byId = (run: RunResult | undefined) =>
    new Map((run?.cases ?? []).map((item) => [item.id, item]));
  const now = byId(evaluated.run);
  const before = byId(evaluated.baseline?.run);
  const cases = new Map(evaluated.target.cases.map((item) => [item.id, item]));
  const compared = new Map((evaluated.comparison?.cases ?? []).map((item) => [item.id, item]));
  return ({ metric, caseId }) => {
    const result = caseId === undefined ? undefined : now.get(caseId);
    if (metric === undefined || result === undefined) return undefined;
    const verdict = compared.get(result.id)?.metrics.find(({ id }) => id === metric)?.summary;
    const outcome = outcomeOf(result, metric, cases.get(result.id), before.get(result.id));
    return outcome === undefined || verdict === undefined || outcome.status !== 'failed'
      ? outcome
      : { ...outcome, message: `${outcome.message}\n${verdict}` };
  };
}

function outcomeOf(
  { trials }: CaseResult,
  metric: string,
  item: Case | undefined,
  before: CaseResult | undefined,
): TestOutcome | undefined {
  const scored = trials.flatMap((trial) =>
    trial.scores.filter((score) => score.metric === metric).map((score) => ({ trial, score })),
  );
  const judged = scored.filter(({ score }) => score.passed !== null);
  const failed = judged.filter(({ score }) => score.passed === false);
  const [first] = failed;
  if (first !== undefined) {
    const { output } = first.trial;
    const expected = expectedOf(metric, item, before);
    const count = judged.length === 1 ? '' : `${failed.length} of ${judged.length} trials failed. `;
    return {
      status: 'failed',
      message: `${count}${first.score.explanation}`,
      ...(expected && { expected }),
      ...(output !== null && { actual: output }),
    };
  }
  if (judged.length > 0) return { status: 'passed', message: '' };
  const broken = errorOf({ trials });
  if (broken !== undefined) return { status: 'errored', message: broken.message };
  const unjudged = scored.find(({ score }) => score.status === 'failed')?.score;
  if (unjudged !== undefined) return { status: 'errored', message: unjudged.explanation };
  const skipped = scored[0]?.score;
  return skipped && { status: 'skipped', message: skipped.explanation };
}

/** The expected answer of the case; else the reply of the version before, where that passed. */
function expectedOf(
  metric: string,
  item: Case | undefined,
  before: CaseResult | undefined,
): TestOutcome['expected'] {
  const expected = item?.expected;
  if (expected !== undefined && expected !== null) {
    const text = typeof expected === 'string' ? expected : JSON.stringify(expected, undefined, 2);
    return { text, what: 'the expected answer of the case' };
  }
  const passed = before?.trials.find((trial) =>
    trial.scores.some((score) => score.metric === metric && score.passed === true),
  );
  const text = passed?.output;
  return text === undefined || text === null
    ? undefined
    : { text, what: 'the reply of the version compared with, which passed' };
}
