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
 * window and by CI, say) counts once; so does one that later versions still have beside the same baseline.
 */
export function alarmsOf(events: readonly HistoryEvent[], history: HistoryTable): readonly Alarm[] {
  const acceptedAt = acceptances(events);
  const seen = new Set<string>();
  /** When the last alarm of a metric beside a baseline was over, milliseconds since 1970. */
  const lasting = new Map<string, number>();
  const alarms: Alarm[] = [];
  for (const event of events.toSorted((a, b) => a.time - b.time)) {
    if (event.type !== 'compared') continue;
    for (const [metric, verdict] of Object.entries(event.verdicts)) {
      const key = `${metric}\n${event.promptVersion}\n${event.baselineVersion}`;
      if (verdict !== 'regressed' || seen.has(key)) continue;
      seen.add(key);
      const { time, promptVersion } = event;
      const same = `${metric}\n${event.baselineVersion}`;
      if (time < (lasting.get(same) ?? 0)) continue;
      const accepted = acceptedAt.get(acceptanceKey(event))?.find((at) => at >= time);
      const { fate, over } = fateOf(event, metric, accepted, history);
      lasting.set(same, over);
      alarms.push({ metric, time, promptVersion, fate });
    }
  }
  return alarms;
}

/** What became of an alarm, and when it was over, milliseconds since 1970; infinite: it is not. */
function fateOf(
  alarm: ComparedEvent,
  metric: string,
  acceptedAt: number | undefined,
  history: HistoryTable,
): { readonly fate: AlarmFate; readonly over: number } {
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
    const fate = run.promptVersion === alarm.promptVersion ? 'false' : 'caught';
    return { fate, over: run.time };
  }
  return acceptedAt === undefined
    ? { fate: 'open', over: Number.POSITIVE_INFINITY }
    : { fate: 'false', over: acceptedAt };
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
