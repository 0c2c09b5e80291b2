import type { Baseline } from '../../compare/judgeBaseline.ts';
import type { SideChoice } from '../../compare/sides/sideChoice.ts';
import { EvalError } from '../../errors.ts';
import { basename } from '../../path.ts';
import type { GitHistory, Ports } from '../../ports.ts';
import { readReport } from '../../report/readReport.ts';
import { runOfReport } from '../../report/runOfReport.ts';
import {
  acceptedVersion,
  goodOrPrevious,
  pinnedBaseline,
  reportBaseline,
  storedBaseline,
} from '../baselines.ts';
import type { Evaluated } from '../evaluated.ts';
import { gitLabel, gitName } from '../versionBaseline.ts';

/** A report may be this large, in bytes. */
const maxReportBytes = 200 * 1024 * 1024;

/** What sides are found with. */
export interface SideSources extends Pick<Ports, 'store' | 'files'> {
  readonly history: Pick<GitHistory, 'textsOf'>;
  /**
   * The prompt at a git ref, run where that is not known; undefined: it means the same as today.
   * @throws {EvalError} usage, bad-file, plan-declined; aborted when a person stopped it
   */
  readonly atRef: (ref: string) => Promise<Baseline | undefined>;
  /** Full hash of the commit that a git ref stands for; undefined where git does not say. */
  readonly commitAt: (ref: string) => Promise<string | undefined>;
  /** Recorded replies. @throws {EvalError} file-missing, bad-file; aborted when a person stopped it */
  readonly recording: (path: string) => Promise<Baseline>;
}

/**
 * What a choice stands for: a run with the text it had, and what it is called.
 * @param present the last result of the prompt
 * @throws {EvalError} usage where there is no such run; what `sources` throw; store-unavailable, file-missing, bad-file
 */
export async function resolveSide(
  choice: SideChoice,
  present: Pick<Evaluated, 'target' | 'run'>,
  sources: SideSources,
): Promise<Baseline> {
  const { run } = present;
  switch (choice.kind) {
    case 'now':
      return presentSide(present);
    case 'previous':
      return there(
        await goodOrPrevious(run, sources),
        `The history has no run of another text of ${basename(run.prompt)}. Change the prompt and save it, or choose a commit.`,
      );
    case 'pinned':
      return there(
        await pinnedBaseline(run, sources),
        `No run of ${basename(run.prompt)} is pinned, or it is no longer kept. Pin one with "Pin Baseline".`,
      );
    case 'accepted':
      return there(
        await acceptedVersion(run, sources),
        `No results of ${basename(run.prompt)} were accepted yet. Accept good ones with "Accept Results as Baseline".`,
      );
    case 'git': {
      const found = await sources.atRef(choice.ref);
      if (found !== undefined) return found;
      // Where it means the same, the present results are those of it.
      const { ref } = choice;
      const commit = await sources.commitAt(ref);
      const name = commit === undefined ? ref : gitName(ref, commit);
      return { ...presentSide(present), name, isAtCommit: true, label: gitLabel(ref) };
    }
    case 'report':
      return reportSide(choice.path, run, sources);
    case 'recording':
      return sources.recording(choice.path);
    case 'run': {
      const stored = await sources.store.run(choice.id);
      if (stored === undefined)
        throw new EvalError(
          'usage',
          'This run is no longer in the history, which keeps the newest ones. Choose another one, or a commit.',
        );
      if (stored.suite !== run.suite || stored.prompt !== run.prompt)
        throw new EvalError(
          'usage',
          `This run is of ${basename(stored.prompt)} with ${basename(stored.suite)}; only runs of ${basename(run.prompt)} with ${basename(run.suite)} can be compared here.`,
        );
      return storedBaseline(stored, sources);
    }
  }
}

/** The last result as a side. */
export function presentSide({ target, run }: Pick<Evaluated, 'target' | 'run'>): Baseline {
  return { run, label: 'the present results', name: 'Now', source: target.prompt.source };
}

async function reportSide(path: string, run: RunOfPrompt, sources: SideSources): Promise<Baseline> {
  const text = await sources.files.readText(path, { maxBytes: maxReportBytes });
  const found = runOfReport(readReport(text, path), run, path);
  const name = basename(path);
  return { ...(await reportBaseline(found, name, sources)), name };
}

type RunOfPrompt = Evaluated['run'];

function there(baseline: Baseline | undefined, reason: string): Baseline {
  if (baseline !== undefined) return baseline;
  throw new EvalError('usage', reason);
}
