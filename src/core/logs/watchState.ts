import * as z from 'zod';
import type { LogSnapshot } from '../score/scoreLog.ts';

/** How far a watch has come with a log, and what it knew then: it goes on there when it is started again. */
export interface WatchState {
  readonly version: 1;
  /** Absolute path of the log. */
  readonly log: string;
  /** Changes with the metrics that judge: what others said is not gone on with. */
  readonly metrics: string;
  /** The file that the log was, so that another one under its name is told apart. */
  readonly file: string;
  /** Bytes of its whole lines that were read, and the number of these lines. */
  readonly offset: number;
  readonly line: number;
  /** Ids of the metrics that are in alert. */
  readonly alerts: readonly string[];
  readonly known: LogSnapshot;
}

const count = z.int().min(0);
const counts = z.object({ passed: count, scored: count, failed: count, skipped: count });

const stateSchema = z.object({
  version: z.literal(1),
  log: z.string(),
  metrics: z.string(),
  file: z.string(),
  offset: count,
  line: count,
  alerts: z.array(z.string()),
  known: z.object({
    scored: count,
    inputTokens: z.number(),
    outputTokens: z.number(),
    model: z.string().exactOptional(),
    tally: z.object({
      total: count,
      counts: z.record(z.string(), counts),
      rates: z.array(
        z.object({
          metric: z.string(),
          passed: count,
          scored: count,
          hasHours: z.boolean(),
          periods: z.array(z.tuple([z.int(), count, count])),
        }),
      ),
      failures: z.array(z.object({ line: count, metric: z.string(), explanation: z.string() })),
      unscored: z.array(z.object({ metric: z.string(), explanation: z.string() })).exactOptional(),
    }),
  }),
});

/** A state as it was written; undefined where it is damaged or of another version. */
export function readWatchState(text: string): WatchState | undefined {
  try {
    const read = stateSchema.safeParse(JSON.parse(text));
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
}
