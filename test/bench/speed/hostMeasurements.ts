import * as z from 'zod';

const Turns = z.object({
  /** How much later than asked for the event loop came round, in milliseconds. */
  longestMs: z.number(),
  /** The longest turn in processor time of the thread. */
  longestCpuMs: z.number(),
  /** Turns of more than 16 ms of processor time, of how many. */
  above16: z.number(),
  turns: z.number(),
});

/** What one window measured. */
export const HostMeasurements = z.object({
  activationMs: z.number(),
  /** From the event that a save is done to the diagnostics being there, looked for every millisecond. */
  savedToShownMs: z.array(z.number()),
  /** From asking VS Code to save to the event that the save is done. */
  savingMs: z.array(z.number()),
  /** Score Production Log on a log of 100,000 lines, from the command to the report. */
  logMs: z.number(),
  /** What the process grew by meanwhile at most, in megabytes; workers included. */
  logGrowthMb: z.number(),
  scoringLog: Turns,
  idle: Turns,
  streaming: Turns,
  runMs: z.number(),
});

export type HostMeasurements = z.infer<typeof HostMeasurements>;
