import { describeCause, guiltyHunks } from '../../core/blame/cause.ts';
import type { Baseline } from '../../core/compare/judgeBaseline.ts';
import type { Evaluated, Target } from '../../core/live/evaluatePrompt.ts';
import { builtInMetrics } from '../../core/metrics/builtIn.ts';
import { needsMeans } from '../../core/metrics/needsMeans.ts';
import type { RunResult } from '../../core/results/runResult.ts';
import { metricsInUse } from '../../core/suite/metricsFor.ts';
import { LineMap } from '../../core/text.ts';
import type { PanelInput, PanelSide } from '../../panel/source.ts';

/** While a run goes on its cases are put beside the last results of another version of the prompt. */
export function provisionalBaseline(
  result: Evaluated | undefined,
  target: Target | undefined,
): { readonly baseline?: RunResult } {
  if (result === undefined || target === undefined) return {};
  const isSameText = result.target.prompt.source === target.prompt.source;
  const baseline = isSameText ? result.baseline?.run : result.run;
  return baseline === undefined ? {} : { baseline };
}

/** Which changes made which metrics worse, at their lines. */
export function causesOf({
  causes = [],
  target,
  run,
}: Evaluated): NonNullable<PanelInput['causes']> {
  const lines = new LineMap(target.prompt.source);
  const names = new Map(run.metrics.map(({ id, name }) => [id, name]));
  return causes.flatMap((cause) =>
    guiltyHunks(cause).map(({ start }) => ({
      line: lines.positionAt(start).line,
      text: `${names.get(cause.metric) ?? cause.metric}: ${describeCause(cause)}`,
    })),
  );
}

/** The two sides of a result, as the panel shows them. @param newSide where that is not the present results; @param oldName where somebody chose it */
export function sides(
  result: Evaluated | undefined,
  newSide: Baseline | undefined,
  oldName: string | undefined,
): Pick<PanelInput, 'old' | 'new'> {
  if (result === undefined) return {};
  const { baseline, run, target } = result;
  return {
    ...(baseline && {
      old: sideOf(oldName === undefined ? baseline : { ...baseline, name: oldName }),
    }),
    new: sideOf(
      newSide === undefined
        ? { run, name: 'Now', source: target.prompt.source }
        : { ...newSide, run },
    ),
  };
}

/** A side as the panel shows it; of one whose text is not known nothing is shown as changed. */
export function sideOf({
  run,
  name,
  isUndated,
  isAtCommit,
  source,
}: Pick<Baseline, 'run' | 'name' | 'isUndated' | 'isAtCommit' | 'source'>): PanelSide {
  const time = isUndated === true || isAtCommit === true ? null : run.startedAt;
  return {
    version: { label: name ?? null, time, commit: null },
    ...(source !== undefined && { source }),
    run,
  };
}

/** The metrics and goals of a suite. */
export function suiteOf(target: Target | undefined): PanelInput['suite'] {
  if (target === undefined) return { metrics: [], goals: [] };
  const { suite, cases } = target;
  return {
    goals: suite.goals.map(({ id, text }) => ({ id, text })),
    metrics: metricsInUse(suite, cases, ['real-time', 'async', 'offline']).map((metric) => ({
      id: metric.id,
      name: metric.name,
      severity: metric.severity,
      stage: metric.stage,
      isJudged: needsMeans(builtInMetrics, metric.type, metric.parameters),
      ...(metric.goal !== undefined && { goal: metric.goal }),
      ...(metric.guards !== undefined && { guards: metric.guards }),
      ...(metric.target !== undefined && { target: metric.target }),
    })),
  };
}
