import type { JsonValue } from '../json.ts';
import type { Store } from '../ports.ts';
import type { RunResult } from '../results/runResult.ts';

/** What a baseline belongs to: a prompt with one of its suites, as absolute paths. */
export type BaselineOwner = Pick<RunResult, 'prompt' | 'suite'>;

/**
 * How a run was singled out. `pinned`: compared with until it is unpinned; `accepted`: known to be good,
 * and what `baseline` stands for where nothing is pinned.
 */
export type BaselineMark = 'pinned' | 'accepted';

/** Marks a run; it takes the place of the one marked before, and retention leaves it alone. */
export function markRun(
  store: Store,
  mark: BaselineMark,
  run: BaselineOwner & Pick<RunResult, 'id'>,
): Promise<void> {
  return store.setValue(nameOf(mark, run), { run: run.id });
}

/**
 * Marks a run as accepted and keeps in the suite's history that a person said so: alarms about that version were none.
 * @param time milliseconds since 1970
 */
export async function acceptRun(
  store: Store,
  run: BaselineOwner & Pick<RunResult, 'id' | 'promptVersion'>,
  time: number,
): Promise<void> {
  await markRun(store, 'accepted', run);
  const { prompt, suite, promptVersion } = run;
  await store.record({ type: 'accepted', time, suite, prompt, promptVersion });
}

/** Takes a mark away; nothing happens where there is none. */
export function unmark(store: Store, mark: BaselineMark, owner: BaselineOwner): Promise<void> {
  return store.setValue(nameOf(mark, owner), undefined);
}

/** Id of the marked run; undefined where none is marked. */
export async function markedId(
  store: Store,
  mark: BaselineMark,
  owner: BaselineOwner,
): Promise<string | undefined> {
  return idIn(await store.getValue(nameOf(mark, owner)));
}

/** The marked run; undefined where none is marked or the store no longer has it. */
export async function markedRun(
  store: Store,
  mark: BaselineMark,
  owner: BaselineOwner,
): Promise<RunResult | undefined> {
  const id = await markedId(store, mark, owner);
  return id === undefined ? undefined : store.run(id);
}

/** Paths hold no line ends in practice, and one that does only shares its mark. */
function nameOf(mark: BaselineMark, { prompt, suite }: BaselineOwner): string {
  return `baseline ${mark}\n${prompt}\n${suite}`;
}

function idIn(value: JsonValue | undefined): string | undefined {
  if (typeof value !== 'object' || value === null || !('run' in value)) return undefined;
  return typeof value.run === 'string' ? value.run : undefined;
}
