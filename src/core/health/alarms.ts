import type { ComparedEvent, HistoryEvent } from './events.ts';
import type { HistoryTable } from './historyTable.ts';

/**
 * What became of an alarm. `caught`: a later version no longer fails more than the baseline did, so somebody mended it. `false`: the
 * same version ran again without the failures, or was accepted with them. `open`: neither yet.
 */
export type AlarmFate = 'caught' | 'false' | 'open';

/** One time that a metric said "got worse". */
export interface Alarm {
  readonly metric: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly promptVersion: string;
  readonly fate: AlarmFate;
}

/**
 * All alarms of a suite's history with what became of them, oldest first. An alarm that is repeated for the same two versions (by a
 * window and by CI, say) counts once.
 */
export function alarmsOf(events: readonly HistoryEvent[], history: HistoryTable): readonly Alarm[] {
  const acceptedAt = acceptances(events);
  const seen = new Set<string>();
  const alarms: Alarm[] = [];
  for (const event of events.toSorted((a, b) => a.time - b.time)) {
    if (event.type !== 'compared') continue;
    for (const [metric, verdict] of Object.entries(event.verdicts)) {
      const key = `${metric}\n${event.promptVersion}\n${event.baselineVersion}`;
      if (verdict !== 'regressed' || seen.has(key)) continue;
      seen.add(key);
      const { time, promptVersion } = event;
      const accepted = acceptedAt.get(acceptanceKey(event))?.find((at) => at >= time);
      alarms.push({ metric, time, promptVersion, fate: fateOf(event, metric, accepted, history) });
    }
  }
  return alarms;
}

function fateOf(
  alarm: ComparedEvent,
  metric: string,
  acceptedAt: number | undefined,
  history: HistoryTable,
): AlarmFate {
  const baseline = history.placeOf(alarm.baseline);
  const allowed = (baseline === undefined ? 0 : history.counts(metric, baseline)?.failed) ?? 0;
  const own = history.placeOf(alarm.run);
  const first = own === undefined ? firstAfter(alarm.time, history) : own + 1;
  for (let place = first; place < history.runs.length; place++) {
    const run = history.runs[place];
    if (run === undefined) break;
    if (acceptedAt !== undefined && run.time > acceptedAt) break;
    const counts = history.counts(metric, place);
    if (counts === undefined || counts.failed > allowed) continue;
    return run.promptVersion === alarm.promptVersion ? 'false' : 'caught';
  }
  return acceptedAt === undefined ? 'open' : 'false';
}

function firstAfter(time: number, { runs }: HistoryTable): number {
  const place = runs.findIndex((run) => run.time > time);
  return place < 0 ? runs.length : place;
}

function acceptances(events: readonly HistoryEvent[]): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  for (const event of events) {
    if (event.type !== 'accepted') continue;
    const key = acceptanceKey(event);
    found.set(key, [...(found.get(key) ?? []), event.time]);
  }
  return found;
}

function acceptanceKey({ prompt, promptVersion }: { prompt: string; promptVersion: string }) {
  return `${prompt}\n${promptVersion}`;
}
