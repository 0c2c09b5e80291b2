import { createHash } from 'node:crypto';
import { compareRuns } from '../../core/compare/compareRuns.ts';
import type { Comparison } from '../../core/compare/comparison.ts';
import { EvalError } from '../../core/errors.ts';
import { maxLogLine, readLog } from '../../core/logs/readLog.ts';
import { reportedLog } from '../../core/logs/reportedLog.ts';
import { readReport } from '../../core/results/readReport.ts';
import type { ReportedRun } from '../../core/results/report.ts';
import type { RunResult } from '../../core/results/runResult.ts';
import { scoreLog } from '../../core/score/scoreLog.ts';
import { nodeClock } from '../../node/nodeClock.ts';
import { readLogLines } from '../../node/nodeFiles.ts';
import { parseScore, type ScoreArguments } from '../args.ts';
import type { Environment } from '../environment.ts';
import { type ExitCode, exitCodes } from '../exitCodes.ts';
import { exitCodeFor } from '../failOn.ts';
import { LeftOut } from '../leftOut.ts';
import { judgedLogScorer, plainLogScorer } from '../logScorer.ts';
import { problemLine } from '../problemLine.ts';
import { writeReport } from '../writeReport.ts';
import { keepYoungGenerationSmall } from '../youngGeneration.ts';
import { addCases } from './addCases.ts';
import { suiteForLog } from './suiteForLog.ts';

/** `micro-metrics score`: recorded or production outputs scored by a suite; nothing is asked but judges, where wanted. */
export async function score(args: readonly string[], environment: Environment): Promise<ExitCode> {
  const options = parseScore(args);
  const reported = await scored(options, environment);
  await writeReport([reported], options, environment);
  if (environment.signal.aborted) return exitCodes.interrupted;
  return exitCodeFor([reported], options.failOn);
}

async function scored(options: ScoreArguments, environment: Environment): Promise<ReportedRun> {
  const { output, show, signal } = environment;
  const completions = environment.resolve(options.completions);
  const loaded = await suiteForLog(options.suite, environment);
  const { suite, cases } = loaded;
  const baseline = await baselineOf(options, environment);

  const stages = options.stage === undefined ? everyStage : [options.stage];
  // Of a log nothing lives long: garbage is collected early rather than piled up.
  keepYoungGenerationSmall();
  const startedAt = nodeClock.now();
  const begun = nodeClock.elapsed();
  const { judges } = options;
  const judging = judges
    ? await judgedLogScorer(suite, judges, environment)
    : plainLogScorer(environment);
  let asked = judging.usage();
  const digest = createHash('sha256');
  const left = new LeftOut((problem) => output.note(problemLine(problem, show)));
  const lines = readAlong(readLogLines(completions, maxLogLine), digest);
  const scoring = await scoreLog(
    readLog(completions, lines, (problem) => left.add(problem)),
    {
      suite,
      cases,
      stages,
      scorer: judging.scorer,
      signal,
      onScored: (count) => {
        if (count % progressEvery === 0) output.progress(`${count} lines scored`);
      },
    },
  ).finally(async () => {
    asked = judging.usage();
    await judging.close();
    output.progress('');
  });
  left.close(output.note);
  const log = scoring.result();
  const { cases: results } = log;
  const unanswered = results.filter((item) => item.trials.length === 0).length;
  if (unanswered > 0) {
    output.note(`${unanswered} of ${results.length} cases have no line in ${options.completions}.`);
  }
  if (log.scored === 0 && !signal.aborted) {
    throw new EvalError(
      'bad-file',
      `${options.completions} holds no line that can be scored. A line is like {"output": "text"}, a request with its response, or an OpenTelemetry export; see docs/production-logs.md.`,
      { file: completions },
    );
  }
  if (options.cases !== undefined)
    await addCases(scoring.failing.rows(), options.cases, environment);
  const reported = reportedLog(log, {
    ...loaded,
    ...{ log: completions, startedAt, durationMs: nodeClock.elapsed() - begun },
    version: digest.digest('hex'),
    isStopped: signal.aborted,
    asked,
  });
  const comparison = baseline && comparisonWith(baseline, reported.run, options, environment);
  return { ...reported, ...(comparison && { comparison }) };
}

const everyStage = ['real-time', 'async', 'offline'] as const;
const progressEvery = 1000;

async function baselineOf(
  { compare }: ScoreArguments,
  environment: Environment,
): Promise<readonly RunResult[] | undefined> {
  if (compare === undefined) return undefined;
  const path = environment.resolve(compare);
  return readReport(await environment.files.readText(path, { maxBytes: 1e9 }), compare);
}

function comparisonWith(
  baseline: readonly RunResult[],
  run: RunResult,
  { compare = '' }: ScoreArguments,
  { output, show }: Environment,
): Comparison | undefined {
  const own = baseline.find(({ suite }) => suite === show(run.suite));
  const partner = own ?? (baseline.length === 1 ? baseline[0] : undefined);
  if (partner === undefined) {
    throw new EvalError('bad-file', `${compare} holds no run of ${show(run.suite)}.`);
  }
  if (run.cases.length === 0) {
    output.note('Lines without a case of the suite have no partner and are not compared.');
    return undefined;
  }
  return compareRuns(partner, run, { baselineLabel: compare });
}

async function* readAlong(
  lines: AsyncIterable<string>,
  digest: ReturnType<typeof createHash>,
): AsyncIterable<string> {
  for await (const line of lines) {
    digest.update(line).update('\n');
    yield line;
  }
}
