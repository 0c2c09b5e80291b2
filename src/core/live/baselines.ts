import { Breather } from '../breather.ts';
import { changeLabel } from '../compare/baselineLabel.ts';
import { markedRun } from '../compare/baselines.ts';
import { previousRun } from '../compare/findBaseline.ts';
import type { Baseline } from '../compare/judgeBaseline.ts';
import { EvalError, isEvalError } from '../errors.ts';
import { basename } from '../path.ts';
import type { Ports } from '../ports.ts';
import type { PromptVersion } from '../prompt/prompt.ts';
import { committedPath, committedRun, maxEditorBytes } from '../report/committedBaseline.ts';
import type { RunResult } from '../results/runResult.ts';
import { lastGood } from './lastGood.ts';
import { type VersionTextSources, versionText } from './versionText.ts';

type Sources = Pick<Ports, 'store'>;

export interface DefaultSources extends VersionTextSources {
  /** Told of a committed baseline that cannot be read: there is nothing to compare with then. */
  readonly onTrouble?: (error: EvalError) => void;
  /** Of what reads it where an editor is around. */
  readonly clock?: Ports['clock'];
}

/**
 * What a run is compared with unless somebody chose: the pinned run, else the newest run of another version (where that got worse,
 * the last one before it that did not), else, in a history that has none, the committed run beside the suite.
 */
export async function defaultBaseline(
  run: RunResult,
  sources: DefaultSources,
): Promise<Baseline | undefined> {
  return (
    (await pinnedBaseline(run, sources)) ??
    (await goodOrPrevious(run, sources)) ??
    committedBaseline(run, sources)
  );
}

/** What a save is compared with where nothing is pinned: the newest run of another version, or the last one before it that was good. */
export async function goodOrPrevious(
  run: RunResult,
  { store }: Sources,
): Promise<Baseline | undefined> {
  const previous = await previousRun(store, run);
  if (previous === undefined) return undefined;
  const good = await lastGood(previous, run, store);
  if (good === undefined) return stored(previous, changeLabel(previous), store, previousName);
  const baseline = await stored(good, changeLabel(good), store, 'Last good version');
  return { ...baseline, since: 'the last good version' };
}

/** Undefined, too, where the committed run is one of this version in the history: beside itself it says nothing. */
async function committedBaseline(
  run: RunResult,
  sources: DefaultSources,
): Promise<Baseline | undefined> {
  try {
    const { clock } = sources;
    const committed = await committedRun(sources.files, run, {
      maxBytes: maxEditorBytes,
      ...(clock && { breather: new Breather(clock) }),
    });
    if (committed === undefined || (await isInHistory(committed, run, sources))) return undefined;
    const label = committedLabel(committed);
    return {
      ...(await reportBaseline(committed, label, sources)),
      name: 'Committed baseline',
      since: 'the committed baseline',
    };
  } catch (error) {
    if (!isEvalError(error)) throw error;
    sources.onTrouble?.(isEvalError(error, 'file-too-large') ? tooLarge(run) : error);
    return undefined;
  }
}

function tooLarge({ suite }: RunResult): EvalError {
  const file = committedPath(suite);
  return new EvalError(
    'file-too-large',
    `${basename(file)} has more than ${maxEditorBytes / 1024 / 1024} MiB, too much to be read at a save. Accept fewer cases or shorter replies, or choose "Accepted version" as a side of the comparison, which reads it all the same.`,
    { file },
  );
}

/** How many runs of a version are looked at. */
const lookBack = 50;

async function isInHistory(
  { startedAt, promptVersion }: RunResult,
  { prompt, suite }: RunResult,
  { store }: Sources,
): Promise<boolean> {
  const own = { prompt, suite, promptVersion };
  const runs = await store.runs({ ...own, summaries: true, limit: lookBack });
  return runs.some((known) => known.startedAt === startedAt);
}

function committedLabel(committed: RunResult): string {
  return `${basename(committedPath(committed.suite))}, ${changeLabel(committed)}`;
}

/** The newest run of another version of the prompt. */
export async function previousBaseline(
  run: RunResult,
  { store }: Sources,
): Promise<Baseline | undefined> {
  const previous = await previousRun(store, run);
  return previous && stored(previous, changeLabel(previous), store, previousName);
}

const previousName = 'Previous version';

/**
 * What `baseline` stands for: the pinned run; else the committed one beside the suite; else the accepted one of the store.
 * @throws {EvalError} bad-file when the committed file is no report
 */
export async function chosenBaseline(
  run: RunResult,
  sources: VersionTextSources,
): Promise<Baseline | undefined> {
  return (await pinnedBaseline(run, sources)) ?? acceptedVersion(run, sources);
}

/**
 * What was accepted as good: the committed run beside the suite; else the accepted one of the store.
 * @throws {EvalError} bad-file when the committed file is no report
 */
export async function acceptedVersion(
  run: RunResult,
  sources: VersionTextSources,
): Promise<Baseline | undefined> {
  const committed = await committedRun(sources.files, run);
  const accepted = await acceptedBaseline(run, sources);
  // The same run in the store knows more of its replies than the file does.
  const isSame =
    committed === undefined ||
    (accepted?.run.startedAt === committed.startedAt &&
      accepted.run.promptVersion === committed.promptVersion);
  if (isSame) return accepted;
  const label = committedLabel(committed);
  return { ...(await reportBaseline(committed, label, sources)), name: acceptedName };
}

const acceptedName = 'Accepted version';

/** A run that was read from a report, with the text of its prompt where that is known. Paths are absolute. */
export async function reportBaseline(
  run: RunResult,
  label: string,
  sources: VersionTextSources,
): Promise<Baseline> {
  return { run, label, isReport: true, ...textsOf(await versionText(run, sources)) };
}

/** The run that somebody accepted as good, in the store. */
export async function acceptedBaseline(
  run: RunResult,
  { store }: Sources,
): Promise<Baseline | undefined> {
  const accepted = await markedRun(store, 'accepted', run);
  if (accepted === undefined) return undefined;
  const label = `the accepted version, ${changeLabel(accepted)}`;
  return stored(accepted, label, store, acceptedName);
}

/** The run that somebody pinned as what to compare with. */
export async function pinnedBaseline(
  run: RunResult,
  { store }: Sources,
): Promise<Baseline | undefined> {
  const pinned = await markedRun(store, 'pinned', run);
  if (pinned === undefined) return undefined;
  const label = `the pinned version, ${changeLabel(pinned)}`;
  const baseline = await stored(pinned, label, store, 'Pinned version');
  return { ...baseline, isPicked: true };
}

async function stored(
  run: RunResult,
  label: string,
  store: Sources['store'],
  name?: string,
): Promise<Baseline> {
  const texts = textsOf(await store.version(run.prompt, run.promptVersion));
  return { run, label, ...(name !== undefined && { name }), ...texts };
}

/** A stored run as a side of a comparison, called by its time. */
export function storedBaseline(run: RunResult, { store }: Sources): Promise<Baseline> {
  return stored(run, changeLabel(run), store);
}

function textsOf(
  version: Pick<PromptVersion, 'source' | 'parts'> | undefined,
): Pick<Baseline, 'source' | 'parts'> {
  if (version === undefined) return {};
  const { source, parts } = version;
  return { source, ...(parts && { parts }) };
}
