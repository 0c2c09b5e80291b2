import { type Passing, passingText, shortPassingText } from '../../core/views/passing.ts';
import type { VersionEntry } from '../../core/views/versionList.ts';
import { visibleLine } from '../../panel/viewModel/visibleText.ts';
import { commandIds } from '../base/contributions.ts';
import type { TreeNode } from './treeNode.ts';

/** A row of the versions view; its id names prompt and version. */
export function versionNode(prompt: string, entry: VersionEntry, now: number): TreeNode {
  const id = JSON.stringify([prompt, entry.id]);
  const { run } = entry;
  const resultBy = (text: (passing: Passing) => string) =>
    run === undefined ? 'no result kept' : resultText(run, text);
  const marks = [...(entry.isCurrent ? ['current'] : []), ...(entry.isPinned ? ['pinned'] : [])];
  const change = visibleLine(entry.change);
  const when = ageText(now - entry.time);
  const commit = entry.commit?.slice(0, 7);
  const details = [...marks, when, ...(commit === undefined ? [] : [commit])];
  return {
    id,
    label: change,
    description: [...details, resultBy(shortPassingText)].join('  '),
    tooltip: [
      `Version ${entry.id.slice(0, 7)}, ${new Date(entry.time).toLocaleString()}`,
      change,
      resultBy(passingText),
      ...(entry.commit === undefined ? [] : [`Commit ${entry.commit}`]),
      ...(entry.isPinned ? ['Pinned: runs are compared with it.'] : []),
    ].join('\n'),
    icon: iconOf(entry),
    spoken: [change, ...details, resultBy(passingText)].join(', '),
    context: [
      'version',
      ...(run ? ['Run'] : []),
      ...(entry.isPinned ? ['Pinned'] : []),
      ...(entry.isCurrent ? ['Current'] : []),
    ].join(''),
    command: { id: commandIds.openVersion, argument: id },
  };
}

/** Reads the id of a row again. */
export function versionOfNode(
  id: unknown,
): { readonly prompt: string; readonly version: string } | undefined {
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

function resultText(
  { passing, status, isSimulated }: NonNullable<VersionEntry['run']>,
  text: (passing: Passing) => string,
): string {
  return [
    text(passing),
    ...(status === 'stopped' ? ['stopped'] : []),
    ...(isSimulated ? ['simulated'] : []),
  ].join(', ');
}

function iconOf({ isPinned, isCurrent, run }: VersionEntry): NonNullable<TreeNode['icon']> {
  if (isPinned) return { name: 'pinned' };
  if (isCurrent) return { name: 'circle-filled' };
  return run === undefined
    ? { name: 'circle-outline', color: 'disabledForeground' }
    : { name: 'circle-outline' };
}

/** How long ago something was, in words. */
export function ageText(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} h ago`;
  const days = Math.floor(hours / 24);
  return days === 1 ? 'yesterday' : `${days} days ago`;
}
