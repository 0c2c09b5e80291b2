import * as z from 'zod';

/** What the test module in the extension host is told; it lies beside the module as `host.json`. */
export const HostFile = z.object({
  /** Absolute paths of the bundled test files. */
  files: z.array(z.string()),
  /** File for the report that people read, appended to as tests end. */
  report: z.string(),
  /** File for the counts, written at the end. */
  result: z.string(),
  /** Only tests whose full title contains this run. */
  grep: z.string().optional(),
});

export type HostFile = z.infer<typeof HostFile>;

/** The counts at the end of a suite. */
export const HostResult = z.object({
  passes: z.number().int().nonnegative(),
  failures: z.number().int().nonnegative(),
  pending: z.number().int().nonnegative(),
});

export type HostResult = z.infer<typeof HostResult>;
