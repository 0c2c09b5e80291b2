import type { RunResult } from '../results/runResult.ts';

/** How people call a version: its time (UTC) and the start of its hash. */
export function changeLabel(run: Pick<RunResult, 'startedAt' | 'promptVersion'>): string {
  const time = new Date(run.startedAt).toISOString().slice(0, 16).replace('T', ' ');
  return `the version of ${time} UTC (${run.promptVersion.slice(0, 7)})`;
}

/** Since when something moved, to stand behind what did: ` since the last commit`; empty where that is the version before. */
export function sinceText({ since }: { readonly since?: string | undefined } = {}): string {
  return since === undefined ? '' : ` since ${since}`;
}
