import { inTime } from '../../core/inTime.ts';
import { fileOfPrompt } from '../../core/path.ts';
import type { Clock, GitHistory, Store } from '../../core/ports.ts';
import type { VersionEntry } from '../../core/views/versionList.ts';

/** How long git is waited for, in milliseconds: without it the rows name no commits. */
const gitLimitMs = 1000;

/** Where versions are known from. */
export interface VersionSources {
  readonly store: Pick<Store, 'versions'>;
  readonly clock: Pick<Clock, 'delay'>;
  readonly history: Pick<GitHistory, 'commitsWith'>;
}

/** The versions of a prompt by their id: what each changed, and the commit with its text where git answers in time. */
export async function versionsOfRuns(
  prompt: string,
  { store, clock, history }: VersionSources,
  limit: number,
): Promise<ReadonlyMap<string, VersionEntry>> {
  // What compares texts is loaded with the first menu.
  const [versions, { commitsByVersion, versionList }] = await Promise.all([
    store.versions(prompt, limit),
    import('../../core/views/versionList.ts'),
  ]);
  const texts = versions.map(({ source }) => source);
  const found = await inTime(history.commitsWith(fileOfPrompt(prompt), texts), gitLimitMs, clock);
  const commits = commitsByVersion(versions, found ?? new Map());
  const list = versionList({ versions, commits, runs: [], pinned: new Set(), current: undefined });
  return new Map(list.map((entry) => [entry.id, entry]));
}
