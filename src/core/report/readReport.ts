import * as z from 'zod';
import { EvalError, messageOf } from '../errors.ts';
import type { ReplyRecord, RunResult, TrialResult } from '../results/runResult.ts';
import { atOnce, type Steps } from '../steps.ts';
import { type JsonReport, type JsonRun, reportSchema } from './reportSchema.ts';

/**
 * Reads a JSON report back as runs. Replies carry their text only, and trials no messages before the first reply.
 * @throws {EvalError} bad-file when it is not a report of version 1
 */
export function readReport(text: string, path: string): readonly RunResult[] {
  return runsOf(readJsonReport(text, path), path);
}

/** @throws {EvalError} bad-file when it is not a report of version 1 */
export function readJsonReport(text: string, path: string): JsonReport {
  return atOnce(readJsonReportInSteps(text, path));
}

/** A report is checked in pieces of so many cases. */
const casesAtOnce = 50;

/**
 * The same in pieces, of which the first, that takes the text apart, is by far the longest: about 5 ms for each MiB.
 * @throws {EvalError} bad-file when it is not a report of version 1
 */
export function* readJsonReportInSteps(text: string, path: string): Steps<JsonReport> {
  const data = parsed(text, path);
  yield;
  const outline = outlineSchema.safeParse(data);
  // What has not even the outline of a report is told of as one.
  if (!outline.success) return checked(data, path);
  const { version, runs: all } = outline.data;
  const runs: JsonRun[] = [];
  for (const [index, run] of all.entries()) {
    const cases: JsonRun['cases'][number][] = [];
    let whole: JsonRun | undefined;
    for (let first = 0; whole === undefined || first < run.cases.length; first += casesAtOnce) {
      const some = run.cases.slice(first, first + casesAtOnce);
      const {
        runs: [known],
      } = checked({ version, runs: [{ ...run, cases: some }] }, path, {
        run: index,
        case: first,
      });
      if (known === undefined) break;
      whole ??= known;
      for (const item of known.cases) cases.push(item);
      yield;
    }
    if (whole !== undefined) runs.push({ ...whole, cases });
  }
  return { version, runs };
}

const outlineSchema = z.object({
  version: z.literal(1),
  runs: z.array(z.looseObject({ cases: z.array(z.unknown()) })),
});

function parsed(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new EvalError(
      'bad-file',
      `${path} is no report of run or score with --reporter json: ${messageOf(cause)}`,
      { file: path, cause },
    );
  }
}

/** @param from places in the whole report of the first run and the first case of this one */
function checked(data: unknown, path: string, from = { run: 0, case: 0 }): JsonReport {
  const found = reportSchema.safeParse(data);
  if (found.success) return found.data;
  const issue = found.error.issues[0];
  const place = issue?.path.map((key, at, all) => {
    if (typeof key !== 'number') return key;
    if (at === 1) return key + from.run;
    return at === 3 && all[2] === 'cases' ? key + from.case : key;
  });
  throw new EvalError(
    'bad-file',
    `${path} is not a report of version 1: ${place?.join('.') ?? ''}: ${issue?.message ?? ''}. Make one with \`micro-metrics run --reporter json\`.`,
    { file: path },
  );
}

/** The runs of a report; `path` names them. */
export function runsOf(report: JsonReport, path: string): readonly RunResult[] {
  return report.runs.map((run, index) => runOf(run, `${path}#${index}`));
}

function runOf(run: JsonRun, id: string): RunResult {
  const { provider, name, baseUrl, isSimulated } = run.model;
  return {
    id,
    prompt: run.prompt,
    suite: run.suite,
    promptVersion: run.promptVersion,
    model: {
      provider,
      name,
      isSimulated: isSimulated ?? false,
      ...(baseUrl !== undefined && { baseUrl }),
    },
    startedAt: Date.parse(run.startedAt),
    durationMs: run.durationMs,
    status: run.status ?? 'complete',
    trials: run.trials ?? run.cases.reduce((most, item) => Math.max(most, item.trials.length), 1),
    usage: run.usage,
    metrics: run.metrics.map(({ goal, target, definition, ...metric }) => ({
      ...metric,
      ...(goal !== undefined && { goal }),
      ...(target !== undefined && { target }),
      ...(definition !== undefined && { definition }),
    })),
    cases: run.cases.map((item) => ({
      id: item.id,
      inputHash: item.inputHash ?? '',
      tags: [],
      trials: item.trials.map((trial) => trialOf(trial, Date.parse(run.startedAt))),
    })),
  };
}

function trialOf(trial: JsonRun['cases'][number]['trials'][number], time: number): TrialResult {
  return {
    trial: trial.trial,
    output: trial.output,
    replies: repliesOf(trial, time),
    messages: [],
    ...(trial.error && { error: trial.error }),
    scores: trial.scores,
  };
}

function repliesOf(
  trial: JsonRun['cases'][number]['trials'][number],
  time: number,
): readonly ReplyRecord[] {
  const reply = (text: string): ReplyRecord => ({
    key: '',
    text,
    toolCalls: [],
    isCached: true,
    latencyMs: null,
    time,
  });
  if (trial.turns !== undefined) {
    return trial.turns.map(({ user, reply: text }) => ({
      ...reply(text),
      ...(user !== null && { turn: user }),
    }));
  }
  return trial.output === null ? [] : [reply(trial.output)];
}
