import { markedId } from '../compare/baselines.ts';
import { dayMs } from '../health/metricHealth.ts';
import { labelsPath, readLabels } from '../judges/labels.ts';
import type { Target } from '../live/evaluated.ts';
import { needsMeans } from '../metrics/needsMeans.ts';
import type { MetricRegistry } from '../metrics/registry.ts';
import type { Files, Store } from '../ports.ts';
import { locateText } from '../prompt/locateText.ts';
import { committedPath } from '../report/committedBaseline.ts';
import { dayOf } from '../run/spending.ts';
import type { MaturityFacts } from './maturity.ts';

/** Runs beyond that are not counted. */
const mostRuns = 100;
/** Labels of a judge from which its agreement with people says something. */
const enoughLabels = 10;

export interface FactPorts {
  readonly store: Store;
  readonly files: Pick<Files, 'exists' | 'readText'>;
  readonly registry: MetricRegistry;
  /** Day as YYYY-MM-DD. */
  readonly today: string;
}

/** What files and history say of a prompt and a suite of it. */
export async function gatherFacts(
  { prompt, suite, cases }: Target,
  { store, files, registry, today }: FactPorts,
): Promise<MaturityFacts> {
  const { metrics } = suite;
  const owner = { prompt: prompt.path, suite: suite.path };
  const runs = await store.runs({ ...owner, summaries: true, limit: mostRuns });
  const count = (holds: (metric: (typeof metrics)[number]) => boolean) =>
    metrics.filter(holds).length;
  const judges = metrics.filter(
    ({ type, parameters }) =>
      type !== 'javascript' && type !== 'command' && needsMeans(registry, type, parameters),
  );
  const labelled = judges.length === 0 ? new Map() : await labelsByMetric(suite.path, files);
  return {
    metrics: metrics.length,
    cases: cases.length,
    runs: runs.length,
    withGoal: count(({ goal }) => goal !== undefined),
    withOwner: count(({ owner: by }) => by !== undefined),
    guarding: count(
      ({ guards }) => guards !== undefined && locateText(prompt, guards) !== undefined,
    ),
    multiTurnCases: cases.filter(({ turns, messages }) => turns.length > 1 || messages.length > 0)
      .length,
    fromIssues:
      count(({ issue }) => issue !== undefined) +
      cases.filter(({ tags }) => tags.includes('user-issue')).length,
    trials: runs.reduce((most, run) => Math.max(most, run.trials), suite.trials),
    hasAcceptedBaseline: (await markedId(store, 'accepted', owner)) !== undefined,
    hasCommittedBaseline: await files.exists(committedPath(suite.path)),
    judges: judges.length,
    judgesMeasured: judges.filter(({ id }) => (labelled.get(id) ?? 0) >= enoughLabels).length,
    logsScoredDaysAgo: await logsScoredDaysAgo(store, suite.path, today),
    reviewsDue: count(({ review }) => review !== undefined && review <= today),
  };
}

/** Days since logs were last scored by a suite, in the editor or by the command line where it kept a history. */
async function logsScoredDaysAgo(
  store: Pick<Store, 'events'>,
  suite: string,
  today: string,
): Promise<number | null> {
  const events = await store.events(suite);
  const last = events.findLast(({ type }) => type === 'scored-logs');
  if (last === undefined) return null;
  return Math.max(0, Math.round((Date.parse(today) - Date.parse(dayOf(last.time))) / dayMs));
}

async function labelsByMetric(
  suite: string,
  files: FactPorts['files'],
): Promise<ReadonlyMap<string, number>> {
  const path = labelsPath(suite);
  const counts = new Map<string, number>();
  if (!(await files.exists(path))) return counts;
  for (const { metric } of readLabels(path, await files.readText(path)).labels)
    counts.set(metric, (counts.get(metric) ?? 0) + 1);
  return counts;
}
