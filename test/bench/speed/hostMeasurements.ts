import * as z from 'zod';

/** What a window is told. */
export interface HostBench {
  readonly baseUrl: string;
  /** File for the measurements. */
  readonly result: string;
  /** Folder for processor profiles; absent: none are taken. */
  readonly profiles?: string;
}

const Turns = z.object({
  /** How much later than asked for the event loop came round, in milliseconds. */
  longestMs: z.number(),
  /** The longest turn in processor time of the thread. */
  longestCpuMs: z.number(),
  /** Turns of more than 16 ms of processor time, of how many. */
  above16: z.number(),
  turns: z.number(),
  /** The longest garbage collection by the clock; it is part of a turn. */
  longestGcMs: z.number(),
  /** The longest turn, in processor time, in which none of it happened. */
  longestWithoutGcMs: z.number(),
});

/** What one window measured. */
export const HostMeasurements = z.object({
  /** From asking VS Code to activate the extension to its answer. */
  activationMs: z.number(),
  /** What VS Code itself tells of it: load the code, call `activate`, wait for it. Of the other extensions too. */
  activationToldMs: z.number(),
  otherActivationsMs: z.array(z.number()),
  /** From the event that a save is done to the diagnostics being there, looked for every millisecond. */
  savedToShownMs: z.array(z.number()),
  /** From asking VS Code to save to the event that the save is done. */
  savingMs: z.array(z.number()),
  /** Score Production Log on a log of 100,000 lines, from the command to the report. */
  logMs: z.number(),
  /** What the process grew by meanwhile at most, in megabytes; workers included. */
  logGrowthMb: z.number(),
  scoringLog: Turns,
  /** Before the extension is active, after it, and while it works. */
  idle: Turns,
  active: Turns,
  /** While the first prompt is opened. */
  opening: Turns,
  streaming: Turns,
  /** The same with a comparison to the first run. */
  comparing: Turns,
  runMs: z.number(),
});

export type HostMeasurements = z.infer<typeof HostMeasurements>;
