import type { RunResult } from '../../core/results/runResult.ts';
import type { VersionEntry } from '../../core/views/versionList.ts';
import { visibleLine } from '../../panel/viewModel/visibleText.ts';

/** A stored run as a menu shows it. */
export interface RunRow {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly detail: string;
}

/** What a row is made with. */
export interface RunRowParts {
  /** The last run. */
  readonly current: RunResult;
  /** Id of the pinned run. */
  readonly pinned?: string | undefined;
  /** Its version of the prompt; undefined where it is no longer kept. */
  readonly version: Pick<VersionEntry, 'change' | 'commit'> | undefined;
  /** What else is to be said of this run. */
  readonly marks?: readonly string[];
}

/** When a run was, what its text changed, and how it did. */
export function runRow(run: RunResult, parts: RunRowParts): RunRow {
  const { current, pinned, version, marks = [] } = parts;
  const scored = run.metrics.filter((metric) => metric.scored > 0);
  const passing = scored.filter((metric) => metric.passed === metric.scored).length;
  const { name, isSimulated } = run.model;
  return {
    id: run.id,
    label: new Date(run.startedAt).toLocaleString(),
    // The change comes last: a long one is cut.
    description: [
      ...marks,
      ...(run.id === current.id ? ['now'] : []),
      ...(run.promptVersion === current.promptVersion && run.id !== current.id
        ? ['same text']
        : []),
      ...(run.id === pinned ? ['pinned; choose to unpin'] : []),
      ...(run.status === 'stopped' ? ['stopped'] : []),
      ...(version === undefined ? [] : [withoutIcons(visibleLine(version.change))]),
    ].join(', '),
    detail: [
      [
        `version ${run.promptVersion.slice(0, 7)}`,
        ...(version?.commit === undefined ? [] : [`commit ${version.commit.slice(0, 7)}`]),
      ].join(', '),
      `${passing} of ${scored.length} metrics passed everywhere`,
      `${name}${isSimulated ? ' (simulated)' : ''}`,
    ].join('; '),
  };
}

/** In a menu a dollar sign and a name in parentheses would be an icon. */
function withoutIcons(text: string): string {
  return text.replaceAll('$(', '$ (');
}
