import * as z from 'zod';

/*
 * The JSON report, version 1: a stable format that other tools read. What is optional may be absent from the reports
 * of other programs; what is added later is optional too.
 */

const rate = z.number().min(0).max(1).nullable();
const count = z.number().int().min(0);
const interval = z.tuple([z.number(), z.number()]).readonly().nullable();
const verdict = z.enum(['regressed', 'improved', 'unchanged', 'inconclusive']);
const caseVerdict = z.enum([...verdict.options, 'flaky', 'missing']);
const list = <T extends z.ZodType>(item: T) => z.array(item).readonly();

const modelSchema = z.object({
  provider: z.string(),
  name: z.string(),
  baseUrl: z.string().optional(),
  isSimulated: z.boolean().optional(),
});

const judgeSchema = z.object({
  /** Labels of people, and on how many of them the judge gave a verdict. */
  labels: count,
  judged: count,
  /** Share of the judged labels on which both say the same. */
  agreed: rate,
  /** Cohen's kappa, -1 to 1, with its 95 % interval. */
  kappa: z.number().min(-1).max(1).nullable(),
  interval,
  /** Share of repeated answers that differ. */
  flips: rate,
  /** -1 (favours the second reply) to 1 (the first). */
  positionBias: z.number().nullable(),
  /** -1 (favours short replies) to 1 (long ones). */
  lengthBias: z.number().nullable(),
});

const metricSchema = z.object({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  stage: z.enum(['real-time', 'async', 'offline']),
  severity: z.enum(['error', 'warning', 'information', 'hint']),
  goal: z.string().optional(),
  target: z.number().optional(),
  /** Hash of type and parameters: equal hashes judge alike. */
  definition: z.string().optional(),
  passed: count,
  scored: count,
  failed: count,
  skipped: count,
  passRate: rate,
  interval,
  /** How far its judge is to be trusted, where that was measured. `severity` is capped by it. */
  judge: judgeSchema.optional(),
});

const trialSchema = z.object({
  trial: count,
  output: z.string().nullable(),
  error: z.object({ code: z.string(), message: z.string() }).optional(),
  cached: z.boolean(),
  latencyMs: z.number().nullable(),
  model: z.string().optional(),
  /** Where more than one reply was generated: each with the user turn it answers. */
  turns: list(z.object({ user: z.string().nullable(), reply: z.string() })).optional(),
  scores: list(
    z.object({
      metric: z.string(),
      status: z.enum(['scored', 'skipped', 'failed']),
      value: rate,
      passed: z.boolean().nullable(),
      explanation: z.string(),
    }),
  ),
});

const comparisonSchema = z.object({
  baseline: z.object({ run: z.string(), promptVersion: z.string(), label: z.string() }),
  verdict,
  metrics: list(
    z.object({
      id: z.string(),
      name: z.string(),
      verdict,
      isMixed: z.boolean(),
      isSmall: z.boolean(),
      old: rate,
      new: rate,
      difference: z.number().nullable(),
      interval,
      pValue: z.number().nullable(),
      pAdjusted: z.number().nullable(),
      pairs: count,
      summary: z.string(),
    }),
  ),
  cases: list(
    z.object({
      id: z.string(),
      verdict: caseVerdict,
      metrics: list(z.object({ id: z.string(), old: rate, new: rate, verdict: caseVerdict })),
    }),
  ),
});

const countedRate = { passed: count, scored: count, rate, interval };

/** What a metric says of the lines of a log, by day or hour. */
const logRateSchema = z.object({
  metric: z.string(),
  passed: count,
  scored: count,
  target: z.number().optional(),
  issue: z.string().optional(),
  unit: z.enum(['hour', 'day']),
  /** Begin of a period, UTC: YYYY-MM-DD, of an hour YYYY-MM-DDTHH:00Z. */
  series: list(z.object({ start: z.string(), ...countedRate })),
  changes: list(
    z.object({ start: z.string(), before: z.number(), after: z.number(), pValue: z.number() }),
  ),
  /** The rate since the last change, else of the whole log. */
  current: z.object({ since: z.string().optional(), ...countedRate }),
  /** The whole interval of the current rate lies below the target. */
  alert: z.boolean(),
});

const runSchema = z.object({
  prompt: z.string(),
  promptVersion: z.string(),
  suite: z.string(),
  model: modelSchema,
  startedAt: z.iso.datetime(),
  durationMs: z.number().min(0),
  status: z.enum(['complete', 'stopped']).optional(),
  usage: z.object({
    requests: count,
    cached: count,
    inputTokens: count,
    outputTokens: count,
    /** US dollars; null: a price is unknown. */
    cost: z.number().nullable(),
  }),
  /** Trials of every case. Later ones were run because of a result: they enter no rate. */
  trials: count.optional(),
  metrics: list(metricSchema),
  cases: list(
    z.object({
      id: z.string(),
      /** Hash of variables, history and turns: only samples of equal input are compared. */
      inputHash: z.string().optional(),
      trials: list(trialSchema),
    }),
  ),
  /** Of `score`: lines without a case of the suite. They count in `metrics`; the first failures are listed. */
  lines: z
    .object({
      total: count,
      failures: list(z.object({ line: count, metric: z.string(), explanation: z.string() })),
      rates: list(logRateSchema).optional(),
    })
    .optional(),
  comparison: comparisonSchema.optional(),
});

export const reportSchema = z.object({ version: z.literal(1), runs: list(runSchema) });

export type JsonReport = z.infer<typeof reportSchema>;
export type JsonReliability = z.infer<typeof judgeSchema>;
export type JsonRun = JsonReport['runs'][number];

/** JSON Schema (draft 2020-12) of the report, for those who read it. */
export function reportJsonSchema() {
  return z.toJSONSchema(reportSchema);
}
