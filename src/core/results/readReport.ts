import { EvalError, messageOf } from '../errors.ts';
import { type JsonReport, type JsonRun, reportSchema } from './reportSchema.ts';
import type { ReplyRecord, RunResult, TrialResult } from './runResult.ts';

/**
 * Reads a JSON report back as runs. Replies carry their text only, and trials no messages before the first reply.
 * @throws {EvalError} bad-file when it is not a report of version 1
 */
export function readReport(text: string, path: string): readonly RunResult[] {
  return runsOf(readJsonReport(text, path), path);
}

/** @throws {EvalError} bad-file when it is not a report of version 1 */
export function readJsonReport(text: string, path: string): JsonReport {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (cause) {
    throw new EvalError(
      'bad-file',
      `${path} is no report of run or score with --reporter json: ${messageOf(cause)}`,
      { file: path, cause },
    );
  }
  const parsed = reportSchema.safeParse(data);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new EvalError(
    'bad-file',
    `${path} is not a report of version 1: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}. Make one with \`micro-metrics run --reporter json\`.`,
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
