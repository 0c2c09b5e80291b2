import type { HunkFinding } from './hunkSearch.ts';
import type { Hunk } from './hunks.ts';

/** What experiments said about the change that made a metric worse. */
export interface Cause {
  readonly metric: string;
  readonly finding: HunkFinding;
  /** All places where the prompt was changed in meaning; `finding` names them by index. */
  readonly hunks: readonly Hunk[];
  /** Experiments that were made. */
  readonly probes: number;
}

/** The places that are to blame; none where no single set was named. */
export function guiltyHunks({ finding, hunks }: Cause): readonly Hunk[] {
  return finding.kind === 'found' ? finding.hunks.flatMap((index) => hunks[index] ?? []) : [];
}

/** A sentence about the cause, with what was measured. */
export function describeCause(cause: Cause): string {
  const { finding, hunks, probes } = cause;
  switch (finding.kind) {
    case 'found': {
      if (hunks.length === 1) return 'Caused by this change, the only one.';
      const { repaired, tried } = finding;
      const what =
        finding.hunks.length === 1 ? 'this change' : `${finding.hunks.length} changes together`;
      return `Caused by ${what}: with ${finding.hunks.length === 1 ? 'it' : 'them'} reverted ${repaired} of ${tried} runs passed.`;
    }
    case 'all':
      return `No single change explains it: of ${hunks.length} changes only all together repair it when they are reverted.`;
    case 'open':
      return `Which of ${hunks.length} changes caused it was not found with ${probes} ${probes === 1 ? 'run' : 'runs'}.`;
  }
}
