import { createHash } from 'node:crypto';
import { compareRuns } from '../../core/compare/compareRuns.ts';
import type { Comparison } from '../../core/compare/comparison.ts';
import { EvalError } from '../../core/errors.ts';
import { linesOf } from '../../core/logs/pieceScores.ts';
import { maxLogLine, readLog } from '../../core/logs/readLog.ts';
import type { Problem } from '../../core/problem.ts';
import { isUnscored } from '../../core/report/failOn.ts';
import { readReport } from '../../core/report/readReport.ts';
import type { ReportedRun } from '../../core/report/report.ts';
import { reportedLog } from '../../core/report/reportedLog.ts';
import type { RunResult } from '../../core/results/runResult.ts';
import { scoreLog } from '../../core/score/scoreLog.ts';
import { scoreLogPieces } from '../../core/score/scoreLogPieces.ts';
import type { Stage } from '../../core/suite/suite.ts';
import { readLogPieces } from '../../node/logs/logPieces.ts';
import { nodeClock } from '../../node/nodeClock.ts';
import { parseScore, type ScoreArguments } from '../args.ts';
import type { Environment } from '../environment.ts';
import { type ExitCode, exitCodes } from '../exitCodes.ts';
import { exitCodeFor } from '../failOn.ts';
import { keepScoredLog } from '../keepScoredLog.ts';
import { LeftOut } from '../leftOut.ts';
import { judgedLogScorer, plainLogScorer } from '../logScorer.ts';
import { problemLine } from '../problemLine.ts';
import { writeReport } from '../writeReport.ts';
import { keepYoungGenerationSmall } from '../youngGeneration.ts';
import { addCases } from './addCases.ts';
import { type SuiteForLog, suiteForLog } from './suiteForLog.ts';

/** `micro-metrics score`: recorded or production outputs scored by a suite; nothing is asked but judges, where wanted. */
export async function score(args: readonly string[], environment: Environment): Promise<ExitCode> {
  const options = parseScore(args);
  const { reported, refusal } = await scored(options, environment);
  await writeReport([reported], options, environment);
  await keepScoredLog(reported, environment);
  if (environment.signal.aborted) return exitCodes.interrupted;
  if (refusal === undefined) return exitCodeFor([reported], options.failOn);
  // What was refused has not failed; what was judged all the same may have.
  const metrics = reported.run.metrics.filter((metric) => !isUnscored(metric));
  const code = exitCodeFor([{ ...reported, run: { ...reported.run, metrics } }], options.failOn);
  environment.output.note(`Not everything was judged. ${refusal.message}`);
  return code === exitCodes.asAsked ? exitCodes.couldNotRun : code;
}

async function scored(
  options: ScoreArguments,
  environment: Environment,
): Promise<{ readonly reported: ReportedRun; readonly refusal: EvalError | undefined }> {
  const { output, show, signal } = environment;
  const completions = environment.resolve(options.completions);
  const loaded = await suiteForLog(options.suite, environment);
  const baseline = await baselineOf(options, environment);

  const stages = options.stage === undefined ? everyStage : [options.stage];
  // Of a log nothing lives long: garbage is collected early rather than piled up.
  keepYoungGenerationSmall();
  const startedAt = nodeClock.now();
  const begun = nodeClock.elapsed();
  const digest = createHash('sha256');
  const left = new LeftOut((problem) => output.note(problemLine(problem, show)));
  let said = 0;
  const { scoring, asked, refusal } = await scoredBy(options.judges, loaded, environment, {
    path: completions,
    onBytes: (bytes) => digest.update(bytes),
    onProblem: (problem) => left.add(problem),
    stages,
    onScored: (count) => {
      if (count - said < progressEvery) return;
      said = count;
      output.progress(`${count} lines scored`);
    },
  }).finally(() => output.progress(''));
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
  return { reported: { ...reported, ...(comparison && { comparison }) }, refusal };
}

interface Log {
  readonly path: string;
  readonly stages: readonly Stage[];
  readonly onBytes: (bytes: Uint8Array) => void;
  readonly onProblem: (problem: Problem) => void;
  readonly onScored: (count: number) => void;
}

/** Without judges whole pieces of the log go to workers; with them every reply is asked about. */
async function scoredBy(
  judges: ScoreArguments['judges'],
  { suite, cases }: SuiteForLog,
  environment: Environment,
  { path, stages, onBytes, onProblem, onScored }: Log,
) {
  const { signal } = environment;
  const judging = judges
    ? await judgedLogScorer(suite, judges, environment)
    : plainLogScorer(environment);
  const options = { suite, cases, stages, scorer: judging.scorer, signal, onScored };
  const pieces = alongside(readLogPieces(path, maxLogLine), onBytes);
  try {
    const scoring =
      judging.pieces === undefined
        ? await scoreLog(readLog(path, linesOfPieces(pieces), onProblem), options)
        : await scoreLogPieces(
            { path, pieces, scorer: judging.pieces, registry: environment.registry, onProblem },
            options,
          );
    return { scoring, asked: judging.usage(), refusal: judging.refusal() };
  } finally {
    await judging.close();
  }
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

async function* alongside(
  pieces: AsyncIterable<Uint8Array>,
  onBytes: (bytes: Uint8Array) => void,
): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    onBytes(piece);
    yield piece;
  }
}

async function* linesOfPieces(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const piece of pieces) yield* linesOf(decoder.decode(piece));
}
