import { hashOf } from '../../core/hash.ts';
import { type AlertChange, AlertStates } from '../../core/logs/alertStates.ts';
import { changeText, logRateText } from '../../core/logs/changeText.ts';
import { badLine, maxLogLine, readLogLine } from '../../core/logs/readLog.ts';
import { definitionOf } from '../../core/metrics/definitionOf.ts';
import { reportedLog } from '../../core/report/reportedLog.ts';
import { visibleText } from '../../core/report/visibleText.ts';
import { LogScoring } from '../../core/score/scoreLog.ts';
import type { MetricSpec } from '../../core/suite/suite.ts';
import { followFile } from '../../node/logs/followFile.ts';
import { watchFile } from '../../node/logs/watchFile.ts';
import { nodeClock } from '../../node/nodeClock.ts';
import { parseWatch } from '../args.ts';
import type { Environment } from '../environment.ts';
import { type ExitCode, exitCodes } from '../exitCodes.ts';
import { keepScoredLog } from '../keepScoredLog.ts';
import { LeftOut } from '../leftOut.ts';
import { plainLogScorer } from '../logScorer.ts';
import { problemLine } from '../problemLine.ts';
import { keepWatchState, keptWatchState } from '../watchStateFile.ts';
import { writeReport } from '../writeReport.ts';
import { keepYoungGenerationSmall } from '../youngGeneration.ts';
import { addCases } from './addCases.ts';
import { onlySuite, suiteForLog } from './suiteForLog.ts';

/** Changes of a log within this time are read at once, in milliseconds. */
const pauseMs = 1000;

/**
 * `micro-metrics watch`: a log is judged as it grows. It is read from its beginning, or with `--state` from where the watch
 * before has stopped.
 */
export async function watch(args: readonly string[], environment: Environment): Promise<ExitCode> {
  const options = parseWatch(args);
  const { output, show, signal } = environment;
  const path = environment.resolve(options.log);
  const loaded = await suiteForLog(options.suite ?? (await onlySuite(environment)), environment);
  const { suite } = loaded;
  keepYoungGenerationSmall();
  const startedAt = nodeClock.now();
  const begun = nodeClock.elapsed();
  const { scorer, close } = plainLogScorer(environment);
  // What was read is scored even when it is stopped; lines of cases would be kept, and are judged as log lines.
  const scoring = new LogScoring({
    ...{ suite, cases: [], stages: options.stages, scorer },
    signal: new AbortController().signal,
  });
  const left = new LeftOut((problem) => output.note(problemLine(problem, show)));
  const named = {
    log: path,
    metrics: hashOf(scoring.lineMetrics.map((metric) => [metric.id, definitionOf(metric)])),
  };
  const statePath = options.state === undefined ? undefined : environment.resolve(options.state);
  const kept =
    statePath === undefined ? undefined : await keptWatchState(statePath, named, environment);
  if (kept !== undefined) scoring.restore(kept.known);
  const states = new AlertStates(kept?.alerts);
  // With a report for programs, standard output holds nothing else.
  const tell = options.reporter === 'text' ? output.result : output.note;
  let line = kept?.line ?? 0;
  if (kept !== undefined) output.note(`Going on behind line ${line} of ${options.log}.`);
  try {
    const changes = followFile({
      ...{ path, maxLineLength: maxLogLine, signal, watch: watchFile },
      ...(kept !== undefined && { from: kept }),
      pause: () => nodeClock.delay(pauseMs, signal).catch(() => undefined),
    });
    for await (const event of changes) {
      switch (event.type) {
        case 'line': {
          const found = readLogLine(event.text, ++line);
          if (typeof found === 'string') left.add(badLine(path, line, event.text.length, found));
          else for (const recording of found) await scoring.add(recording);
          break;
        }
        case 'caught-up': {
          await scoring.finish();
          const { scored, lines } = scoring.result();
          for (const change of states.update(lines.rates ?? []))
            tell(alertLine(change, suite.metrics, nodeClock.now()));
          if (statePath !== undefined)
            await keepWatchState(statePath, {
              ...{ version: 1, ...named, ...event.place, line },
              ...{ alerts: states.current, known: scoring.snapshot() },
            });
          output.progress(`${scored} replies judged; waiting for more (Ctrl+C for a summary)`);
          break;
        }
        case 'missing':
          output.note(`There is no ${options.log} yet; waiting for it.`);
          break;
        case 'begun-anew':
          line = 0;
          output.note(
            event.because === 'rotated'
              ? `${options.log} was replaced; the new one is read.`
              : `${options.log} became shorter; it is read from its beginning.`,
          );
      }
    }
    await scoring.finish();
  } finally {
    await close();
    output.progress('');
  }
  left.close(output.note);
  if (options.cases !== undefined)
    await addCases(scoring.failing.rows(), options.cases, environment);
  const reported = reportedLog(scoring.result(), {
    ...loaded,
    ...{ log: path, startedAt, durationMs: nodeClock.elapsed() - begun, isStopped: false },
    version: hashOf([path, startedAt]),
  });
  await writeReport([reported], options, environment);
  await keepScoredLog(reported, environment);
  return exitCodes.interrupted;
}

function alertLine(
  { rate, isAlert }: AlertChange,
  metrics: readonly MetricSpec[],
  now: number,
): string {
  const name = metrics.find(({ id }) => id === rate.metric)?.name ?? rate.metric;
  const change = rate.changes.at(-1);
  const said = [
    `${new Date(now).toISOString()} ${isAlert ? 'ALERT' : 'RECOVERED'} ${name}: ${logRateText(rate)}`,
    ...(change === undefined ? [] : [changeText(change)]),
    ...(isAlert && rate.issue !== undefined ? [`Issue: ${rate.issue}`] : []),
  ];
  return visibleText(said.join(' '));
}
