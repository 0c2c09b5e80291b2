import { EvalError } from '../../core/errors.ts';
import { ageText } from '../../core/views/ageText.ts';
import { passingText } from '../../core/views/passing.ts';
import type { VersionEntry } from '../../core/views/versionList.ts';
import { visibleLine } from '../../panel/viewModel/visibleText.ts';
import type { TreeNode } from './treeNode.ts';

/**
 * A row of the versions view; its id names prompt and version.
 * @param opens what opens its text
 */
export function versionNode(
  prompt: string,
  entry: VersionEntry,
  now: number,
  opens?: TreeNode['command'],
): TreeNode {
  const id = JSON.stringify([prompt, entry.id]);
  const { run } = entry;
  const result = run === undefined ? 'no result kept' : resultText(run);
  const marks = [...(entry.isCurrent ? ['current'] : []), ...(entry.isPinned ? ['pinned'] : [])];
  const change = visibleLine(entry.change);
  const when = ageText(now - entry.time);
  const commit = entry.commit?.slice(0, 7);
  const details = [...marks, when, ...(commit === undefined ? [] : [commit])];
  return {
    id,
    // How it did first: a narrow side bar cuts what stands behind.
    label: isRated(run) ? `${run.passing.passing}/${run.passing.rated}  ${change}` : change,
    description: [...details, ...doubtsOf(run)].join('  '),
    tooltip: [
      `Version ${entry.id.slice(0, 7)}, ${new Date(entry.time).toLocaleString()}`,
      change,
      result,
      ...(entry.commit === undefined ? [] : [`Commit ${entry.commit}`]),
      ...(entry.isPinned ? ['Pinned: runs are compared with it.'] : []),
    ].join('\n'),
    icon: iconOf(entry),
    spoken: [change, ...details, result].join(', '),
    context: [
      'version',
      ...(run ? ['Run'] : []),
      ...(entry.isPinned ? ['Pinned'] : []),
      ...(entry.isCurrent ? ['Current'] : []),
    ].join(''),
    ...(opens && { command: opens }),
  };
}

/** A stored version of a prompt. */
export interface VersionAddress {
  /** Absolute path. */
  readonly prompt: string;
  readonly version: string;
}

/** Reads the id of a row again. */
export function versionOfNode(id: unknown): VersionAddress | undefined {
  if (typeof id !== 'string') return undefined;
  try {
    const [prompt, version]: unknown[] = JSON.parse(id);
    return typeof prompt === 'string' && typeof version === 'string'
      ? { prompt, version }
      : undefined;
  } catch {
    return undefined;
  }
}

/** A version that a row shows. */
export interface VersionRow extends VersionAddress {
  readonly entry: VersionEntry | undefined;
}

/** The versions of rows, the oldest first. */
export function chosenVersions(
  ids: readonly unknown[],
  entries: ReadonlyMap<string, VersionEntry>,
): readonly VersionRow[] {
  return ids
    .flatMap((id) => {
      const address = versionOfNode(id);
      return address === undefined ? [] : [{ ...address, entry: entries.get(String(id)) }];
    })
    .toSorted((x, y) => (x.entry?.time ?? 0) - (y.entry?.time ?? 0));
}

/**
 * Id of the run that a version is compared by.
 * @throws {EvalError} usage where none is stored
 */
export function runOf({ version, entry }: VersionRow): string {
  if (entry?.run !== undefined) return entry.run.id;
  throw new EvalError(
    'usage',
    `Version ${version.slice(0, 7)} has no stored results. Restore it and save, which runs it; then compare.`,
  );
}

function isRated(run: VersionEntry['run']): run is NonNullable<VersionEntry['run']> {
  return run !== undefined && run.passing.rated > 0;
}

function resultText(run: NonNullable<VersionEntry['run']>): string {
  return [passingText(run.passing), ...flagsOf(run)].join(', ');
}

/** What the numbers alone do not say. */
function doubtsOf(run: VersionEntry['run']): readonly string[] {
  if (run === undefined) return ['no result kept'];
  return [...(isRated(run) ? [] : ['not scored']), ...flagsOf(run)];
}

function flagsOf({ status, isSimulated }: NonNullable<VersionEntry['run']>): readonly string[] {
  return [...(status === 'stopped' ? ['stopped'] : []), ...(isSimulated ? ['simulated'] : [])];
}

function iconOf({ isPinned, isCurrent, run }: VersionEntry): NonNullable<TreeNode['icon']> {
  if (isPinned) return { name: 'pinned' };
  if (isCurrent) return { name: 'circle-filled' };
  return run === undefined
    ? { name: 'circle-outline', color: 'disabledForeground' }
    : { name: 'circle-outline' };
}
