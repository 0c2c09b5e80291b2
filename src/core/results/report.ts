import * as z from 'zod';
import type { Comparison } from '../compare/comparison.ts';
import { EvalError } from '../errors.ts';
import type { CaseResult, RunResult } from './runResult.ts';

/** A run as the command line prints it, with its comparison when there is one. */
export interface ReportedRun {
  readonly run: RunResult;
  readonly comparison?: Comparison;
}

/** The JSON report, version 1: a stable format that other tools read. */
export function jsonReport(runs: readonly ReportedRun[], show: (path: string) => string) {
  return { version: 1 as const, runs: runs.map((reported) => jsonRun(reported, show)) };
}

function jsonRun({ run, comparison }: ReportedRun, show: (path: string) => string) {
  return {
    prompt: show(run.prompt),
    promptVersion: run.promptVersion,
    suite: show(run.suite),
    model: run.model,
    startedAt: new Date(run.startedAt).toISOString(),
    durationMs: Math.round(run.durationMs),
    status: run.status,
    usage: run.usage,
    metrics: run.metrics,
    cases: run.cases.map(jsonCase),
    ...(comparison && { comparison: jsonComparison(comparison) }),
  };
}

function jsonCase(item: CaseResult) {
  return {
    id: item.id,
    inputHash: item.inputHash,
    trials: item.trials.map((trial) => ({
      trial: trial.trial,
      output: trial.output,
      ...(trial.error && { error: trial.error }),
      cached: trial.replies.length > 0 && trial.replies.every((reply) => reply.isCached),
      latencyMs: latencyOf(trial.replies.map((reply) => reply.latencyMs)),
      ...modelOf(trial.replies.at(-1)?.model),
      ...(trial.replies.length > 1 && {
        turns: trial.replies.map((reply) => ({ user: reply.turn ?? null, reply: reply.text })),
      }),
      scores: trial.scores.map(({ metric, status, value, passed, explanation }) => ({
        metric,
        status,
        value,
        passed,
        explanation,
      })),
    })),
  };
}

/** Of all replies together; null as soon as one was not measured now. */
function latencyOf(latencies: readonly (number | null)[]): number | null {
  if (latencies.length === 0) return null;
  return latencies.reduce((sum, ms) => (sum === null || ms === null ? null : sum + ms), 0);
}

function modelOf(model: string | undefined) {
  return model === undefined ? {} : { model };
}

function jsonComparison(comparison: Comparison) {
  return {
    baseline: comparison.baseline,
    verdict: comparison.verdict,
    metrics: comparison.metrics,
    cases: comparison.cases.map(({ id, verdict, metrics }) => ({
      id,
      verdict,
      metrics: metrics.map(({ id: metric, old, new: fresh, verdict: own }) => ({
        id: metric,
        old,
        new: fresh,
        verdict: own,
      })),
    })),
  };
}

const rateSchema = z.number().nullable();
const reportSchema = z.object({
  version: z.literal(1),
  runs: z.array(
    z.object({
      prompt: z.string(),
      promptVersion: z.string(),
      suite: z.string(),
      model: z.object({
        provider: z.string(),
        name: z.string(),
        baseUrl: z.string().optional(),
        isSimulated: z.boolean().default(false),
      }),
      startedAt: z.string(),
      durationMs: z.number(),
      usage: z.object({
        requests: z.number(),
        cached: z.number(),
        inputTokens: z.number(),
        outputTokens: z.number(),
        cost: rateSchema,
      }),
      metrics: z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          type: z.string(),
          stage: z.enum(['real-time', 'async', 'offline']),
          severity: z.enum(['error', 'warning', 'information', 'hint']),
          goal: z.string().optional(),
          target: z.number().optional(),
          passed: z.number(),
          scored: z.number(),
          failed: z.number(),
          skipped: z.number(),
          passRate: rateSchema,
          interval: z.tuple([z.number(), z.number()]).nullable(),
        }),
      ),
      cases: z.array(
        z.object({
          id: z.string(),
          inputHash: z.string().default(''),
          trials: z.array(
            z.object({
              trial: z.number(),
              output: z.string().nullable(),
              error: z.object({ code: z.string(), message: z.string() }).optional(),
              scores: z.array(
                z.object({
                  metric: z.string(),
                  status: z.enum(['scored', 'skipped', 'failed']),
                  value: rateSchema,
                  passed: z.boolean().nullable(),
                  explanation: z.string(),
                }),
              ),
            }),
          ),
        }),
      ),
    }),
  ),
});

/**
 * Reads a JSON report back as runs; replies carry their text only.
 * @throws {EvalError} bad-file when it is not a report of version 1
 */
export function readReport(text: string, path: string): readonly RunResult[] {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (cause) {
    throw new EvalError('bad-file', `${path} is not JSON: ${String(cause)}`, { file: path, cause });
  }
  const parsed = reportSchema.safeParse(data);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new EvalError(
      'bad-file',
      `${path} is not a report of version 1: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`,
      { file: path },
    );
  }
  return parsed.data.runs.map((run, index) => ({
    id: `${path}#${index}`,
    prompt: run.prompt,
    suite: run.suite,
    promptVersion: run.promptVersion,
    model: {
      provider: run.model.provider,
      name: run.model.name,
      isSimulated: run.model.isSimulated,
      ...(run.model.baseUrl !== undefined && { baseUrl: run.model.baseUrl }),
    },
    startedAt: Date.parse(run.startedAt),
    durationMs: run.durationMs,
    status: 'complete',
    trials: Math.max(1, ...run.cases.map((item) => item.trials.length)),
    usage: run.usage,
    metrics: run.metrics.map(({ goal, target, ...metric }) => ({
      ...metric,
      ...(goal !== undefined && { goal }),
      ...(target !== undefined && { target }),
    })),
    cases: run.cases.map((item) => ({
      id: item.id,
      inputHash: item.inputHash,
      tags: [],
      trials: item.trials.map((trial) => ({
        trial: trial.trial,
        output: trial.output,
        replies: [],
        messages: [],
        ...(trial.error && { error: trial.error }),
        scores: trial.scores,
      })),
    })),
  }));
}
