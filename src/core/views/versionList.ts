import { diffLines, linesOf } from '../compare/lineDiff.ts';
import type { PromptVersion } from '../prompt/prompt.ts';
import type { RunResult } from '../results/runResult.ts';
import { type Passing, passingOf } from './passing.ts';

/** A version of a prompt as a list shows it. */
export interface VersionEntry {
  readonly id: string;
  /** Milliseconds since 1970 when it last ran. */
  readonly time: number;
  /** What changed since the version before it, in a line. */
  readonly change: string;
  /** The newest commit that brought exactly this text. */
  readonly commit?: string;
  /** Its newest run; absent where none is kept. */
  readonly run?: {
    readonly id: string;
    readonly suite: string;
    readonly passing: Passing;
    readonly status: RunResult['status'];
    readonly isSimulated: boolean;
  };
  readonly isCurrent: boolean;
  readonly isPinned: boolean;
}

export interface VersionSources {
  /** Newest first. */
  readonly versions: readonly PromptVersion[];
  /** Newest first, without cases. */
  readonly runs: readonly RunResult[];
  /** Ids of pinned runs. */
  readonly pinned: ReadonlySet<string>;
  /** Id of the version whose results are shown. */
  readonly current: string | undefined;
  /** Commits by id of the version. */
  readonly commits: ReadonlyMap<string, string>;
}

/** Commits by id of the version, from commits by text. */
export function commitsByVersion(
  versions: readonly Pick<PromptVersion, 'id' | 'source'>[],
  byText: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  return new Map(
    versions.flatMap(({ id, source }) => {
      const commit = byText.get(source);
      return commit === undefined ? [] : [[id, commit] as const];
    }),
  );
}

/** The versions of a prompt, newest first. */
export function versionList(sources: VersionSources): readonly VersionEntry[] {
  const { versions, runs, pinned, commits } = sources;
  const current = sources.current ?? runs[0]?.promptVersion;
  return versions.map((version, index): VersionEntry => {
    const own = runs.filter(({ promptVersion }) => promptVersion === version.id);
    const run = own.find(({ id }) => pinned.has(id)) ?? own[0];
    const commit = version.commit ?? commits.get(version.id);
    const older = versions[index + 1];
    return {
      id: version.id,
      time: Math.max(version.time, run?.startedAt ?? 0),
      change: older === undefined ? 'oldest kept' : changeLine(older.source, version.source),
      ...(commit !== undefined && { commit }),
      ...(run && {
        run: {
          id: run.id,
          suite: run.suite,
          passing: passingOf(run),
          status: run.status,
          isSimulated: run.model.isSimulated,
        },
      }),
      isCurrent: version.id === current,
      isPinned: own.some(({ id }) => pinned.has(id)),
    };
  });
}

/**
 * What changed between two texts, in a line: the first line that came (+), went (−) or is another now (±), of which the part that
 * changed, and how many more there are.
 */
export function changeLine(oldText: string, newText: string): string {
  const parts = diffLines(linesOf(oldText), linesOf(newText));
  if (parts === undefined) return 'changed almost everywhere';
  const lines: string[] = [];
  let removed: readonly string[] = [];
  const take = (): void => void lines.push(...removed.map((line) => `− ${line}`));
  for (const { kind, values } of parts) {
    const texts = values.map((line) => line.trim()).filter((line) => line !== '');
    if (kind === 'added') {
      const changed = Math.min(removed.length, texts.length);
      lines.push(
        ...texts
          .slice(0, changed)
          .map((line, index) => `± ${changedPart(removed[index] ?? '', line)}`),
      );
      removed = removed.slice(changed);
      take();
      lines.push(...texts.slice(changed).map((line) => `+ ${line}`));
      removed = [];
    } else {
      take();
      removed = kind === 'removed' ? texts : [];
    }
  }
  take();
  const [first] = lines;
  if (first === undefined) return 'layout only';
  const more = lines.length - 1;
  return `${first}${more > 0 ? `  (and ${more} more ${more === 1 ? 'line' : 'lines'})` : ''}`;
}

/** The new line from the word before the first change on: a list has little room. */
function changedPart(old: string, now: string): string {
  const before = old.split(' ');
  const words = now.split(' ');
  let same = 0;
  while (same < words.length && before[same] === words[same]) same++;
  return same < 3 ? now : `… ${words.slice(same - 1).join(' ')}`;
}
