import type { ComparedEvent } from '../health/events.ts';
import type { Store } from '../ports.ts';
import type { RunResult } from '../results/runResult.ts';

/** Versions that got worse one after the other are followed back at most this far. */
const maxSteps = 20;

/**
 * What the next version is compared with in place of one that got worse: what that one was compared with, as long as nobody accepted
 * it. Else a regression would be gone with the next save of anything. Undefined: it did not get worse, was accepted, was compared
 * with what a person picked, or there is nothing older that is kept and of another text than the version that is to be compared.
 * @param previous the newest run of another version than that of `current`
 */
export async function lastGood(
  previous: RunResult,
  current: Pick<RunResult, 'promptVersion'>,
  store: Pick<Store, 'events' | 'run'>,
): Promise<RunResult | undefined> {
  let found = previous;
  for (let step = 0; step < maxSteps; step++) {
    const alarm = await alarmOf(found, store);
    const older = alarm && (await store.run(alarm.baseline));
    const isUsable =
      older !== undefined &&
      older.status === 'complete' &&
      older.startedAt < found.startedAt &&
      older.promptVersion !== current.promptVersion;
    if (!isUsable) break;
    found = older;
  }
  return found === previous ? undefined : found;
}

/** Where a run was said to be worse, and its version was not accepted. */
async function alarmOf(
  run: RunResult,
  store: Pick<Store, 'events'>,
): Promise<ComparedEvent | undefined> {
  // What was said of a run was said after it began.
  const events = await store.events(run.suite, run.startedAt);
  const compared = events.findLast(
    (event): event is ComparedEvent => event.type === 'compared' && event.run === run.id,
  );
  if (compared === undefined || compared.isPicked === true) return undefined;
  if (!Object.values(compared.verdicts).includes('regressed')) return undefined;
  const isAccepted = events.some(
    (event) =>
      event.type === 'accepted' &&
      event.prompt === run.prompt &&
      event.promptVersion === run.promptVersion,
  );
  return isAccepted ? undefined : compared;
}
